import { css, html, nothing } from 'lit';
import type { Part, Turn } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { elapsed } from './countdown.js';
import { icons } from './icons.js';
import { ticking } from './ticking.js';
import { exact } from './untrusted.js';

/** One line that unfolds. What is inside is drawn while it is open: most are never looked at. `opened` unless the person closed it. */
export const aside = (
  { id, kind }: { readonly id: string; readonly kind: 'tool' | 'reasoning' | 'steps' },
  turn: Turn,
  { notes }: ViewContext,
  summary: unknown,
  body: () => unknown,
  opened = false,
) => {
  const open = notes.of(turn.id).unfolded?.[id] ?? opened;
  const toggled = ({ currentTarget }: Event): void => {
    const now = (currentTarget as HTMLDetailsElement).open;
    if (now !== open) notes.change(turn.id, { unfolded: { ...notes.of(turn.id).unfolded, [id]: now } });
  };
  return html`<details class="aside" part=${kind === 'tool' ? 'tool-call' : kind === 'steps' ? 'steps' : 'reasoning'} ?open=${open} @toggle=${toggled}>
    <summary>${summary}${icons.chevron}</summary>
    ${open ? html`<div class="aside-body">${body()}</div>` : nothing}
  </details>`;
};

/** Whose work it is, where several agents are at it. */
export const helperOf = ({ subagentName }: Part) =>
  subagentName ? html`<span class="helper">${exact(subagentName)}</span>` : nothing;

/** How long something takes, growing while it goes on; what was done in a moment needs no time. */
export const timeTaken = (from: number, until: number | undefined, { now, ticker }: ViewContext) => {
  if (until === undefined) return html`<span class="time" ${ticking(ticker, () => elapsed(from, now()))}></span>`;
  return until - from < 1000 ? nothing : html`<span class="time">${elapsed(from, until)}</span>`;
};

/** Styles of everything that stands beside the answer: thoughts, tool calls, steps. */
export const asideStyles = css`
  .aside {
    color: var(--zaby-text-muted);
    font-size: 0.9333em;
  }

  .aside + .aside {
    margin-block-start: -8px;
  }

  .aside summary {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 8px;
    inline-size: fit-content;
    max-inline-size: 100%;
    min-block-size: 28px;
    position: relative;
    margin-inline-start: -6px;
    padding-inline: 6px 28px;
    border-radius: calc(var(--zaby-radius) * 0.5);
    font-variant-numeric: tabular-nums;
  }

  .aside summary:hover {
    background: var(--zaby-surface-raised);
    color: var(--zaby-text);
  }

  .aside summary svg {
    inline-size: 16px;
    block-size: 16px;
  }

  .aside summary > span {
    flex: none;
  }

  .aside .state:empty {
    display: none;
  }

  .aside summary > .name {
    flex: 0 1 auto;
  }

  .aside summary > .why {
    flex: 1 1 0;
    min-inline-size: 32px;
  }

  .name,
  .why {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .helper {
    color: var(--zaby-text-muted);
    padding-inline: 6px;
    border-radius: 4px;
    background: var(--zaby-surface-raised);
    font-size: 0.9286em;
  }

  .aside .chevron {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    transition: rotate 120ms;
  }

  .aside :dir(rtl) > .chevron {
    scale: -1 1;
  }

  details[open] > summary .chevron {
    rotate: 90deg;
  }

  .aside .failed {
    color: var(--zaby-danger);
  }

  .aside .done svg {
    color: var(--zaby-success);
  }

  .aside-body {
    display: grid;
    gap: 10px;
    margin-block: 4px 8px;
    margin-inline-start: 7px;
    padding-inline-start: 16px;
    border-inline-start: 1px solid var(--zaby-border-strong);
    overflow-wrap: anywhere;
  }
`;
