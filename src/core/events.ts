import type { UiBlock } from './blocks.js';
import type { JsonObject, WireEvent } from './wire.js';

/**
 * Our own small vocabulary of what happens in a run. The closed list stands here, once.
 *
 * Kebab-case is ours; names that shout are the platform's (PROTOCOL.md §4, AG-UI 1.0). `normalize.ts` turns one into the other.
 */
export type AgentEvent = EventCommon &
  (
    | {
        readonly type: 'run-started';
        readonly runId?: string;
        readonly threadId?: string;
        readonly parentRunId?: string;
        readonly protocolVersion?: string;
        readonly input?: unknown;
      }
    | {
        readonly type: 'run-finished';
        readonly runId?: string;
        readonly threadId?: string;
        readonly outcome: RunOutcome;
        readonly result?: unknown;
        readonly interrupts: readonly Interrupt[];
        readonly pendingToolCallIds?: readonly string[];
        readonly usage?: readonly JsonObject[];
      }
    | {
        readonly type: 'run-failed';
        readonly message: string;
        readonly code?: string;
        readonly retryable?: boolean;
        readonly usage?: readonly JsonObject[];
      }
    | { readonly type: 'step-started'; readonly stepName: string }
    | { readonly type: 'step-finished'; readonly stepName: string }
    | { readonly type: 'text-start'; readonly messageId: string; readonly role?: string; readonly name?: string }
    | { readonly type: 'text-delta'; readonly messageId: string; readonly delta: string }
    | { readonly type: 'text-end'; readonly messageId: string }
    | { readonly type: 'reasoning-span-start'; readonly messageId: string; readonly title?: string }
    | { readonly type: 'reasoning-span-end'; readonly messageId: string }
    | { readonly type: 'reasoning-start'; readonly messageId: string; readonly title?: string }
    | { readonly type: 'reasoning-delta'; readonly messageId: string; readonly delta: string }
    | { readonly type: 'reasoning-end'; readonly messageId: string }
    | {
        readonly type: 'reasoning-encrypted';
        readonly entityId?: string;
        readonly subtype?: string;
        readonly encryptedValue?: string;
      }
    | {
        readonly type: 'tool-call-start';
        readonly toolCallId: string;
        readonly toolName: string;
        readonly parentMessageId?: string;
      }
    | { readonly type: 'tool-call-args'; readonly toolCallId: string; readonly delta: string }
    | { readonly type: 'tool-call-end'; readonly toolCallId: string }
    | {
        readonly type: 'tool-call-result';
        readonly toolCallId: string;
        readonly content: string;
        readonly json?: unknown;
        readonly failed?: boolean;
        readonly messageId?: string;
      }
    | { readonly type: 'state-snapshot'; readonly snapshot: unknown }
    | { readonly type: 'state-delta'; readonly delta: readonly unknown[] }
    | { readonly type: 'messages-snapshot'; readonly messages: readonly unknown[] }
    | {
        readonly type: 'activity-snapshot';
        readonly messageId: string;
        readonly activityType: string;
        readonly content: JsonObject;
        readonly replace: boolean;
      }
    | {
        readonly type: 'activity-delta';
        readonly messageId: string;
        readonly activityType: string;
        readonly patch: readonly unknown[];
      }
    | {
        readonly type: 'subagent-started';
        readonly name: string;
        readonly description?: string;
        readonly parentSubagentRunId?: string;
        readonly parentToolCallId?: string;
        readonly parentMessageId?: string;
      }
    | { readonly type: 'subagent-finished'; readonly result?: unknown; readonly suspended?: boolean }
    | { readonly type: 'subagent-failed'; readonly message: string; readonly code?: string }
    | { readonly type: 'block'; readonly block: UiBlock }
    | { readonly type: 'approval-requested'; readonly request: ApprovalRequest }
    | {
        readonly type: 'approval-resolved';
        readonly approvalId?: string;
        readonly toolCallId?: string;
        readonly decision: 'approved' | 'rejected' | 'expired' | 'decided';
        readonly decidedBy?: string;
        readonly decidedAt?: string;
        readonly reason?: string;
        /** What was approved instead of the arguments asked for. */
        readonly editedArgs?: unknown;
      }
    | { readonly type: 'custom'; readonly name: string; readonly value: unknown }
    | { readonly type: 'raw'; readonly event: unknown; readonly source?: string }
    /**
     * Something the stream reader had to pass by: unreadable JSON, an event too large. The run goes on. After `run-reloaded` it is told
     * anew from its start: the platform counts its events in another way now, and what came before is void.
     */
    | {
        readonly type: 'warning';
        readonly code: 'malformed-event' | 'oversized-event' | 'missing-events' | 'run-reloaded';
        readonly detail: string;
      }
    /** Not of the vocabulary. Passed on untouched; never drawn. */
    | { readonly type: 'unknown'; readonly wire: WireEvent }
  );

export type AgentEventType = AgentEvent['type'];

/** What any event may carry. `subagentRunId` tells the helper agent it belongs to; absent is the agent itself. */
export interface EventCommon {
  readonly subagentRunId?: string;
  /** What that helper is called, once it was announced. */
  readonly subagentName?: string;
  readonly timestamp?: number;
  readonly metadata?: JsonObject;
  /** What the agent's own framework sent, where it passes that on. */
  readonly rawEvent?: unknown;
}

export type RunOutcome = 'success' | 'interrupt' | 'cancelled';

/** AG-UI 1.0 `Interrupt`: the run waits for an answer from outside. */
export interface Interrupt {
  readonly id?: string;
  readonly reason: string;
  readonly message?: string;
  readonly toolCallId?: string;
  readonly responseSchema?: JsonObject;
  /** ISO-8601. */
  readonly expiresAt?: string;
  readonly metadata?: JsonObject;
  readonly subagentRunId?: string;
}

/** Something the agent may do only after a person said yes. Every text in it is the agent's and untrusted. */
export interface ApprovalRequest {
  /** Absent where the platform named none: the card then shows without buttons. */
  readonly approvalId?: string;
  readonly toolCallId?: string;
  readonly toolName?: string;
  readonly title?: string;
  readonly description?: string;
  readonly reason?: string;
  readonly risk?: string;
  /** The arguments of the tool call, as an object where they are one. */
  readonly args?: unknown;
  /** The JSON schema of the arguments, where one was sent: names, types and limits. */
  readonly argsSchema?: unknown;
  readonly responseSchema?: JsonObject;
  /** ISO-8601. */
  readonly expiresAt?: string;
  /** True where the request itself, or the schema of its answer, says that arguments may be changed before approving. */
  readonly argsEditable?: boolean;
  /** `interrupt` came with the end of a run (AG-UI), `block` and `interruption` in the middle of one. */
  readonly origin: 'block' | 'interruption' | 'interrupt';
}
