import type { LitElement } from 'lit';

/** From 0 to 1, of a colour as `getComputedStyle` writes it. It tells light text from dark; for contrast it is too rough. */
export const lightnessOf = (colour: string): number => {
  // Not those in the names of colour spaces, such as `display-p3`.
  const [first = 0, second = 0, third = 0] = (colour.match(/(?<![\w.-])[\d.]+/g) ?? []).map(Number);
  if (colour.startsWith('ok')) return first;
  if (colour.startsWith('l')) return first / 100;
  return (0.3 * first + 0.6 * second + 0.1 * third) / (colour.startsWith('rgb') ? 255 : 1);
};

/** Where the element inherits from. */
const around = (element: Element): Element | null =>
  element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host ?? null;

/** The page declares no `color-scheme` here, and writes light on dark. */
const isDark = (element: Element): boolean => {
  const place = around(element);
  if (!place) return false;
  const { color, colorScheme } = getComputedStyle(place);
  return colorScheme === 'normal' && lightnessOf(color) > 0.5;
};

const followed = new WeakSet<LitElement>();

/**
 * Lets an element be dark on a page that is dark and does not say so by `color-scheme`, which an element inherits by itself.
 *
 * Whatever made it dark, be it a class, an attribute, another style sheet or the system: what is seen of it here is the colour of the
 * page's text. A transition of that colour, too short for anybody to see, tells of each change. Nothing outlives the element.
 */
export const followPage = (element: LitElement): void => {
  if (followed.has(element)) return;
  followed.add(element);
  const root = element.renderRoot as ShadowRoot;
  const probe = document.createElement('i');
  const sheet = new CSSStyleSheet();
  // The attribute and the page's own rules win.
  sheet.replaceSync(':host(:not([color-scheme=light],[color-scheme=dark])){color-scheme:dark}');
  const look = (): void => {
    sheet.disabled = !isDark(element);
  };
  Object.assign(probe.style, { position: 'absolute', visibility: 'hidden', transition: 'color 1ms' });
  probe.addEventListener('transitionend', look);
  root.append(probe);
  const dress = (): void => {
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  };
  element.addController({
    // Elsewhere on the page it may be another colour.
    hostConnected: look,
    // Whoever sets the styles anew knows nothing of this one.
    hostUpdated: dress,
  });
  look();
  dress();
};
