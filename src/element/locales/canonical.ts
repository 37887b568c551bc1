/** A language as `Intl` takes it, which throws at any other: a page's mistake must not take an answer down. */
export const canonical = (locale: string): string => {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
};
