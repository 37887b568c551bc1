import { type TemplateResult, html, svg } from 'lit';
import type { Plot } from './chart-plot.js';

const radius = 84;

/** A point on the edge, at a share of the way round from the top. */
const edge = (share: number): string => {
  const angle = share * 2 * Math.PI;
  return `${(radius + radius * Math.sin(angle)).toFixed(1)} ${(radius - radius * Math.cos(angle)).toFixed(1)}`;
};

/** The parts of a whole. Their names and numbers stand in the legend. */
export const pie = ({ data: { series }, summary, paint }: Plot): TemplateResult => {
  const values = series[0]!.values.map((value) => value ?? 0);
  const whole = values.reduce((sum, value) => sum + value, 0);
  let before = 0;
  const slices = values.map((value, index) => {
    const [from, to] = [before, (before += value)];
    const fill = `url(#${paint}${index})`;
    if (value === whole) return svg`<circle fill=${fill} cx=${radius} cy=${radius} r=${radius} />`;
    return svg`<path fill=${fill} d="M${radius} ${radius}L${edge(from / whole)}A${radius} ${radius} 0 ${value > whole / 2 ? 1 : 0} 1 ${edge(to / whole)}Z" />`;
  });
  return html`<svg class="pie" viewBox="0 0 168 168" role="img" aria-label=${summary}>${slices}<circle class="hole" cx=${radius} cy=${radius} r="46" /></svg>`;
};
