import { type TemplateResult, html, nothing } from 'lit';
import { icons } from '../views/icons.js';
import type { BlockContext, BlockRenderer } from './context.js';
import { dateFormat, isDay, timeOf } from './dates.js';
import { frame } from './frame.js';
import { stateOf } from './progress-tracker.js';
import { contentOf, isFields, read, readList, readText, show } from './read.js';
import { paged } from './unfold.js';

const dot = html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="4" fill="currentColor" /></svg>`;

const marks = { done: icons.check, running: icons.working, failed: icons.alert, unfinished: dot };

const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const relative = (time: number, now: number, locale: string | undefined): string => {
  const seconds = (time - now) / 1000;
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? units[4];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
};

/** The moment in the person's language, and how long ago that is. What is no date is shown as it came. */
const moment = (given: unknown, { locale, ticking }: BlockContext): TemplateResult | typeof nothing => {
  const time = timeOf(given);
  if (time === undefined) return typeof given === 'string' ? html`<span class="muted small">${given}</span>` : nothing;
  const days = isDay(given);
  const format = dateFormat(locale, days, { dateStyle: 'medium', ...(!days && { timeStyle: 'short' }) });
  return html`<span class="muted small"><time datetime=${new Date(time).toISOString()}>${format.format(time)}</time>${
    ticking && !days ? html` · <span ${ticking((now) => relative(time, now, locale))}></span>` : nothing
  }</span>`;
};

const entry = (given: unknown, context: BlockContext): TemplateResult => {
  const fields = isFields(given) ? given : { title: show(given) };
  const state = readText(fields, 'status', 'state');
  const look = stateOf(state ?? '');
  const text = readText(fields, 'text', 'description', 'body', 'details');
  const title = readText(fields, 'title', 'label', 'name', 'event') ?? (text ? '' : show(given));
  return html`<li class=${look}>${marks[look]}<div
    ><p><strong>${title}</strong> <span class="muted small">${state}</span></p
    >${moment(read(fields, 'time', 'date', 'timestamp', 'at', 'when'), context)}${text ? html`<p class="small">${text}</p>` : nothing}</div
  ></li>`;
};

/** What happened, in the order the agent tells it. */
export const timeline: BlockRenderer = (block, context) => {
  const events = readList(contentOf(block), 'events', 'items', 'entries', 'steps', 'data');
  return frame(
    block,
    paged(
      events,
      context.strings.moreEntries,
      (page) => html`<ol class="list steps timeline">${page.map((each) => entry(each, context))}</ol>`,
    ),
  );
};
