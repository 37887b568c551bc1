import { type TemplateResult, css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { ApprovalPart, Part, Turn } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { longText, shownOf } from './long-text.js';
import { partNotice } from './notice.js';
import { sourcesFor } from './sources.js';
import { unformatted } from './unformatted.js';
import { inWords } from './untrusted.js';

/** What stands inside a message of the agent's. An approval never does. */
export type MessagePart = Exclude<Part, ApprovalPart>;

export interface MessageSettings {
  readonly turn: Turn;
  /** Of the conversation's turns, the last. */
  readonly isLast: boolean;
  /** More of it may come. */
  readonly streaming: boolean;
  /** Any turn is being worked on. */
  readonly busy: boolean;
  /** The calls that wait for the person's approval. */
  readonly waiting: ReadonlySet<string | undefined>;
}

const partView = (
  part: MessagePart,
  context: ViewContext,
  { turn, busy, isLast }: MessageSettings,
  waits: boolean,
): TemplateResult | typeof nothing => {
  const { answers } = context;
  switch (part.kind) {
    case 'text':
      return html`<div class=${part.done ? 'text' : 'text streaming'} part="text">${answers?.helperOf(part)}${longText(part, turn.id, context, sourcesFor(part, turn.parts))}</div>`;
    case 'reasoning':
      return answers?.reasoning(part, turn, context) ?? nothing;
    case 'tool':
      return answers?.toolCall(part, turn, context, waits) ?? unformatted(inWords(part.toolName));
    case 'progress':
      return answers?.progress(part, context) ?? unformatted(part.label ?? '');
    case 'block':
      return context.block(part.block, busy, turn.id);
    case 'notice':
      return partNotice(part, turn, context, isLast);
    // A program may draw activities of its own; there is nothing that every one of them has in common.
    case 'activity':
      return nothing;
  }
};

/** A stretch of the agent's answer: its parts in order. Parts that did not change are not drawn again. */
export const agentMessage = (parts: readonly MessagePart[], context: ViewContext, settings: MessageSettings) => {
  const { turn, busy, isLast, waiting, streaming } = settings;
  const { answers, strings, notes } = context;
  const { unfolded } = notes.of(turn.id);
  const waitsOf = (part: MessagePart): boolean => part.kind === 'tool' && waiting.has(part.toolCallId);
  const draw = (part: MessagePart) => {
    // The sentence about the end of the turn, right below, says it too.
    if (part.kind === 'notice' && part === turn.parts.at(-1) && /^(?:incomplete|failed)$/.test(turn.status))
      return nothing;
    const waits = waitsOf(part);
    const depends =
      // A form may have been answered elsewhere, which makes another turn the last.
      (part.kind === 'block' && (busy || (isLast ? 1 : 2))) ||
      (part.kind === 'notice' && isLast && turn.status) ||
      (part.kind === 'text' ? shownOf(part, turn.id, context) : unfolded);
    const sources = part.kind === 'text' && sourcesFor(part, turn.parts);
    return guard([part, context, waits, depends, sources], () => partView(part, context, settings, waits));
  };
  return html`<div class="message agent" part="message agent-message" aria-busy=${streaming ? 'true' : 'false'}>
    <h3 class="visually-hidden">${strings.agent}</h3>
    ${
      answers
        ? answers.gathered(parts).map((each) => {
            if ('kind' in each) return draw(each);
            const waits = each.some(waitsOf);
            return guard([...each, context, waits, unfolded], () =>
              answers.workGroup(each, turn, context, waits, draw),
            );
          })
        : parts.map(draw)
    }
  </div>`;
};

export const agentMessageStyles = css`
  /* What the agent writes stays inside: nothing of it can reach over what is ours. */
  .agent {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(10px * var(--zaby-density));
    contain: layout style;
  }

  /* A long text costs what is seen of it, however fast it comes. */
  .part {
    contain: content;
    overflow-clip-margin: 4px;
  }

  /* The last is where an answer is followed: skipped, its end would come a frame later. */
  .part:not(:last-child) {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 800px;
  }

  .show-more {
    margin-block-start: 10px;
    text-align: center;
  }

  .streaming :is(.markdown, .markdown > .part:last-child > .part:last-child) > :last-child:is(p, h3, h4, h5, h6)::after {
    content: '';
    display: inline-block;
    inline-size: 2px;
    block-size: 1.1em;
    margin-inline-start: 2px;
    vertical-align: -0.2em;
    border-radius: 1px;
    background: var(--zaby-accent-text);
    animation: blink 1s step-end infinite;
  }

  @keyframes blink {
    50% {
      opacity: 0;
    }
  }
`;
