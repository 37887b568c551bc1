import { html, nothing, svg } from 'lit';
import type { UiBlock } from '../../core/index.js';
import { lyingBars } from './chart-bars.js';
import { type ChartData, readChart } from './chart-data.js';
import { pie } from './chart-pie.js';
import { type Plot, look, plot } from './chart-plot.js';
import { inOrder, labelFormat } from './chart-scale.js';
import type { BlockContext, BlockRenderer } from './context.js';
import { dataTable } from './data-table.js';
import { timeOf } from './dates.js';
import { frame, idOf } from './frame.js';
import { jsonBlock } from './json-tree-view.js';
import { numberFormat } from './numbers.js';
import { contentOf, readText, show } from './read.js';
import { folded } from './unfold.js';

/** So many series can be told apart; the table has all of them. */
const mostSeries = 12;

/** Labels that are longer together do not all fit below upright bars on a telephone, in characters. */
const longLabels = 52;

/** Drawn so far: the patterns of each have names of their own. */
let charts = 0;

/** Every number, in the table that all blocks share. */
const table = (block: UiBlock, { labels, series }: ChartData, unit: string, context: BlockContext) => {
  const { showTable, chartValue } = context.strings;
  const data = {
    columns: ['', ...series.map(({ name }) => (name || chartValue) + unit)],
    rows: labels.map((label, index) => [label, ...series.map(({ values }) => values[index])]),
  };
  const titleId = block.title ? idOf(block) : undefined;
  return folded(showTable, () => dataTable({ id: block.id, kind: '', data }, context, titleId), false, titleId);
};

/**
 * Numbers as lines, areas, bars or a pie. For who cannot see it the picture is one sentence, and all numbers stand in a table below.
 *
 * Series differ in colour, and in dashes or hatching as well.
 */
export const chart: BlockRenderer = (block, context) => {
  const { strings, locale } = context;
  const whole = inOrder(readChart(block));
  const values = whole.series.flatMap((series) => series.values.filter((value) => value !== undefined));
  if (values.length === 0) {
    const isEmpty = !Object.values(block.data).some((value) => typeof value === 'object' && show(value).length > 2);
    return isEmpty ? frame(block, html`<p class="muted small">${strings.noRows}</p>`) : jsonBlock(block, context);
  }
  const sorted = values.toSorted((a, b) => a - b);
  const { kind, labels } = whole;
  const series = whole.series.slice(0, mostSeries);
  const content = contentOf(block);
  const number = numberFormat(content, locale);
  // Nothing of the agent's words becomes a name that is only heard.
  const bare = numberFormat({}, locale);
  const label = labelFormat(labels, locale);
  const name = `zaby-chart-${++charts}-`;
  const settings: Plot = {
    data: { ...whole, series },
    fill: (order) => `url(#${name}${order})`,
    number,
    label,
    tick: numberFormat(content, locale, { notation: 'compact', maximumSignificantDigits: 4 }),
    summary: strings.chartSummary(strings.charts[kind], values.length, bare(sorted[0]!), bare(sorted.at(-1)!)),
  };
  const isLying =
    kind === 'bar' &&
    labels.length * series.length <= 36 &&
    (/^[hy]/i.test(readText(content, 'orientation', 'indexAxis') ?? '') ||
      (timeOf(labels[0]) === undefined && labels.map(label).join(' ').length > longLabels));

  const slices = kind === 'pie' ? labels.map((_, index) => series[0]!.values[index] ?? 0) : [];
  const sum = slices.reduce((total, value) => total + value, 0);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const entries =
    kind === 'pie'
      ? slices.map((value, index) => `${label(labels[index])}: ${number(value)} (${share.format(value / sum)})`)
      : series.map((each) => each.name || strings.chartValue);
  const left = whole.series.length - series.length;
  const swatch = (order: number) => {
    const [color, dashes, hatching] = look(order);
    return kind === 'line' || kind === 'area'
      ? svg`<path color=${color} stroke-dasharray=${dashes} d="M1 6h18" />`
      : svg`<defs><pattern id="${name}${order}" color=${color} width="8" height="8" patternUnits="userSpaceOnUse"><rect fill="currentColor" width="8" height="8" /><path d=${hatching} /></pattern></defs><rect fill=${settings.fill(order)} x="4" width="12" height="12" rx="3" />`;
  };
  const unit = readText(content, 'unit', 'currency');
  return html`<figure class="chart">${
    block.title || block.description
      ? html`<figcaption class="block">${frame(block, nothing, idOf(block))}</figcaption>`
      : nothing
  }<div class=${kind}>${kind === 'pie' ? pie(settings, slices, sum) : isLying ? lyingBars(settings) : plot(settings)}<ul
    class=${kind === 'pie' || entries.length > 1 ? 'list legend' : 'visually-hidden'}>${entries.map(
      (entry, order) =>
        html`<li><svg viewBox="0 0 20 12" aria-hidden="true">${swatch(order)}</svg><bdi>${entry}</bdi></li>`,
    )}${left > 0 ? html`<li>${strings.chartMore(left)}</li>` : nothing}</ul></div>${table(block, whole, unit ? ` (${unit})` : '', context)}</figure>`;
};
