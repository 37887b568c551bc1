import { findLocale } from './registry.js';

/**
 * Brings the words of a language that nobody knows yet. Resolves when they are here, and as well where they are lost, late, or there are
 * none: nothing waits for them longer than a person would.
 *
 * `told` is the element's own `locale`, if it has one: who wrote it hears when nobody knows it.
 */
export const wantLocale = async (locale: string, told?: string): Promise<void> => {
  if (findLocale(locale) !== undefined) return;
  try {
    const { bringLocale } = await import('./bring.js');
    await bringLocale(locale, told);
  } catch {
    // English stands in.
  }
};
