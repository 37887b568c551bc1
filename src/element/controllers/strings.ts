import { findLocale } from '../locales/index.js';

/** The words and the language an element speaks. */
export interface Speech<Words extends object> {
  /** The language of the words; a BCP 47 tag, valid for `Intl` and `lang`. */
  readonly locale: string;
  /** Keeps its identity until locale or overrides change, so that a view may be skipped by it. */
  readonly strings: Words;
}

const validLocale = (locale: string): string | undefined => {
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined; // "en_US" and the like: a page's mistake must not take the widget down.
  }
};

const speechOf = <Words extends object>(
  fallback: Words,
  asked: string,
  overrides: object | undefined,
): Speech<Words> => {
  const found: object | undefined = findLocale(asked);
  const english = asked === 'en' || asked.startsWith('en-');
  return { locale: found || english ? asked : 'en', strings: Object.assign({}, fallback, found, overrides) };
};

/**
 * Finds what language to speak: the element's own `locale`, else the `lang` it stands in, else the browser's; English
 * where nobody registered that language.
 *
 * `fallback` is the complete English list, or the launcher's part of it while the rest is not loaded.
 */
export const createSpeech = <Words extends object>(fallback: Words) => {
  let last: { asked: string; overrides: object | undefined; speech: Speech<Words> } | undefined;
  return (element: HTMLElement, locale?: string, overrides?: object): Speech<Words> => {
    const asked =
      validLocale(locale ?? '') ??
      validLocale(element.closest<HTMLElement>('[lang]')?.lang ?? '') ??
      validLocale(navigator.language) ??
      'en';
    if (last === undefined || last.asked !== asked || last.overrides !== overrides) {
      last = { asked, overrides, speech: speechOf(fallback, asked, overrides) };
    }
    return last.speech;
  };
};
