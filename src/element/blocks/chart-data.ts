import type { UiBlock } from '../../core/index.js';
import { numberOf } from './numbers.js';
import { type Fields, contentOf, isFields, read, readList, readText, show } from './read.js';
import { readTable } from './read-table.js';

export type ChartKind = 'line' | 'bar' | 'area' | 'pie';

export interface Series {
  readonly name: string;
  /** One for each label; holes where there is no number. */
  readonly values: readonly (number | undefined)[];
}

/** What a chart shows, whatever spelling it came in. */
export interface ChartData {
  readonly kind: ChartKind;
  readonly stacked: boolean;
  /** As they came: texts, numbers or dates. */
  readonly labels: readonly unknown[];
  readonly series: readonly Series[];
}

/** Numbers with where they stand; `undefined` where only their order is known. */
type Points = readonly [name: string, points: readonly (readonly [place: unknown, value: unknown])[]];

const nameOf = (series: unknown): string =>
  isFields(series) ? (readText(series, 'name', 'label', 'title', 'key', 'dataKey') ?? '') : show(series);

/** Rows with a place and a column for each series: Recharts, Tremor, tables, points. Of what has no columns, one series. */
const readRows = (content: Fields, list: readonly unknown[], specs: readonly unknown[] = []): Points[] => {
  if (!list.some((row) => isFields(row) || Array.isArray(row))) return [['', list.map((value) => [undefined, value])]];
  const { labels, rows } = readTable({ id: '', kind: '', data: { columns: readList(content, 'columns'), rows: list } });
  const columns = [...labels.keys()];
  const isNumeric = (at: number): boolean => rows.some((row) => numberOf(row[at]) !== undefined);
  const asked = readText(content, 'xKey', 'x', 'index', 'category', 'nameKey');
  const place =
    columns.find((at) => labels[at] === asked) ??
    columns.find((at) => /^(?:x|year|day|date|time.*)$/i.test(labels[at]!)) ??
    columns.find((at) => !isNumeric(at)) ??
    (labels.length > 1 ? 0 : -1);
  const named = specs.flatMap((spec) => {
    const at = labels.indexOf((isFields(spec) && readText(spec, 'key', 'dataKey', 'field', 'name')) || show(spec));
    return at < 0 ? [] : [[at, nameOf(spec)] as const];
  });
  const found = columns.filter((at) => at !== place && isNumeric(at)).map((at) => [at, labels[at]!] as const);
  return (named.length > 0 ? named : found).map(([at, name]) => [name, rows.map((row) => [row[place], row[at]])]);
};

const readPoints = (content: Fields): Points[] => {
  const specs = readList(content, 'series', 'datasets', 'yKeys');
  if (specs.length > 0 && specs.every((spec) => numberOf(spec) !== undefined)) return readRows({}, specs);
  // Series that hold their own numbers: Chart.js, ECharts, Highcharts and the like.
  const own = specs.flatMap((spec) => {
    const list = Array.isArray(spec) ? spec : isFields(spec) ? readList(spec, 'data', 'values', 'points') : [];
    return readRows({}, list)
      .slice(0, Math.min(1, list.length))
      .map(([, points]) => [isFields(spec) ? nameOf(spec) : '', points] as const);
  });
  if (own.length > 0) return own;
  const map = Object.entries(['data', 'values'].map((name) => read(content, name)).find(isFields) ?? {});
  const isMap = map.length > 0 && map.every(([, value]) => numberOf(value) !== undefined);
  // Tremor calls the columns categories, others the labels.
  return readRows(content, isMap ? map : readList(content, 'rows', 'data', 'values', 'points', 'items'), [
    ...specs,
    ...readList(content, 'categories'),
    ...[read(content, 'yKey', 'y') ?? []].flat(),
  ]);
};

/** Puts the points of all series under common labels. Those of the first stay as they are, even where two are the same. */
const align = (all: readonly Points[], given: readonly unknown[]): Pick<ChartData, 'labels' | 'series'> => {
  const labels: unknown[] = [];
  const series = all.map(([name, points], order) => {
    const places = new Map(labels.map((label, index) => [label, index]));
    const values: (number | undefined)[] = [];
    for (const [index, [own, value]] of points.entries()) {
      const label =
        [own, given[index]].find((each) => typeof each === 'string' || typeof each === 'number') ?? index + 1;
      const at = order === 0 || labels[index] === label ? index : (places.get(label) ?? labels.length);
      if (at === labels.length) {
        labels.push(label);
        places.set(label, at);
      }
      values[at] = numberOf(value);
    }
    return { name, values };
  });
  return {
    labels,
    series: series.map(({ name, values }) => ({ name, values: labels.map((_, index) => values[index]) })),
  };
};

const kinds: readonly (readonly [ChartKind, RegExp])[] = [
  ['pie', /pie|nut/i],
  ['area', /area/i],
  ['bar', /bar|column|histogram/i],
  ['line', /line|scatter/i],
];

/** So many parts of a whole, and so many bars beside each other, can be told apart. */
const mostSlices = 8;
const mostBars = 120;

/** A chart from whatever came: a field that cannot be read is as if it were not there. */
export const readChart = (block: UiBlock): ChartData => {
  const content = { ...contentOf(block) };
  // A configuration of Chart.js or Highcharts, as it is, has things one level further below.
  for (const name of ['config', 'chart', 'data']) {
    const below = read(content, name);
    if (isFields(below)) Object.assign(content, below);
  }
  const axis = read(content, 'xAxis');
  const given = isFields(axis)
    ? readList(axis, 'data', 'categories')
    : readList(content, 'labels', 'categories', 'x', 'xAxis');
  const { labels, series } = align(readPoints(content), given);
  const [first] = readList(content, 'series');
  const words = [
    block.kind,
    ...['chartType', 'chart_type', 'variant', 'mark', 'type'].map((name) => readText(content, name)),
    isFields(first) && readText(first, 'type'),
  ].join();
  const values = series[0]?.values.map((value) => value ?? 0) ?? [];
  let kind = kinds.find(([, pattern]) => pattern.test(words))?.[0] ?? (labels.length > 24 ? 'line' : 'bar');
  if (kind === 'pie' && (values.length > mostSlices || Math.min(...values) < 0 || Math.max(...values) <= 0))
    kind = 'bar';
  if (kind === 'bar' && labels.length * series.length > mostBars) kind = 'area';
  return {
    kind,
    stacked: kind !== 'line' && (read(content, 'stacked') === true || /stack/i.test(words)),
    labels,
    series,
  };
};
