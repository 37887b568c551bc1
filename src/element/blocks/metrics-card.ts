import { html, nothing } from 'lit';
import type { BlockContext, BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { numberFormat, numberOf } from './numbers.js';
import { type Fields, contentOf, isFields, read, readList, readText, show } from './read.js';
import { paged } from './unfold.js';

const arrows = { up: '\u2191', down: '\u2193', same: '\u2192' };

/** Whether a change is good is not for us to say: only where the agent does, it gets a colour. */
const moods = { pos: 'good', goo: 'good', neg: 'bad', bad: 'bad' } as Readonly<Record<string, string>>;

const change = (fields: Fields, { strings, locale }: BlockContext) => {
  const percent = read(fields, 'changePercent', 'percentChange');
  const given = percent ?? read(fields, 'change', 'delta');
  const value = numberOf(given);
  const word = readText(fields, 'direction', 'trend') ?? '';
  const own = value === undefined ? show(given) : '';
  if (value === undefined && own + word === '') return nothing;
  const behind = percent !== undefined || /%\s*$/.test(String(given)) ? { unit: '%' } : {};
  const amount = value === undefined ? '' : numberFormat(behind, locale)(Math.abs(value));
  const up = /^(?:up|ris|inc|grow)/i.test(word) || (value ?? 0) > 0;
  const down = /^(?:down|fal|dec|dro)/i.test(word) || (value ?? 0) < 0;
  const direction = down ? 'down' : up ? 'up' : 'same';
  const mood = moods[(readText(fields, 'sentiment', 'intent', 'tone') ?? '').slice(0, 3).toLowerCase()] ?? 'muted';
  const since = readText(fields, 'changeLabel', 'period', 'comparison');
  return html`<dd class="small ${mood}">${own ? own : html`<span aria-hidden="true">${arrows[direction]}</span> ${strings.metricChange(direction, amount)}`}${
    since ? html` <bdi class="muted">${since}</bdi>` : nothing
  }</dd>`;
};

/** The way a figure took, without numbers: those that count stand above it. */
const trend = (fields: Fields) => {
  const list = readList(fields, 'history', 'sparkline', 'trend', 'values').slice(-200);
  const values = list.map(numberOf).filter((each) => each !== undefined);
  if (values.length < 2) return nothing;
  const low = Math.min(...values);
  const height = Math.max(...values) - low || 1;
  const spots = values.map(
    (value, index) => `${(index / (values.length - 1)) * 100} ${29 - ((value - low) / height) * 28}`,
  );
  return html`<dd><svg class="trend" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"><path d="M${spots.join('L')}" /></svg></dd>`;
};

const metric = (fields: Fields, context: BlockContext) => {
  const given = read(fields, 'value', 'count', 'amount');
  const isNumber = typeof given === 'number';
  const value = isNumber ? numberFormat(fields, context.locale)(given) : show(given) || '–';
  const unit = isNumber ? undefined : readText(fields, 'unit');
  return html`<div class="metric card" dir="auto"><dt class="muted small">${readText(fields, 'label', 'title', 'name')}</dt
    ><dd class="metric-value">${[value, unit].filter(Boolean).join(' ')}</dd>${change(fields, context)}${trend(fields)}</div>`;
};

const metricsOf = (given: unknown): readonly Fields[] => {
  if (Array.isArray(given)) return given.map((each) => (isFields(each) ? each : { value: each }));
  // One figure has a value; else it is a map of figures by their label.
  if (!isFields(given) || read(given, 'value') !== undefined) return [];
  return Object.entries(given).map(([label, each]) => (isFields(each) ? { label, ...each } : { label, value: each }));
};

/** Figures that count, each with its unit and how it changed, in words. */
export const metricsCard: BlockRenderer = (block, context) => {
  const content = contentOf(block);
  const list = metricsOf(read(content, 'metrics', 'items', 'cards', 'stats', 'data'));
  const own = list.length === 0;
  return frame(
    own ? { description: block.description } : block,
    paged(
      own ? [{ ...content, label: block.title }] : list,
      context.strings.moreEntries,
      (page) => html`<dl class="metrics">${page.map((each) => metric(each, context))}</dl>`,
    ),
  );
};
