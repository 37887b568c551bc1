import type { Strings } from './strings.js';

const registered = new Map<string, Partial<Strings>>();

/** Teaches the widget a language, for every element on the page. `tag` is a BCP 47 language tag, such as `de` or `pt-BR`. */
export const registerLocale = (tag: string, strings: Partial<Strings>): void => {
  registered.set(tag.toLowerCase(), strings);
};

/** The registered words that fit best: `de-AT` takes `de` where nobody registered `de-AT`; none for what nobody registered. */
export const findLocale = (locale: string): Partial<Strings> | undefined => {
  for (let tag = locale.toLowerCase(); tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = registered.get(tag);
    if (found) return found;
  }
  return undefined;
};
