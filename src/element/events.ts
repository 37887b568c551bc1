import type {
  AgentEvent,
  ApprovalPart,
  Conversation,
  ErrorCode,
  Feedback,
  Turn,
  TurnStatus,
  UiBlock,
  ZabyError,
} from '../core/index.js';

/** The DOM events of `<zaby-agent>`: all bubble, cross shadow boundaries, and carry one of these as their `detail`. */

/** The widget can be used; `conversation` is what it draws. */
export interface ReadyDetail {
  readonly conversation: Conversation;
}

/** A message is about to be sent. Cancel to keep its text in the composer. */
export interface BeforeSendDetail {
  readonly text: string;
}

/** The person's message was sent, or the agent's answer has ended. */
export interface MessageDetail {
  readonly role: 'user' | 'agent';
  /** Markdown where the agent wrote it: untrusted. */
  readonly text: string;
  readonly turn: Turn;
}

/** The platform accepted a question. */
export interface RunStartDetail {
  readonly turnId: string;
  readonly runId: string;
}

/** Something happened in a run. */
export interface RunEventDetail {
  readonly turnId: string;
  readonly event: AgentEvent;
}

/** A run is over, however it ended. */
export interface RunEndDetail {
  readonly turn: Turn;
  readonly status: TurnStatus;
}

/** The agent wants permission. Cancel to show no card; then decide by `approve()` or `reject()`. */
export interface ApprovalRequestDetail {
  readonly turnId: string;
  readonly approval: ApprovalPart;
}

/** A request was decided, here or elsewhere, or has expired. */
export interface ApprovalResolvedDetail {
  readonly turnId: string;
  readonly approval: ApprovalPart;
}

/** A rating reached the platform. */
export interface FeedbackDetail {
  readonly turn: Turn;
  readonly feedback: Feedback;
}

/** A link in an answer was clicked. Cancel to stay. */
export interface LinkClickDetail {
  readonly url: string;
}

/**
 * A block of the agent's is shown, or its content has changed. What the page puts into the element with this `slot` stands in its place;
 * the name stays the same while the block does.
 */
export interface BlockDetail {
  readonly turnId: string;
  readonly block: UiBlock;
  readonly slot: string;
}

/** The person behind the token is another one than before; the transcript was wiped. */
export interface IdentityExpiredDetail {
  readonly conversationId: string;
}

/** How many answers ended while the panel was closed. */
export interface UnreadChangeDetail {
  readonly count: number;
}

/** Something failed. Never holds a token. */
export interface ErrorDetail {
  readonly error: ZabyError;
  readonly code: ErrorCode;
  readonly url: string | undefined;
  readonly status: number | undefined;
  readonly cause: unknown;
  readonly turnId?: string | undefined;
}

/** By name, for typed listeners; the marked ones can be cancelled. */
export interface ZabyEventMap {
  'zaby-ready': CustomEvent<ReadyDetail>;
  'zaby-open': CustomEvent<null>;
  'zaby-close': CustomEvent<null>;
  /** Can be cancelled. */
  'zaby-before-send': CustomEvent<BeforeSendDetail>;
  'zaby-message': CustomEvent<MessageDetail>;
  'zaby-run-start': CustomEvent<RunStartDetail>;
  'zaby-run-event': CustomEvent<RunEventDetail>;
  'zaby-run-end': CustomEvent<RunEndDetail>;
  /** Can be cancelled. */
  'zaby-approval-request': CustomEvent<ApprovalRequestDetail>;
  'zaby-approval-resolved': CustomEvent<ApprovalResolvedDetail>;
  'zaby-feedback': CustomEvent<FeedbackDetail>;
  /** Can be cancelled. */
  'zaby-link-click': CustomEvent<LinkClickDetail>;
  'zaby-block': CustomEvent<BlockDetail>;
  'zaby-identity-expired': CustomEvent<IdentityExpiredDetail>;
  'zaby-unread-change': CustomEvent<UnreadChangeDetail>;
  'zaby-error': CustomEvent<ErrorDetail>;
}

type DetailOf<Name extends keyof ZabyEventMap> = ZabyEventMap[Name]['detail'];

const cancelable: ReadonlySet<keyof ZabyEventMap> = new Set([
  'zaby-before-send',
  'zaby-approval-request',
  'zaby-link-click',
]);

/** Fires an event on the element. False where a listener cancelled it. */
export type Fire = <Name extends keyof ZabyEventMap>(name: Name, detail: DetailOf<Name>) => boolean;

export const fireOn =
  (element: EventTarget): Fire =>
  (name, detail) =>
    element.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: cancelable.has(name) }),
    );
