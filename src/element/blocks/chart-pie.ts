import { type TemplateResult, html, svg } from 'lit';
import type { Plot } from './chart-plot.js';

/** A point on the edge of a circle of 84, at a share of the way round from the top. */
const edge = (share: number): string => {
  const angle = share * 2 * Math.PI;
  return `${(84 + 84 * Math.sin(angle)).toFixed(1)} ${(84 - 84 * Math.cos(angle)).toFixed(1)}`;
};

/** The parts of a whole. Their names and numbers stand in the legend. */
export const pie = ({ summary, fill }: Plot, values: readonly number[], whole: number): TemplateResult => {
  let before = 0;
  const slices = values.map((value, index) => {
    const from = edge(before / whole);
    before += value;
    // An arc all the way round would be none.
    const to = edge(Math.min(before / whole, 0.9999));
    return svg`<path fill=${fill(index)} d="M84 84L${from}A84 84 0 ${value > whole / 2 ? 1 : 0} 1 ${to}Z" />`;
  });
  return html`<svg class="slices" viewBox="0 0 168 168" role="img" aria-label=${summary}>${slices}<circle class="hole" cx="84" cy="84" r="46" /></svg>`;
};
