import { findLocale } from './registry.js';

/**
 * Brings the words of a language that nobody knows yet. Resolves when they are here, and as well where they are lost, late, or there are
 * none: nothing waits for them longer than a person would. `told` says that the page asked for this language by name.
 */
export const wantLocale = async (locale: string, told: boolean): Promise<void> => {
  if (findLocale(locale) !== undefined) return;
  try {
    const { bringLocale } = await import('./bring.js');
    await bringLocale(locale, told);
  } catch {
    // English stands in.
  }
};
