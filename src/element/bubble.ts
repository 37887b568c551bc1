import { html, render } from 'lit';
import { languageOf } from './controllers/strings.js';
import { wantLocale } from './locales/index.js';
import type { LauncherStrings } from './locales/strings.js';
import { bubble, bubbleStyles } from './views/bubble.js';
import type { ZabyAgent } from './zaby-agent.js';

/** By element, for those whose page keeps nothing. */
const dismissed = new WeakSet<ZabyAgent>();

/** Where it is kept that the person does not want to see it again; nothing where the page keeps nothing. */
const placeOf = ({ storage, storageSource, userKey = 'anon', id }: ZabyAgent): [Storage, string] | undefined => {
  const key = `zaby:${storageSource}:${userKey}:${id}:bubble`;
  if (storage === 'local') return [localStorage, key];
  return storage === 'session' ? [sessionStorage, key] : undefined;
};

const isDismissed = (element: ZabyAgent): boolean => {
  if (dismissed.has(element)) return true;
  try {
    const [storage, key] = placeOf(element) ?? [];
    return key !== undefined && storage?.getItem(key) != null;
  } catch {
    return false; // A blocked storage holds nothing.
  }
};

const dismiss = (element: ZabyAgent): void => {
  dismissed.add(element);
  try {
    const [storage, key] = placeOf(element) ?? [];
    if (key !== undefined) storage?.setItem(key, 'dismissed');
  } catch {
    // It comes back with the next page.
  }
};

/**
 * Says something beside the closed launcher, some seconds after it came, and gives what ends it.
 *
 * Once it was dismissed, or the panel was opened, it does not come again while the storage lasts. It never takes the focus.
 */
export const startBubble = (element: ZabyAgent, words: () => LauncherStrings): (() => void) => {
  if (isDismissed(element)) return () => {};
  const root = element.renderRoot as ShadowRoot;
  const place = document.createElement('div');
  // There before its words are: only then they are read out.
  place.role = 'status';
  root.append(place);
  const { styleSheet } = bubbleStyles;
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);

  const end = (): void => {
    clearTimeout(timer);
    if (element.open) dismiss(element);
    place.remove();
  };
  const close = (): void => {
    const hadFocus = place.contains(root.activeElement);
    dismiss(element);
    end();
    if (hadFocus) root.querySelector<HTMLElement>('.launcher')?.focus({ preventScroll: true });
  };
  const show = async (): Promise<void> => {
    await wantLocale(languageOf(element, element.locale), element.locale);
    const open = (): void => {
      element.show();
    };
    render(html`${bubble(element.bubble ?? '', { strings: words(), open, close })}`, place);
  };
  const timer = setTimeout(() => void show(), element.bubbleDelay * 1000);
  return end;
};
