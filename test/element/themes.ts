/** The ready themes, by file. */
export const themeNames = ['compact', 'contrast', 'midnight', 'paper', 'soft'] as const;

/** Puts a theme on the test page, for what stands there in place of the whole element. Gives back how to take it off. */
export const wearTheme = async (name: string, ...tags: readonly string[]): Promise<() => void> => {
  const response = await fetch(`/src/element/themes/${name}.css`);
  if (!response.ok) throw new Error(`There is no theme "${name}".`);
  const sheet = new CSSStyleSheet();
  await sheet.replace((await response.text()).replaceAll(':where(zaby-agent)', `:where(${tags.join(', ')})`));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  };
};
