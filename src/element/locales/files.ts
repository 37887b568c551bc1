import type { Strings } from './strings.js';
// Here with the list of languages, or each of them would wait for it once more.
import './forms.js';

const files: Readonly<Record<string, () => Promise<Strings>>> = {
  de: async () => (await import('./de.js')).de,
};

/** Loads the words of a language; `undefined` where we have none. `language` is the first part of a BCP 47 tag. */
export const loadWords = (language: string): Promise<Strings> | undefined =>
  Object.hasOwn(files, language) ? files[language]?.() : undefined;
