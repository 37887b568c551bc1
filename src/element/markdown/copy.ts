/**
 * Puts text on the clipboard, also where the page has no clipboard API (plain HTTP, frames without the permission).
 *
 * `element` is where the text stands: the fallback needs a place in the same tree to select from. Answers whether it worked.
 */
export const copyText = async (text: string, element: HTMLElement): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text, element);
  }
};

const copySelection = (text: string, element: HTMLElement): boolean => {
  const focused = (element.getRootNode() as Document | ShadowRoot).activeElement;
  const field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.readOnly = true;
  field.ariaHidden = 'true';
  field.value = text;
  element.append(field);
  field.focus({ preventScroll: true });
  field.select();
  try {
    // Deprecated, and the only way left without the clipboard API.
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
};
