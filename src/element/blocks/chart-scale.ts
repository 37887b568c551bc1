import type { ChartData, Series } from './chart-data.js';
import { dateFormat, isDay, timeOf } from './dates.js';
import { show } from './read.js';

/** Round numbers from below the lowest to above the highest value, evenly apart. Two of them at least. */
export const niceTicks = (low: number, high: number): number[] => {
  const rough = Math.max((high - low) / 4 || Math.abs(high) / 4 || 1, 1e-100);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const count = Math.max(1, Math.ceil(high / step) - first);
  // Multiples, since sums of 0.1 are not what they seem.
  return Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
};

/** Where labels stand on a line: numbers and times by their size, where they are not evenly apart anyway. */
export interface Places {
  readonly from: number;
  readonly to: number;
  readonly at: readonly number[];
}

const placeOf = (label: unknown): number => timeOf(label) ?? (typeof label === 'number' ? label : Number.NaN);

/** Puts numbers and times in order, as a line goes through them; other labels stay as they came. */
export const inOrder = (data: ChartData): ChartData => {
  const places = data.labels.map(placeOf);
  if (data.kind === 'bar' || data.kind === 'pie' || places.some(Number.isNaN)) return data;
  const order = [...places.keys()].toSorted((a, b) => places[a]! - places[b]!);
  const sort = <Item>(list: readonly Item[]): Item[] => order.map((index) => list[index] as Item);
  return {
    ...data,
    labels: sort(data.labels),
    series: data.series.map(({ name, values }): Series => ({ name, values: sort(values) })),
  };
};

export const placesOf = (labels: readonly unknown[]): Places | undefined => {
  const at = labels.map(placeOf);
  const gaps = at.slice(1).map((place, index) => place - at[index]!);
  const widest = gaps.reduce((a, b) => Math.max(a, b), 0);
  const narrowest = gaps.reduce((a, b) => Math.min(a, b), Infinity);
  // Months are not of one length. What is no number compares as false.
  return widest > narrowest * 1.5 ? { from: at[0]!, to: at.at(-1)!, at } : undefined;
};

/** Writes labels: times as short as they can be told apart, numbers, texts. */
export const labelFormat = (labels: readonly unknown[], locale: string | undefined): ((label: unknown) => string) => {
  const times = labels.map(timeOf);
  if (labels.length === 0 || times.includes(undefined)) {
    const numbers = new Intl.NumberFormat(locale, { useGrouping: false, maximumSignificantDigits: 4 });
    return (label) => (typeof label === 'number' && !Number.isInteger(label) ? numbers.format(label) : show(label));
  }
  const span = Math.abs(times.at(-1)! - times[0]!) / 86_400_000;
  const days = labels.every(isDay);
  const month = { month: 'short' } as const;
  const format = dateFormat(
    locale,
    days,
    !days && span < 2
      ? { hour: 'numeric', minute: '2-digit' }
      : span > 300 || show(labels[0]).length === 7
        ? { ...month, year: 'numeric' }
        : { ...month, day: 'numeric' },
  );
  return (label) => format.format(typeof label === 'number' ? label : timeOf(label));
};
