import { type TemplateResult, css, html, nothing } from 'lit';
import type { NoticePart, Turn, TurnError } from '../../core/index.js';
import type { Strings } from '../locales/index.js';
import type { ViewContext } from './context.js';
import { clock } from './countdown.js';
import { icons } from './icons.js';
import { ticking } from './ticking.js';
import { exact } from './untrusted.js';

/** Errors whose message is the platform's own word to the person (PROTOCOL.md §3). */
const speaksForItself = new Set(['run-failed', 'invalid-input']);

/** What the person mends elsewhere, by signing in perhaps in another tab; then the same question goes through. */
const mendedElsewhere = new Set(['sign-in-required', 'session-ended']);

/** A shorter wait is over before it is read, in ms. */
const countsFrom = 3000;

/** How a turn ended, where that is worth a sentence; empty for one that went well. */
export const endingOf = (turn: Turn, strings: Strings): string => {
  switch (turn.status) {
    case 'failed':
      return strings.errors[turn.error?.code ?? 'run-failed'];
    case 'incomplete':
      return strings.errors.incomplete;
    case 'stopped':
      return strings.stopped;
    case 'cancelled':
      return strings.cancelled;
    default:
      return '';
  }
};

const retryButton = (turn: Turn, { strings, actions, now }: ViewContext): TemplateResult => {
  const retry = (): void => {
    const wait = (turn.error?.retryAt ?? 0) - now();
    if (wait > 0) actions.announce(strings.retryIn(clock(wait)));
    else actions.retry(turn);
  };
  return html`<button class="button" part="retry" type="button" @click=${retry}>${strings.retry}</button>`;
};

/** The wait before another attempt, in ms, where it is long enough to count down. Nothing is tried while the page is offline. */
export const waitOf = ({ reconnect, status }: Turn, now: number): number => {
  const wait = status === 'offline' ? 0 : (reconnect?.nextAt ?? 0) - now;
  return wait > countsFrom - 1000 ? wait : 0;
};

/** What stands between the person and an answer that is still to come; empty while all is well. */
export const troubleOf = (turn: Turn, strings: Strings, now: number): string => {
  if (turn.status === 'reconnecting') return strings.reconnecting;
  if (turn.status === 'offline') return strings.offline;
  if (turn.status !== 'sending' || waitOf(turn, now) === 0) return '';
  return strings.errors[turn.reconnect?.code ?? 'server'];
};

const errorDetails = (error: TurnError, { strings, now, ticker }: ViewContext): TemplateResult => html`
  ${speaksForItself.has(error.code) && error.message !== '' ? html`<p class="muted" dir="auto">${exact(error.message)}</p>` : nothing}
  ${
    error.retryAt === undefined
      ? nothing
      : html`<p class="muted" ${ticking(ticker, () => (error.retryAt! > now() ? strings.retryIn(clock(error.retryAt! - now())) : ''))}></p>`
  }
  ${error.requestId === undefined ? nothing : html`<p class="muted small">${strings.requestId(error.requestId)}</p>`}
`;

/** Whether asking again can help. */
const mayHelp = (error: TurnError | undefined): boolean => !error || error.retryable || mendedElsewhere.has(error.code);

/** What stands in the way of an answer, or ended it early, with the way on. Only the last turn can be tried again. */
export const turnNotice = (turn: Turn, context: ViewContext, isLast: boolean): TemplateResult | typeof nothing => {
  const { strings, now, ticker } = context;
  const trouble = troubleOf(turn, strings, now());
  if (trouble !== '') {
    const until = waitOf(turn, now()) && now() + waitOf(turn, now());
    return html`<div class="notice" part="notice">
      ${turn.status === 'offline' ? icons.alert : icons.working}
      <div class="notice-text">
        <p>${trouble}</p>
        ${until === 0 ? nothing : html`<p class="muted" ${ticking(ticker, () => (until > now() ? strings.nextTryIn(clock(until - now())) : ''))}></p>`}
      </div>
    </div>`;
  }
  const ending = endingOf(turn, strings);
  if (ending === '') return nothing;
  const failed = turn.status === 'failed';
  const canRetry = isLast && turn.status !== 'cancelled' && mayHelp(turn.error);
  return html`<div class=${failed ? 'notice failed' : 'notice'} part="notice">
    ${failed || turn.status === 'incomplete' ? icons.alert : icons.dash}
    <div class="notice-text">
      <p>${ending}</p>
      ${turn.error ? errorDetails(turn.error, context) : nothing}
    </div>
    ${canRetry ? retryButton(turn, context) : nothing}
  </div>`;
};

/** A word of ours in the middle of an answer. What the last one lacks can be asked for again; what was too large for us cannot. */
export const partNotice = (
  { code }: NoticePart,
  turn: Turn,
  { strings, actions }: ViewContext,
  isLast: boolean,
): TemplateResult => {
  const canReload = isLast && turn.status === 'finished' && code === 'missing-events';
  return html`<div class="notice" part="notice">
    ${icons.alert}
    <p>${strings.missingEvents}</p>
    ${canReload ? html`<button class="button" part="retry" type="button" @click=${() => actions.retry(turn)}>${strings.reload}</button>` : nothing}
  </div>`;
};

export const noticeStyles = css`
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 8px;
    padding: calc(10px * var(--zaby-density)) calc(12px * var(--zaby-density));
    border-radius: calc(var(--zaby-radius) * 0.75);
    background: var(--zaby-surface-raised);
    font-size: 0.9333em;
  }

  .notice > p,
  .notice-text {
    flex: 1 1 160px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .notice > svg {
    margin-block-start: 1px;
    color: var(--zaby-text-muted);
  }

  /* Level with the button's own words. */
  .notice:has(> .button) > :not(.button) {
    margin-block-start: 7px;
  }

  .notice.failed {
    background: color-mix(in oklab, var(--zaby-danger) 7%, var(--zaby-surface));
  }

  .notice.failed > svg {
    color: var(--zaby-danger);
  }

  @media (forced-colors: active) {
    .notice {
      border: 1px solid CanvasText;
    }
  }
`;
