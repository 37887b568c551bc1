import type { UiBlock } from '../../core/index.js';
import { numberOf } from './numbers.js';
import { type Fields, contentOf, isFields, read, readList, readText, show } from './read.js';

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
  /** Bars lie. */
  readonly lying: boolean;
  /** As they came: texts, numbers or dates. */
  readonly labels: readonly unknown[];
  readonly series: readonly Series[];
}

/** A number and where it stands; the place is `undefined` where only its order is known. */
type Point = readonly [place: unknown, value: unknown];

type Points = readonly Point[];

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

const pointOf = (value: unknown): Point => {
  if (Array.isArray(value)) return value.length > 1 ? [value[0], value[1]] : [undefined, value[0]];
  if (!isFields(value)) return [undefined, value];
  return [
    read(value, 'x', 'label', 'name', 'category', 'date', 'time', 'timestamp', 'key'),
    read(value, 'y', 'value', 'v', 'count', 'amount', 'total'),
  ];
};

/** A map of numbers by label, as points. */
const entriesOf = (content: Fields, ...names: string[]): readonly unknown[] => {
  const map = names.map((name) => read(content, name)).find(isFields) ?? {};
  const entries = Object.entries(map);
  return entries.every(([, value]) => numberOf(value) !== undefined) ? entries : [];
};

const nameOf = (series: Fields): string => readText(series, 'name', 'label', 'title', 'id', 'key', 'dataKey') ?? '';

/** Series that hold their own numbers: Chart.js, ECharts, Highcharts and the like. */
const readSeries = (specs: readonly unknown[]): (readonly [string, Points])[] => {
  if (specs.length > 0 && specs.every((spec) => numberOf(spec) !== undefined)) return [['', specs.map(pointOf)]];
  return specs.flatMap((spec) => {
    const fields = isFields(spec) ? spec : { data: spec };
    const list = readList(fields, 'data', 'values', 'points');
    return list.length > 0 ? [[nameOf(fields), list.map(pointOf)] as const] : [];
  });
};

/** Rows with a column for each series: Recharts, tables. */
const readRows = (
  content: Fields,
  rows: readonly Fields[],
  specs: readonly unknown[],
): (readonly [string, Points])[] => {
  const keys = [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))];
  const isNumeric = (key: string): boolean => rows.some((row) => numberOf(read(row, key)) !== undefined);
  const asked = readText(
    content,
    'xKey',
    'x_key',
    'xField',
    'x',
    'categoryKey',
    'category',
    'labelKey',
    'nameKey',
    'index',
  );
  const place =
    keys.find((key) => key === asked) ??
    keys.find((key) => /^(?:x|label|name|category|date|day|week|month|quarter|year|time|timestamp|key)$/i.test(key)) ??
    keys.find((key) => !isNumeric(key)) ??
    (keys.length > 1 ? keys[0] : undefined);
  const columns = specs.map((spec) =>
    isFields(spec)
      ? { key: readText(spec, 'key', 'dataKey', 'field', 'yKey', 'y', 'id', 'name') ?? '', name: nameOf(spec) }
      : { key: show(spec), name: show(spec) },
  );
  const named = columns.filter(({ key }) => keys.includes(key));
  const drawn =
    named.length > 0 ? named : keys.filter((key) => key !== place && isNumeric(key)).map((key) => ({ key, name: key }));
  return drawn.map(({ key, name }) => [
    name,
    rows.map((row) => [place === undefined ? undefined : read(row, place), read(row, key)] as const),
  ]);
};

const readPoints = (block: UiBlock, content: Fields): (readonly [string, Points])[] => {
  const named = readList(content, 'series', 'datasets', 'lines', 'bars', 'yKeys', 'y', 'dataKeys', 'keys');
  const own = readSeries(named);
  if (own.length > 0) return own;
  // Tremor calls the columns so, others the labels.
  const specs = [...named, ...readList(content, 'categories')];
  const below = entriesOf(block.data, 'data', 'values', 'series');
  const rows =
    below.length > 0
      ? below
      : readList(content, 'rows', 'data', 'values', 'points', 'items', 'records', 'slices', 'segments');
  const columns = readList(content, 'columns', 'headers').map((column, index) =>
    isFields(column) ? (readText(column, 'key', 'id', 'field', 'label', 'name') ?? String(index)) : show(column),
  );
  if (rows.some(isFields)) return readRows(content, rows.filter(isFields), specs);
  if (columns.length === 0) return [[readText(content, 'name', 'yLabel', 'valueLabel') ?? '', rows.map(pointOf)]];
  const records = rows.map((row) =>
    Object.fromEntries([row].flat().map((value, index) => [columns[index] ?? String(index), value])),
  );
  return readRows(content, records, specs);
};

/** Puts the points of all series under common labels. Those of the first stay as they are, even where two are the same. */
const align = (all: readonly (readonly [string, Points])[], given: readonly unknown[]) => {
  const labels: unknown[] = [];
  const places = new Map<unknown, number>();
  const series = all.map(([name, points], order): Series => {
    const values: (number | undefined)[] = [];
    for (const [index, [own, value]] of points.entries()) {
      const label = isScalar(own) ? own : isScalar(given[index]) ? given[index] : index + 1;
      let at: number | undefined = index;
      if (order > 0 && labels[index] !== label) at = places.get(label) ?? labels.length;
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
  ['pie', /pie|donut|doughnut/i],
  ['area', /area/i],
  ['bar', /bar|column|histogram/i],
  ['line', /line|spark|scatter/i],
];

/** Labels that would not all stand below upright bars on a telephone. In characters. */
const longLabels = 44;

/** More bars than that are too thin to be told apart. */
const manyBars = 120;

/** A chart from whatever came: a field that cannot be read is as if it were not there. */
export const readChart = (block: UiBlock): ChartData => {
  const content = contentOf(block);
  const axis = ['xAxis', 'x_axis'].map((name) => read(content, name)).find(isFields) ?? {};
  const own = readList(content, 'labels', 'categories', 'xLabels', 'x', 'xAxis');
  const { labels, series } = align(
    readPoints(block, content),
    own.length > 0 ? own : readList(axis, 'data', 'categories'),
  );
  const words = [
    ...['chartType', 'chart_type', 'variant', 'style', 'type'].map((name) => readText(content, name)),
    block.kind,
  ].join(' ');
  const asked = kinds.find(([, pattern]) => pattern.test(words))?.[0] ?? (labels.length > 24 ? 'line' : 'bar');
  const bars = labels.length * series.length;
  const slices = series[0]?.values.map((value) => value ?? 0) ?? [];
  const isWhole = slices.every((value) => value >= 0) && slices.some((value) => value > 0);
  const kind = asked === 'pie' && !isWhole ? 'bar' : asked === 'bar' && bars > manyBars ? 'area' : asked;
  const width = labels.reduce<number>((sum, label) => sum + Math.max(3, show(label).length + 1), 0);
  const orientation = readText(content, 'orientation', 'layout', 'indexAxis') ?? words;
  return {
    kind,
    stacked: kind !== 'line' && (read(content, 'stacked') === true || /stack/i.test(words)),
    lying: kind === 'bar' && (/horizontal|^y$/i.test(orientation) || (width > longLabels && bars <= 36)),
    labels,
    series,
  };
};
