/** A day, or a month, as ISO 8601 has it, with or without a time of day. */
const iso = /^\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d.*)?)?$/;

/** When something was or will be, in ms, or `undefined` for what is no date. Numbers are ms, or seconds, since 1970. */
export const timeOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') {
    if (value > 1e11 && value < 1e13) return value;
    return value > 1e9 && value < 1e10 ? value * 1000 : undefined;
  }
  const time = typeof value === 'string' && iso.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

/** A day is the same day everywhere: only what has a time of day is told in the person's own time zone. */
export const isDay = (value: unknown): boolean => typeof value === 'string' && value.length <= 10;

export const dateFormat = (
  locale: string | undefined,
  days: boolean,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale, { ...options, ...(days && { timeZone: 'UTC' }) });
