import { html, nothing, svg } from 'lit';
import type { UiBlock } from '../../core/index.js';
import { lyingBars } from './chart-bars.js';
import { type ChartData, readChart } from './chart-data.js';
import { pie } from './chart-pie.js';
import { type Plot, look, plot } from './chart-plot.js';
import { inOrder, labelFormat } from './chart-scale.js';
import type { BlockContext, BlockRenderer, BlockStrings } from './context.js';
import { dataTable } from './data-table.js';
import { frame } from './frame.js';
import { jsonBlock } from './json-tree-view.js';
import { numberFormat } from './numbers.js';
import { contentOf, readText } from './read.js';
import { unfold } from './unfold.js';

/** So many series can be told apart; the table has all of them. */
const mostSeries = 12;
const mostSlices = 8;

let charts = 0;
/** The patterns of a chart have names of our own, for as long as the block is the same. */
const paints = new WeakMap<UiBlock, string>();

const paintOf = (block: UiBlock): string => {
  const paint = paints.get(block) ?? `zaby-paint-${++charts}-`;
  paints.set(block, paint);
  return paint;
};

/** Lines over the colour, one kind for each of six. Drawn in the colour of the surface. */
const hatches = [
  '',
  'M0 8 8 0M-1 1 1-1M7 9 9 7',
  'M2 2h.1M6 6h.1',
  'M0 2h8M0 6h8',
  'M0 0 8 8M7-1 9 1M-1 7 1 9',
  'M2 0v8M6 0v8',
];

const patterns = (paint: string, count: number) =>
  html`<svg class="paints" aria-hidden="true">${Array.from({ length: count }, (_, index) => {
    const [color = '', dash = ''] = look(index).split(' ');
    return svg`<pattern id="${paint}${index}" width="8" height="8" patternUnits="userSpaceOnUse"><rect class=${color} width="8" height="8" /><path d=${hatches[Number(dash.slice(1))]!} /></pattern>`;
  })}</svg>`;

const legend = (names: readonly string[], left: number, { data: { kind }, paint }: Plot, strings: BlockStrings) =>
  html`<ul class="list legend">${names.map(
    (name, index) =>
      html`<li><svg viewBox="0 0 20 12" aria-hidden="true">${
        kind === 'line' || kind === 'area'
          ? svg`<path class=${look(index)} d="M1 6h18" />`
          : svg`<rect fill="url(#${paint}${index})" x="4" width="12" height="12" rx="3" />`
      }</svg><bdi>${name}</bdi></li>`,
  )}${left > 0 ? html`<li>${strings.chartOthers(left)}</li>` : nothing}</ul>`;

const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);

/** Small slices of a pie cannot be told apart: what is beyond the largest becomes one. */
const gathered = (data: ChartData, strings: BlockStrings): ChartData => {
  const values = data.series[0]!.values.map((value) => value ?? 0);
  if (values.length <= mostSlices) return data;
  const largest = [...values.keys()].toSorted((a, b) => values[b]! - values[a]!).slice(0, mostSlices - 1);
  const shown = largest.toSorted((a, b) => a - b);
  const kept = shown.map((index) => values[index]!);
  return {
    ...data,
    labels: [...shown.map((index) => data.labels[index]), strings.chartOthers(values.length - shown.length)],
    series: [{ name: '', values: [...kept, sum(values) - sum(kept)] }],
  };
};

/** Every number, in the table that all blocks share. */
const table = (block: UiBlock, { labels, series }: ChartData, unit: string, context: BlockContext) => {
  const { strings } = context;
  const columns = ['', ...series.map(({ name }) => (name || strings.chartValue) + unit)];
  const rows = labels.map((label, index) => [label, ...series.map(({ values }) => values[index])]);
  const data = { columns: columns.map((label, index) => ({ key: String(index), label })), rows };
  return html`<details ${unfold(() => dataTable({ id: block.id, kind: 'data-table', data }, context))}
    ><summary class="unfold">${strings.showTable}</summary><div></div></details>`;
};

/** Whether there is anything in a value that could not be read: an empty chart holds none. */
const holds = (value: unknown, depth = 0): boolean =>
  typeof value === 'object' && value !== null
    ? depth > 2 || Object.values(value).some((each) => holds(each, depth + 1))
    : depth > 1 && value !== null;

/**
 * Numbers as lines, areas, bars or a pie. For who cannot see it the picture is one sentence, and all numbers stand in a table below.
 *
 * Series differ in colour, and in dashes or hatching as well.
 */
export const chart: BlockRenderer = (block, context) => {
  const { strings, locale } = context;
  const all = readChart(block);
  const values = all.series.flatMap((series) => series.values.filter((value) => value !== undefined));
  if (values.length === 0)
    return holds(block.data)
      ? jsonBlock(block, context)
      : frame(block, html`<p class="muted small">${strings.noRows}</p>`);
  const whole = inOrder(all);
  const kept = { ...whole, series: whole.series.slice(0, mostSeries) };
  const data = kept.kind === 'pie' ? gathered(kept, strings) : kept;
  const { kind, series } = data;
  const content = contentOf(block);
  const number = numberFormat(content, locale);
  const label = labelFormat(whole.labels, locale);
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const settings: Plot = {
    data,
    paint: paintOf(block),
    number,
    label,
    tick: numberFormat(content, locale, { notation: 'compact', maximumSignificantDigits: 4 }),
    summary: strings.chartSummary(strings.charts[kind], values.length, number(low), number(high)),
  };
  const names = kind === 'pie' ? slices(data, settings, locale) : series.map(({ name }) => name || strings.chartValue);
  const unit = readText(content, 'unit', 'units', 'currency');
  const draw = kind === 'pie' ? pie : data.lying ? lyingBars : plot;
  return html`<figure class="chart">${
    block.title || block.description ? html`<figcaption class="block">${frame(block)}</figcaption>` : nothing
  }<div class=${kind}>${patterns(settings.paint, names.length)}${draw(settings)}${
    names.length > 1 || kind === 'pie'
      ? legend(names, whole.series.length - kept.series.length, settings, strings)
      : nothing
  }</div>${table(block, whole, unit ? ` (${unit})` : '', context)}</figure>`;
};

const slices = ({ labels, series: [first] }: ChartData, { label, number }: Plot, locale: string | undefined) => {
  const values = first!.values.map((value) => value ?? 0);
  const whole = sum(values);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return labels.map(
    (each, index) => `${label(each)}: ${number(values[index]!)} (${share.format(values[index]! / whole)})`,
  );
};
