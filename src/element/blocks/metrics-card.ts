import { html, nothing } from 'lit';
import type { BlockContext, BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { numberFormat, numberOf } from './numbers.js';
import { type Fields, contentOf, isFields, read, readList, readText } from './read.js';

const arrows = {
  up: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 18 18 6M8 6h10v10" /></svg>`,
  down: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M8 18h10V8" /></svg>`,
  same: html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h14" /></svg>`,
};

const directionOf = (word: string | undefined, sign: number): keyof typeof arrows => {
  if (/^(?:up|ris|incr|grow|pos)/i.test(word ?? '')) return 'up';
  if (/^(?:down|fall|decr|drop|neg)/i.test(word ?? '')) return 'down';
  return sign > 0 ? 'up' : sign < 0 ? 'down' : 'same';
};

/** Whether a change is good is not for us to say: only where the agent does, it gets a colour. */
const moodOf = (word: string | undefined): string => {
  if (/^(?:good|pos|succ)/i.test(word ?? '')) return 'good';
  return /^(?:bad|neg|dang|warn)/i.test(word ?? '') ? 'bad' : 'muted';
};

const change = (fields: Fields, { strings, locale }: BlockContext) => {
  const percent = read(fields, 'changePercent', 'change_percent', 'percentChange', 'percent_change');
  const nested = read(fields, 'change', 'delta', 'diff');
  const from = isFields(nested) ? nested : { change: percent ?? nested };
  const given = read(from, 'value', 'amount', 'change');
  const word = readText(fields, 'direction', 'trend') ?? readText(from, 'direction', 'trend');
  const value = numberOf(given);
  const unit = percent === undefined ? readText(from, 'unit') : '%';
  const amount =
    value === undefined
      ? (readText({ given }, 'given') ?? '')
      : numberFormat(unit ? { unit } : {}, locale)(Math.abs(value)) + (/%\s*$/.test(String(given)) ? '%' : '');
  if (amount === '' && word === undefined) return nothing;
  const direction = directionOf(word, value ?? 0);
  const since =
    readText(fields, 'changeLabel', 'change_label', 'period', 'comparison') ?? readText(from, 'label', 'period');
  const mood = moodOf(readText(fields, 'sentiment', 'intent', 'tone') ?? readText(from, 'sentiment', 'intent', 'tone'));
  return html`<dd class="metric-change small ${mood}">${arrows[direction]}${strings.metricChange(direction, amount)}${
    since ? html` <bdi class="muted">${since}</bdi>` : nothing
  }</dd>`;
};

/** The way a figure took, without numbers: those that count stand above it. */
const trend = (fields: Fields) => {
  const list = readList(fields, 'history', 'sparkline', 'series', 'values', 'points', 'trend').slice(-200);
  const values = list
    .map((each) => numberOf(isFields(each) ? read(each, 'value', 'y') : each))
    .filter((each) => each !== undefined);
  if (values.length < 2) return nothing;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spots = values.map(
    (value, index) =>
      `${((index / (values.length - 1)) * 100).toFixed(1)} ${(29 - ((value - low) / (high - low || 1)) * 28).toFixed(1)}`,
  );
  return html`<dd><svg class="trend" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"><path d="M${spots.join('L')}" /></svg></dd>`;
};

const metric = (fields: Fields, context: BlockContext) => {
  const given = read(fields, 'value', 'figure', 'amount', 'count', 'current');
  const value = typeof given === 'number' ? numberFormat(fields, context.locale)(given) : readText({ given }, 'given');
  const unit = typeof given === 'number' ? undefined : readText(fields, 'unit');
  return html`<div class="metric card" dir="auto"><dt class="muted small">${readText(fields, 'label', 'title', 'name') ?? ''}</dt
    ><dd class="metric-value">${value ?? '–'}${unit ? html` <small>${unit}</small>` : nothing}</dd>${change(fields, context)}${trend(fields)}</div>`;
};

/** Figures that count, each with its unit and how it changed, in words. */
export const metricsCard: BlockRenderer = (block, context) => {
  const content = contentOf(block);
  const list = readList(content, 'metrics', 'items', 'cards', 'stats', 'kpis', 'data').filter(isFields);
  const own = list.length === 0 && read(content, 'value') !== undefined;
  return frame(
    own ? { description: block.description } : block,
    html`<dl class="metrics">${(own ? [content] : list).map((each) => metric(each, context))}</dl>`,
  );
};
