import { type TemplateResult, css, html, nothing } from 'lit';
import { type ApprovalPart, type Part, type Turn, answerText, isEnded, pendingApprovals } from '../../core/index.js';
import { type MessagePart, agentMessage } from './agent-message.js';
import type { ViewContext } from './context.js';
import { troubleOf, turnNotice } from './notice.js';
import { userMessage } from './user-message.js';

export interface TurnSettings {
  readonly isLast: boolean;
  /** Any turn is being worked on. */
  readonly busy: boolean;
  /** False where the host wants no ratings. */
  readonly feedback: boolean;
  /** Parts the host shows itself (`zaby-approval-request`, cancelled), as `turn id/part id`. */
  readonly hidden: ReadonlySet<string>;
}

type Stretch = readonly MessagePart[] | ApprovalPart;

/** Cuts an answer at its approvals: a card stands beside the agent's messages, never inside one. */
const stretchesOf = (parts: readonly Part[]): Stretch[] => {
  const stretches: Stretch[] = [];
  let message: MessagePart[] = [];
  const flush = (): void => {
    if (message.length > 0) stretches.push(message);
    message = [];
  };
  for (const part of parts) {
    if (part.kind === 'approval') {
      flush();
      stretches.push(part);
    } else if (part.kind !== 'activity') message.push(part);
  }
  flush();
  return stretches;
};

const isMessage = (stretch: Stretch): stretch is readonly MessagePart[] => Array.isArray(stretch);

/** True while nothing on the screen shows that the agent is at work. */
const isQuiet = (turn: Turn): boolean => {
  if (turn.status !== 'sending' && turn.status !== 'running') return false;
  const last = turn.parts.at(-1);
  switch (last?.kind) {
    case 'text':
      return last.done || last.text === '';
    case 'reasoning':
    case 'progress':
      return last.done;
    case 'tool':
      return last.status !== 'running' && last.status !== 'streaming';
    default:
      return true;
  }
};

/** Whether the answer holds more than the marks of Markdown, which draw nothing. */
const hasWords = (turn: Turn): boolean => /[^\s#*_`~>|+:-]/.test(answerText(turn));

/** Stands where the card will, until what draws it is here. */
const approvalComing = ({ status }: ApprovalPart, { strings }: ViewContext) =>
  html`<section class="approval" part="approval" role="group" tabindex="-1" aria-label=${strings.approval} data-status=${status}>
    <p class="bubble">${strings.approval}</p>
  </section>`;

/** A question, its answer, and what came of it. */
export const turnView = (
  turn: Turn,
  { isLast, busy, feedback: asksFeedback, hidden }: TurnSettings,
  context: ViewContext,
): TemplateResult => {
  const stretches = stretchesOf(turn.parts);
  const ended = isEnded(turn);
  const waiting = new Set(pendingApprovals(turn).map(({ request }) => request.toolCallId));
  return html`
    ${turn.question === '' && !turn.form ? nothing : userMessage(turn, context)}
    ${stretches.map((stretch, index) => {
      if (isMessage(stretch))
        return agentMessage(stretch, context, {
          turn,
          isLast,
          streaming: !ended && index === stretches.length - 1,
          busy,
          waiting,
        });
      return hidden.has(`${turn.id}/${stretch.id}`)
        ? nothing
        : (context.answers?.approvalCard(stretch, turn, context) ?? approvalComing(stretch, context));
    })}
    ${isQuiet(turn) && troubleOf(turn, context.strings, context.now()) === '' ? html`<div class="typing" part="typing" aria-hidden="true">●●●</div>` : nothing}
    ${turnNotice(turn, context, isLast)}
    ${asksFeedback && ended && hasWords(turn) ? (context.answers?.feedback(turn, context) ?? html`<div class="feedback"></div>`) : nothing}
  `;
};

/** Whether a turn loses nothing when it is drawn as {@link turnAtRest}: it is over, all of it is text, and nothing in it can be filled in. */
export const canRest = (turn: Turn): boolean =>
  isEnded(turn) && turn.question !== '' && !turn.parts.some(({ kind }) => kind === 'block' || kind === 'approval');

/** A turn that is far from the screen, in words alone: for find in page and screen readers, at a tenth of the cost. */
export const turnAtRest = (turn: Turn, { strings, plain }: ViewContext): TemplateResult => html`
  <div class="message user">
    <h3 class="visually-hidden">${strings.you}</h3>
    <p class="bubble" dir="auto">${turn.question}</p>
  </div>
  <div class="message agent">
    <h3 class="visually-hidden">${strings.agent}</h3>
    <p class="literal" dir="auto">${plain(answerText(turn))}</p>
  </div>
`;

export const turnStyles = css`
  .turn {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(16px * var(--zaby-density));
  }

  .feedback {
    min-block-size: 36px;
    margin-block-start: -8px;
  }

  .typing {
    color: var(--zaby-text-muted);
    font-size: 8px;
    line-height: 22px;
    letter-spacing: 4px;
    animation: breathe 1.2s ease-in-out infinite;
  }

  @keyframes breathe {
    50% {
      opacity: 0.35;
    }
  }
`;
