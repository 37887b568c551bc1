import type { ChartData } from './chart-data.js';
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

const placeOf = (label: unknown): number => timeOf(label) ?? (typeof label === 'number' ? label : Number.NaN);

/** Puts numbers and times in order, as a line goes through them; other labels stay as they came. */
export const inOrder = (data: ChartData): ChartData => {
  const places = data.labels.map(placeOf);
  if (data.kind === 'bar' || data.kind === 'pie' || places.some(Number.isNaN)) return data;
  const order = [...places.keys()].toSorted((a, b) => places[a]! - places[b]!);
  return {
    ...data,
    labels: order.map((index) => data.labels[index]),
    series: data.series.map(({ name, values }) => ({ name, values: order.map((index) => values[index]) })),
  };
};

/** Where labels in order stand on a line: numbers and times by their size, where they are not evenly apart anyway. */
export const placesOf = (labels: readonly unknown[]): readonly number[] | undefined => {
  const places = labels.map(placeOf);
  let narrowest = Infinity;
  let widest = 0;
  for (let index = 1; index < places.length; index += 1) {
    const gap = places[index]! - places[index - 1]!;
    narrowest = Math.min(narrowest, gap);
    widest = Math.max(widest, gap);
  }
  // Months are not of one length. What is no number compares as false.
  return widest > narrowest * 1.5 ? places : undefined;
};

/** Writes labels: times as short as they can be told apart, numbers, texts. */
export const labelFormat = (labels: readonly unknown[], locale: string | undefined): ((label: unknown) => string) => {
  const times = labels.map(timeOf);
  if (times.includes(undefined)) {
    return (label) => (typeof label === 'number' && label % 1 !== 0 ? label.toPrecision(4) : show(label));
  }
  const days = (times.at(-1)! - times[0]!) / 86_400_000;
  const allDays = labels.every(isDay);
  const format = dateFormat(
    locale,
    allDays,
    !allDays && days < 2
      ? { timeStyle: 'short' }
      : { month: 'short', ...(days > 300 || show(labels[0]).length === 7 ? { year: 'numeric' } : { day: 'numeric' }) },
  );
  return (label) => format.format(timeOf(label));
};
