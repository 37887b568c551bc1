/** Picks the form of a word for a count, by the rules of the language (CLDR, through `Intl`). */
export const createPlural = (locale: string): ((count: number, one: string, other: string) => string) => {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, one, other) => `${numbers.format(count)} ${rules.select(count) === 'one' ? one : other}`;
};
