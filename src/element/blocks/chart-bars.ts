import { type TemplateResult, html, nothing, svg } from 'lit';
import { type Plot, spansOf, ticksOf } from './chart-plot.js';

/** Bars that lie, each with its value behind it and its label above: what long labels need. */
export const lyingBars = ({ data, summary, paint, number, label }: Plot): TemplateResult => {
  const { labels, series, stacked } = data;
  const spans = spansOf(data);
  const ticks = ticksOf(spans, false);
  const width = ticks.at(-1)! - ticks[0]!;
  const xOf = (value: number): number => ((value - ticks[0]!) / width) * 100;
  const bar = (index: number, order: number) => {
    const span = spans[order]![index];
    if (!span) return nothing;
    const [start, end] = span.map(xOf).toSorted((a, b) => a - b) as [number, number];
    return svg`<rect fill="url(#${paint}${order})" x="${start}%" width="${end - start}%" height="100%" />`;
  };
  const row = (index: number, orders: readonly number[]) =>
    html`<svg aria-hidden="true">${orders.map((order) => bar(index, order))}</svg><span>${orders
      .map((order) => series[order]!.values[index])
      .map((value) => (value === undefined ? '–' : number(value)))
      .join(' + ')}</span>`;
  const orders = [...series.keys()];
  return html`<div class="lying" role="img" aria-label=${summary}>${labels.map(
    (each, index) =>
      html`<p dir="auto">${label(each)}</p>${stacked ? row(index, orders) : orders.map((order) => row(index, [order]))}`,
  )}</div>`;
};
