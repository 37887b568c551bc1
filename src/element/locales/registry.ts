import type { Strings } from './strings.js';

/** Null for a language that there are no words of. English stands beneath all of them, so nothing is missing to it. */
const registered = new Map<string, Partial<Strings> | null>([['en', {}]]);

/** Told when a language has come. */
export const listeners = new Set<() => void>();

/**
 * Teaches the widget a language, for every element on the page. `tag` is a BCP 47 language tag, such as `sv` or `pt-PT`.
 *
 * What is left out stays English, also in a language that would be loaded otherwise: spread the words of its file beneath your own.
 */
export const registerLocale = (tag: string, strings: Partial<Strings> | null): void => {
  registered.set(tag.toLowerCase(), strings);
  for (const listener of listeners) listener();
};

/**
 * The words that fit best: `de-AT` takes `de` where nobody registered `de-AT`. Null where it is known that there are none,
 * `undefined` where nobody looked.
 */
export const findLocale = (locale: string): Partial<Strings> | null | undefined => {
  for (let tag = locale.toLowerCase(); tag !== ''; tag = tag.replace(/-?[^-]*$/, '')) {
    const found = registered.get(tag);
    if (found !== undefined) return found;
  }
  return undefined;
};
