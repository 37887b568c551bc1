import { findLocale } from '../locales/index.js';

/** The words and the language an element speaks. */
export interface Speech<Words extends object> {
  /** The language of the words, as the page wrote it: a BCP 47 tag unless that is wrong. */
  readonly locale: string;
  /** Keeps its identity until locale or overrides change, so that a view may be skipped by it. */
  readonly strings: Words;
}

/** The `lang` that an element stands in, whatever shadow roots are in between. */
const nearestLang = (element?: Element): string | undefined =>
  element && (element.closest<HTMLElement>('[lang]')?.lang ?? nearestLang((element.getRootNode() as ShadowRoot).host));

/** The language an element should speak: its own `locale`, else the `lang` it stands in, else the browser's. */
export const languageOf = (element: Element, locale?: string): string =>
  // "en_US" and the like are usual on servers.
  (locale || nearestLang(element) || navigator.language).replaceAll('_', '-');

/**
 * Gives the words in the language that {@link languageOf} finds. Those of a language that is on its way come later: until then it speaks as
 * before, at first English, which stands in also where nobody knows the language.
 *
 * `fallback` is the complete English list, or the launcher's part of it while the rest is not loaded.
 */
export const createSpeech = <Words extends object>(fallback: Words) => {
  let last = { language: 'en' } as Speech<Words> & { language: string; found: unknown; overrides: object | undefined };
  return (element: Element, locale?: string, overrides?: object): Speech<Words> => {
    const wanted = languageOf(element, locale);
    const language = findLocale(wanted) === undefined ? last.language : wanted;
    const found: object | null | undefined = findLocale(language);
    if (last.language !== language || last.found !== found || last.overrides !== overrides) {
      const strings = Object.assign({}, fallback, found, overrides);
      last = { language, found, overrides, locale: found ? language : 'en', strings };
    }
    return last;
  };
};
