import type { UiBlock } from './blocks.js';
import type { ErrorCode } from './errors.js';
import type { ApprovalRequest } from './events.js';
import { lastTurn } from './last-turn.js';
import type { JsonObject } from './wire.js';

/**
 * Everything a view needs, as plain JSON: turns in order, each with the parts of its answer in order.
 *
 * Nothing in here is ever changed in place: what changed is new, what did not keeps its identity, so a view may skip it.
 */
export interface ConversationState {
  /** A UUID made by the client; the `threadId` on AG-UI transports. */
  readonly conversationId: string;
  readonly turns: readonly Turn[];
  /** What the person has typed and not sent. */
  readonly draft: string;
  /** The agent's shared state (AG-UI `STATE_*`), or `undefined` while it sent none. */
  readonly shared: unknown;
  /** Set while storage is being read; a view may wait with its empty state. */
  readonly restoring: boolean;
}

/**
 * Where a turn stands.
 *
 * `sending` until the platform accepted the question; `running`; `waiting-approval`; `reconnecting` and `offline` while the stream
 * is down; then one of `finished`, `stopped` (by the person), `cancelled` (by the agent), `failed`, `incomplete` (nobody can tell).
 */
export type TurnStatus =
  | 'sending'
  | 'running'
  | 'waiting-approval'
  | 'reconnecting'
  | 'offline'
  | 'finished'
  | 'stopped'
  | 'cancelled'
  | 'failed'
  | 'incomplete';

/** A question and its answer: one run of the agent. */
export interface Turn {
  readonly id: string;
  /** What the person said. */
  readonly question: string;
  readonly attachments?: readonly Attachment[];
  /** Set where the turn began with a submitted form instead of a question. */
  readonly form?: { readonly blockId: string; readonly values: JsonObject };
  /** Wall clock, ms since the epoch; to show, not to count with. */
  readonly askedAt: number;
  readonly endedAt?: number;
  /** The idempotency key of the start call: the same key never starts a second run. */
  readonly requestId: string;
  readonly runId?: string;
  readonly status: TurnStatus;
  readonly parts: readonly Part[];
  readonly error?: TurnError;
  /**
   * Set while something stands in the way, once that has lasted a second: the stream is down, or, while `sending`, the platform asked for
   * patience (`code` is then `rate-limited`) or could not be reached. `nextAt`: wall clock, ms, of the next attempt.
   */
  readonly reconnect?: { readonly attempt: number; readonly nextAt?: number; readonly code?: ErrorCode };
  readonly feedback?: Feedback;
  /** The platform never took the question, and its text is back in the draft. */
  readonly returned?: boolean;
  /** Messages in the stream that are not the agent's own words, by id. */
  readonly hidden?: readonly string[];
}

export interface Attachment {
  readonly url: string;
  readonly name?: string;
  readonly mimeType?: string;
  /** In bytes. */
  readonly size?: number;
}

/** Why a turn failed, without anything secret. The person's words come from the locale by `code`. */
export interface TurnError {
  readonly code: ErrorCode;
  /** The sentence for the developer; the platform's own for `run-failed` and `invalid-input`. */
  readonly message: string;
  readonly retryable: boolean;
  readonly status?: number;
  readonly requestId?: string;
  readonly platformCode?: string;
  /** Wall clock, ms: not before then. */
  readonly retryAt?: number;
}

/** A piece of the agent's answer. */
export type Part =
  | TextPart
  | ReasoningPart
  | ToolPart
  | ProgressPart
  | ActivityPart
  | BlockPart
  | ApprovalPart
  | NoticePart;

interface PartCommon {
  /** Unique within the turn; stable, so that a view can key by it. */
  readonly id: string;
  /** The helper agent it belongs to, where one is named, and what it is called. */
  readonly subagentRunId?: string;
  readonly subagentName?: string;
}

/** Markdown, untrusted. */
export interface TextPart extends PartCommon {
  readonly kind: 'text';
  readonly text: string;
  /** No more is expected. */
  readonly done: boolean;
  /** The turn ended in the middle of it. */
  readonly cut?: boolean;
}

export interface ReasoningPart extends PartCommon {
  readonly kind: 'reasoning';
  readonly title?: string;
  readonly text: string;
  readonly done: boolean;
  /** Wall clock, ms. */
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** A tool the agent called. */
export interface ToolPart extends PartCommon {
  readonly kind: 'tool';
  readonly toolCallId: string;
  readonly toolName: string;
  /** JSON text, possibly still growing, possibly not JSON at all. */
  readonly args: string;
  /** `streaming`: arguments still arrive. `running`: called. `unanswered`: the run ended without a result. */
  readonly status: 'streaming' | 'running' | 'done' | 'failed' | 'unanswered';
  readonly result?: string;
  /** Wall clock, ms. */
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** The steps of the run so far, and how far it is where the agent says so. One a turn and helper. */
export interface ProgressPart extends PartCommon {
  readonly kind: 'progress';
  readonly steps: readonly ProgressStep[];
  /** What is being done, in the agent's words. */
  readonly label?: string;
  readonly current?: number;
  readonly total?: number;
  /** The activity that `label`, `current` and `total` were read from, whole. */
  readonly activity?: { readonly messageId: string; readonly content: JsonObject };
  readonly startedAt: number;
  readonly done: boolean;
}

export interface ProgressStep {
  readonly name: string;
  readonly status: 'running' | 'done' | 'unfinished';
}

/** A structured activity that is not progress (AG-UI `ACTIVITY_*`). */
export interface ActivityPart extends PartCommon {
  readonly kind: 'activity';
  readonly activityType: string;
  readonly content: JsonObject;
}

export interface BlockPart extends PartCommon {
  readonly kind: 'block';
  readonly block: UiBlock;
}

/** Something a person has to allow. */
export interface ApprovalPart extends PartCommon {
  readonly kind: 'approval';
  readonly request: ApprovalRequest;
  readonly status: ApprovalStatus;
  /** Who and when, as the platform said. */
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  /** The reason given with a rejection. */
  readonly reason?: string;
  /** What the person approved instead of `request.args`. */
  readonly editedArgs?: unknown;
  /** Why the last attempt to send a decision failed; the buttons are live again. */
  readonly error?: TurnError;
}

/**
 * - `pending`: the person decides. `sending`: their decision is on its way.
 * - `approved`, `rejected`, `expired`: as the platform said. `decided`: elsewhere, nobody says how.
 * - `unconfirmed`: sent, and no answer tells whether it counted.
 * - `undecided`: the turn was stopped or ended first; nothing was sent.
 */
export type ApprovalStatus =
  | 'pending'
  | 'sending'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'decided'
  | 'unconfirmed'
  | 'undecided';

/** A word of ours in the middle of an answer. */
export interface NoticePart extends PartCommon {
  readonly kind: 'notice';
  readonly code: 'oversized-event' | 'missing-events';
}

/** What the person thought of an answer. The last one sent wins. */
export interface Feedback {
  /** 1 to 5. Thumbs up is 5, thumbs down is 1. */
  readonly rating?: number;
  /** `thumbs-up` or `thumbs-down`, or the program's own. */
  readonly label?: string;
  readonly comment?: string;
  readonly status: 'sending' | 'sent' | 'failed';
}

const ended: ReadonlySet<TurnStatus> = new Set(['finished', 'stopped', 'cancelled', 'failed', 'incomplete']);

/** True when nothing more is expected of the turn. */
export const isEnded = (turn: Turn): boolean => ended.has(turn.status);

/** Whether a turn ended only because nobody could follow its run; it may well go on. */
export const wasGivenUp = ({ status, error }: Turn): boolean =>
  status === 'incomplete' || (error !== undefined && error.code !== 'run-failed');

/** The turn that is being worked on, if any: always the last one. */
export const activeTurn = (state: ConversationState): Turn | undefined => {
  const last = lastTurn(state);
  return last && !isEnded(last) ? last : undefined;
};

/** True where events of the run are missing in the answer: `retry()` fetches it anew. */
export const hasGap = (turn: Turn): boolean =>
  turn.parts.some((part) => part.kind === 'notice' && part.code === 'missing-events');

/** The approvals of a turn that wait for the person. */
export const pendingApprovals = (turn: Turn): ApprovalPart[] =>
  turn.parts.filter((part): part is ApprovalPart => part.kind === 'approval' && part.status === 'pending');

/** The agent's answer as it would be read aloud or copied: its text parts, in order. */
export const answerText = (turn: Turn): string =>
  turn.parts
    .filter((part): part is TextPart => part.kind === 'text')
    .map((part) => part.text)
    .join('\n\n');
