import { type Fields, readText } from './read.js';

const plain = /^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?(?:e[-+]?\d+)?$/i;

/** What is beyond leaves no room to add and to divide. */
const most = 1e100;

/** A number, also one that came as text, such as `"1,200"` or `"$ 4.50"`. */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Math.abs(value) < most ? value : undefined;
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const text = value.replaceAll(/[\s$€£¥%]/g, '');
  return /\d/.test(text) && plain.test(text) ? numberOf(Number(text.replaceAll(',', ''))) : undefined;
};

const currencyOf = (word: string | undefined): string | undefined =>
  word && Intl.supportedValuesOf('currency').includes(word) ? word : undefined;

/** Writes numbers in a language, with the unit or the currency that the fields name. */
export const numberFormat = (
  fields: Fields,
  locale: string | undefined,
  options: Intl.NumberFormatOptions = {},
): ((value: number) => string) => {
  const unit = readText(fields, 'unit', 'units', 'suffix') ?? '';
  const currency = currencyOf(readText(fields, 'currency')) ?? currencyOf(unit);
  const format = new Intl.NumberFormat(locale, {
    ...(currency
      ? { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }
      : { maximumFractionDigits: 2 }),
    ...options,
  });
  const behind = currency || !unit ? '' : (/^\w/.test(unit) ? '\u00A0' : '') + unit;
  return (value) => format.format(value) + behind;
};
