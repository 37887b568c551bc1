import type { ComplexAttributeConverter } from 'lit';

/** How attributes become settings. A wrong value falls back to the default with one warning; it never throws. */

const warned = new Set<string>();

/** Tells the developer once, in a sentence with the remedy. */
export const warnOnce = (sentence: string): void => {
  if (warned.has(sentence)) return;
  warned.add(sentence);
  console.warn(`<zaby-agent>: ${sentence}`);
};

/** One of a few words. */
export const oneOf = <Word extends string>(
  attribute: string,
  words: readonly [Word, ...Word[]],
): ComplexAttributeConverter<Word> => ({
  fromAttribute: (value) => {
    if (value === null || value === '') return words[0];
    const word = words.find((known) => known === value);
    if (!word) warnOnce(`${attribute}="${value}" is not known; use ${words.join(', ')}`);
    return word ?? words[0];
  },
  toAttribute: (word) => word,
});

/** A JSON array of texts. */
export const textList = (attribute: string): ComplexAttributeConverter<readonly string[]> => ({
  fromAttribute: (value) => {
    if (!value) return [];
    try {
      const list: unknown = JSON.parse(value);
      if (Array.isArray(list)) return list.filter((item) => typeof item === 'string');
    } catch {
      // Told below, in words for whoever wrote the attribute.
    }
    warnOnce(`${attribute} needs a JSON array, such as '["Where is my order?"]'`);
    return [];
  },
});

/** Words separated by spaces or commas; `undefined` where the attribute is absent. */
export const wordList: ComplexAttributeConverter<readonly string[] | undefined> = {
  fromAttribute: (value) => value?.split(/[\s,]+/).filter(Boolean),
};
