import { type TemplateResult, html, svg } from 'lit';
import type { Plot } from './chart-plot.js';

/** A point on the edge, at a share of the way round from the top. The picture is 100 wide. */
const edge = (share: number): string => {
  const angle = share * 2 * Math.PI;
  return `${(50 + 50 * Math.sin(angle)).toFixed(2)} ${(50 - 50 * Math.cos(angle)).toFixed(2)}`;
};

/** The parts of a whole. Their names and numbers stand in the legend. */
export const pie = ({ data: { series }, summary, paint }: Plot): TemplateResult => {
  const values = series[0]!.values.map((value) => value ?? 0);
  const whole = values.reduce((sum, value) => sum + value, 0);
  let before = 0;
  const slices = values.map((value, index) => {
    const [from, to] = [before, (before += value)];
    const fill = `url(#${paint}${index})`;
    if (value === whole) return svg`<circle fill=${fill} cx="50" cy="50" r="50" />`;
    return svg`<path fill=${fill} d="M50 50L${edge(from / whole)}A50 50 0 ${value > whole / 2 ? 1 : 0} 1 ${edge(to / whole)}Z" />`;
  });
  return html`<svg class="pie" viewBox="0 0 100 100" role="img" aria-label=${summary}>${slices}<circle class="hole" cx="50" cy="50" r="28" /></svg>`;
};
