import type { Diagnostics } from './diagnostics.js';
import type { Env } from './env.js';
import type { ZabyError } from './errors.js';
import type { AgentEvent } from './events.js';
import type { Attachment, ConversationState, Turn } from './state.js';
import type { StorageKind, StorageAdapter } from './storage.js';
import type { JsonObject } from './wire.js';

/** The shapes a program meets: what it may set, ask and hear. */

/** What the host's endpoint hands out (PROTOCOL.md §3). Only `token` is required. */
export interface RuntimeToken {
  readonly token: string;
  /** ISO-8601. */
  readonly expiresAt?: string;
  readonly rotateAfterSeconds?: number;
  readonly remainingUses?: number;
  readonly agentSessionId?: string;
  readonly [key: string]: unknown;
}

/** Why a token is asked for: none yet, the old one grows old, or the platform refused it. */
export type TokenReason = 'first' | 'expiring' | 'refused';

export interface TokenRequest {
  readonly conversationId: string;
  readonly reason: TokenReason;
  /** The token that this one replaces. */
  readonly previous?: string;
  readonly signal: AbortSignal;
}

export type GetToken = (request: TokenRequest) => Promise<string | RuntimeToken>;

export interface ConversationOptions {
  /** The host's token endpoint: `POST { conversationId, reason }` answers {@link RuntimeToken}. This, `getToken` or `agentUrl`. */
  readonly tokenUrl?: string;
  readonly getToken?: GetToken;
  /** Credentials of the request to `tokenUrl`. Default `same-origin`. */
  readonly tokenCredentials?: RequestCredentials;
  /** The platform's origin. Default `https://genapi.zaby.io`. */
  readonly apiOrigin?: string;
  /** The direct edge stream of a deployment: questions go there in one request, everything else to the platform. */
  readonly runtimeUrl?: string;
  /**
   * Any endpoint that takes AG-UI's `RunAgentInput`, in place of the platform. It needs no token: one is sent where there is a way to get
   * it. Cookies of the page's own origin are sent too.
   */
  readonly agentUrl?: string;
  /** Sent with every run as `context`; a function is asked anew each time. */
  readonly context?: unknown;
  /**
   * Where the conversation survives a reload. Default `session` in pages, `none` elsewhere. Tabs that share `local` are one conversation:
   * each shows what the others ask and hears the answers too; stopping, `reset()` and `logout()` count for all of them.
   */
  readonly storage?: StorageKind | StorageAdapter;
  /** Replaces the token URL in the storage key. */
  readonly storageKey?: string;
  /** Keeps the conversations of different people apart in storage. Not a secret; never sent. */
  readonly userKey?: string;
  /** Tells apart conversations with equal settings on one page: the element's id, or its order. Default `0`. */
  readonly slot?: string;
  /** Continues a known conversation instead of a new one. A UUID. */
  readonly conversationId?: string;
  /** Prints to the console what {@link Conversation.diagnostics} holds, while it happens. A function is asked each time. */
  readonly debug?: boolean | (() => boolean);
  /** Reconnect budget and waiting times, for tests and unusual networks. */
  readonly policy?: Partial<Policy>;
  readonly env?: Env;
}

/** Bounds on effort, in ms. Defaults are those of FAULTS.md. */
export interface Policy {
  readonly tokenTimeout: number;
  readonly startTimeout: number;
  /** Until the headers of the stream. */
  readonly streamTimeout: number;
  /** Silence on the stream, comments included, before it counts as dead. */
  readonly heartbeatTimeout: number;
  readonly decisionTimeout: number;
  /** Attempts of one request, the first included. */
  readonly requestAttempts: number;
  readonly reconnectAttempts: number;
  /** Time without a new event after which reconnecting ends. */
  readonly reconnectTime: number;
  readonly backoffBase: number;
  readonly backoffMaximum: number;
  /** A longer `Retry-After` stops and tells when. */
  readonly retryAfterMaximum: number;
  /** Characters of one event's data. */
  readonly eventLimit: number;
}

export interface Message {
  readonly text: string;
  readonly context?: unknown;
  readonly attachments?: readonly Attachment[];
}

export interface FeedbackInput {
  /** 1 to 5. */
  readonly rating?: number;
  readonly label?: string;
  readonly comment?: string;
}

/** What a conversation tells its listeners, beside the state. `turnId` says which turn. */
export type ConversationEvent =
  | { readonly type: 'agent-event'; readonly turnId: string; readonly event: AgentEvent }
  | { readonly type: 'turn-started'; readonly turn: Turn }
  /** The platform accepted the question. */
  | { readonly type: 'run-accepted'; readonly turn: Turn }
  | { readonly type: 'turn-ended'; readonly turn: Turn }
  /** The agent asks for permission; told once in each life of the page, so also of what waits when the page is back after a reload. */
  | { readonly type: 'approval-requested'; readonly turnId: string; readonly partId: string }
  | { readonly type: 'approval-resolved'; readonly turnId: string; readonly partId: string }
  | { readonly type: 'feedback'; readonly turn: Turn }
  /** The person behind the token changed, or `logout()` was called: what was kept is gone. */
  | { readonly type: 'identity-expired'; readonly conversationId: string }
  | { readonly type: 'error'; readonly error: ZabyError; readonly turnId?: string };

/** A conversation with an agent. Everything the element can do, a program can do with this. */
export interface Conversation {
  readonly state: ConversationState;
  /** Calls at every change of `state`; returns the function that stops it. */
  subscribe(listener: (state: ConversationState) => void): () => void;
  /** Calls for everything that happens; returns the function that stops it. */
  listen(listener: (event: ConversationEvent) => void): () => void;
  /** Everything that happens from now on, for `for await`. */
  events(options?: { signal?: AbortSignal }): AsyncIterable<ConversationEvent>;
  /** Resolves when storage was read and a run in flight is being followed again. Never rejects. */
  readonly restored: Promise<void>;

  /**
   * Asks. Resolves with the turn when it has ended, however it ended; look at `turn.status`.
   * Throws a {@link ZabyError} `busy` while another turn is active and `invalid-argument` for an empty message.
   */
  send(message: string | Message): Promise<Turn>;
  /** Starts a run from a form block. Same promise as {@link send}. */
  submit(blockId: string, values: JsonObject): Promise<Turn>;
  /** Ends the active turn here and now. Keeps what was shown; sends nothing. */
  stop(): void;
  /** Tries the last turn again: goes on with its run where there is one, and asks with the same `requestId` where not. After a failed run it asks anew; an answer with a part missing is fetched anew. */
  retry(): Promise<Turn>;
  /** Decides an approval. Resolves when the platform's answer is in the state; rejects never for an answer, only for misuse. */
  approve(approvalId: string, options?: { editedArgs?: unknown }): Promise<void>;
  reject(approvalId: string, options?: { reason?: string }): Promise<void>;
  /** Rates an answer; the last call wins. Rejects with the {@link ZabyError} when it could not be sent. */
  rate(turnId: string, feedback: FeedbackInput): Promise<void>;
  /** What the person has typed so far; survives a reload. */
  setDraft(text: string): void;
  /** What happened so far, without anything secret or personal: `diagnostics.export()` for a bug report. */
  readonly diagnostics: Diagnostics;
  /** Starts a new conversation: new id, token dropped, transcript emptied. */
  reset(): void;
  /** Wipes what was kept for this person and the tokens, and starts anew. */
  logout(): Promise<void>;
  /** Lets go of every socket, timer and listener. What storage holds stays. */
  dispose(): void;
}
