import { type TemplateResult, html, nothing, svg } from 'lit';
import { type Plot, measure } from './chart-plot.js';

/** Bars that lie, each with its value behind it and its label above: what long labels need. */
export const lyingBars = ({ data, summary, fill, number, label }: Plot): TemplateResult => {
  const { labels, series, stacked } = data;
  const { spans, share } = measure(data);
  const bar = (order: number, index: number) => {
    const [from, to] = (spans[order]![index] ?? [0, 0]).map(share) as [number, number];
    return svg`<rect fill=${fill(order)} x="${Math.min(from, to)}%" width="${Math.abs(from - to)}%" height="100%" />`;
  };
  const row = (index: number, orders: readonly number[]) => {
    const values = orders.map((order) => series[order]!.values[index]).filter((value) => value !== undefined);
    return html`<svg aria-hidden="true">${orders.map((order) => bar(order, index))}</svg><span>${values.map(number).join(' + ') || nothing}</span>`;
  };
  const orders = [...series.keys()];
  return html`<div class="lying" role="img" aria-label=${summary}>${labels.map(
    (each, index) =>
      html`<p dir="auto">${label(each)}</p>${stacked ? row(index, orders) : orders.map((order) => row(index, [order]))}`,
  )}</div>`;
};
