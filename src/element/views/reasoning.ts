import { css, html } from 'lit';
import type { ReasoningPart, Turn } from '../../core/index.js';
import { aside, helperOf, timeTaken } from './aside.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';
import { exact } from './untrusted.js';

/** What the agent thought, folded away: how long is enough for most. */
export const reasoning = (part: ReasoningPart, turn: Turn, context: ViewContext) => {
  const { strings } = context;
  const { done, startedAt, endedAt, title } = part;
  const words =
    done && endedAt !== undefined
      ? strings.thoughtFor(Math.max(1, Math.round((endedAt - startedAt) / 1000)))
      : strings.thinking;
  return aside(
    part,
    turn,
    context,
    html`${icons.thought}${helperOf(part)}<span class="name">${done ? words : exact(title ?? words)}</span>${done ? '' : timeTaken(startedAt, undefined, context)}`,
    () => html`<p class="thoughts" dir="auto">${part.text}</p>`,
  );
};

export const reasoningStyles = css`
  .thoughts {
    white-space: pre-wrap;
  }
`;
