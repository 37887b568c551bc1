import { css, html } from 'lit';
import type { ReasoningPart } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';

const seconds = (from: number, until: number): number => Math.max(1, Math.round((until - from) / 1000));

/** What the agent thought, folded away: how long is enough for most. */
export const reasoning = (part: ReasoningPart, { strings }: ViewContext) => {
  const summary =
    part.done && part.endedAt !== undefined
      ? strings.thoughtFor(seconds(part.startedAt, part.endedAt))
      : strings.thinking;
  return html`<details class="aside reasoning" part="reasoning">
    <summary>${icons.thought}<span class="name">${part.done ? summary : (part.title ?? summary)}</span>${icons.chevron}</summary>
    <div class="aside-body"><p class="thoughts" dir="auto">${part.text}</p></div>
  </details>`;
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
    align-items: center;
    gap: 8px;
    inline-size: fit-content;
    max-inline-size: 100%;
    min-block-size: 28px;
    margin-inline-start: -6px;
    padding-inline: 6px;
    border-radius: calc(var(--zaby-radius) * 0.5);
  }

  .aside summary:hover {
    background: var(--zaby-surface-raised);
    color: var(--zaby-text);
  }

  .aside summary svg {
    inline-size: 16px;
    block-size: 16px;
  }

  .aside .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .aside .chevron {
    transition: rotate 120ms;
  }

  .aside .chevron:dir(rtl) {
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

  .thoughts {
    white-space: pre-wrap;
  }
`;
