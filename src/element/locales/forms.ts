const numbers = (locale: string): ((count: number) => string) => {
  let format: Intl.NumberFormat | undefined;
  // Made when it is first asked, as in `createPlural`.
  return (count) => (format ??= new Intl.NumberFormat(locale)).format(count);
};

/**
 * Picks the form of a text for a count, by the rules of the language (CLDR, through `Intl`), and puts the number where `#` stands.
 *
 * `Form` names the forms that the language has, so that none can be missing.
 */
export const createForms = <Form extends Intl.LDMLPluralRule>(
  locale: string,
): ((count: number, forms: Readonly<Record<Form, string>>) => string) => {
  let rules: Intl.PluralRules | undefined;
  const format = numbers(locale);
  return (count, forms) => {
    rules ??= new Intl.PluralRules(locale);
    return forms[rules.select(count) as Form].replace('#', () => format(count));
  };
};

/** Tells a span of so many seconds in words, such as `12 seconds` or, from 100 on, `2 minutes`. */
export const createSpan = (locale: string): ((seconds: number) => string) => {
  const formats = new Map<string, Intl.NumberFormat>();
  const tell = (count: number, unit: 'second' | 'minute'): string => {
    const format = formats.get(unit) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
    formats.set(unit, format);
    return format.format(count);
  };
  return (seconds) => (seconds < 100 ? tell(seconds, 'second') : tell(Math.round(seconds / 60), 'minute'));
};
