/** Picks the form of a word for a count, by the rules of the language (CLDR, through `Intl`). */
export const createPlural = (locale: string): ((count: number, one: string, other: string) => string) => {
  // Made when it is first asked: browsers take longer for it than for all the rest of a first drawing.
  let rules: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  return (count, one, other) => {
    rules ??= new Intl.PluralRules(locale);
    numbers ??= new Intl.NumberFormat(locale);
    return `${numbers.format(count)} ${rules.select(count) === 'one' ? one : other}`;
  };
};
