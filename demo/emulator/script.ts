/**
 * The words in which the demo and every test describe an agent. Each returns plain JSON, so that a script can travel.
 *
 * Texts may hold `{{message}}` (what the person said), `{{reason}}` (why they rejected) and `{{args.<name>}}` (the
 * arguments as approved), which are filled in while playing.
 */
import type { Fault } from './faults.js';
import type { JsonObject } from './json.js';

export * from './faults.js';

export type Step = AgentStep | Fault;
export type Script = readonly Step[];

export type AgentStep =
  | { readonly word: 'say'; readonly text: string; readonly pace?: number }
  | { readonly word: 'think'; readonly text: string; readonly pace?: number }
  | ({ readonly word: 'call' } & Call)
  | { readonly word: 'call-start'; readonly tool: string; readonly toolCallId: string }
  | { readonly word: 'call-args'; readonly toolCallId: string; readonly delta: string }
  | { readonly word: 'call-end'; readonly toolCallId: string }
  | { readonly word: 'call-result'; readonly toolCallId: string; readonly result?: unknown; readonly fails?: string }
  | ({ readonly word: 'step'; readonly stepName: string } & StepOptions)
  | ({ readonly word: 'progress' } & Progress)
  | { readonly word: 'block'; readonly block: JsonObject }
  | ({ readonly word: 'ask' } & Ask)
  | { readonly word: 'fail'; readonly message: string; readonly code?: string }
  | ({ readonly word: 'finish' } & Finish)
  | { readonly word: 'wait'; readonly milliseconds?: number }
  | { readonly word: 'oversized'; readonly bytes: number }
  | { readonly word: 'emit'; readonly data: unknown; readonly event?: string };

export interface Call {
  readonly tool: string;
  readonly args?: unknown;
  /** A string goes as it is, anything else as JSON. */
  readonly result?: unknown;
  /** Why the tool failed; replaces the result. */
  readonly fails?: string;
  /** Milliseconds between the call and its result. */
  readonly takes?: number;
  /** Made up unless given. */
  readonly toolCallId?: string;
  /** Leaves the call unanswered. */
  readonly unanswered?: boolean;
}

export interface Finish {
  readonly result?: unknown;
  /** Ends as stopped by the agent itself. */
  readonly cancelled?: boolean;
  /** What a start call that waited is told; the text that was said, unless given. */
  readonly finalOutput?: string;
  /** Ends without saying so: the stream closes without a terminal event. */
  readonly quietly?: boolean;
  /** Further fields of the event. */
  readonly more?: JsonObject;
}

export interface Progress {
  readonly current: number;
  readonly total: number;
  readonly label: string;
  /** Activities with the same id replace one another. */
  readonly messageId?: string;
}

export interface StepOptions {
  /** What happens during the step. */
  readonly steps?: Script;
  /** Sent as an activity next to the step, so that a bar can be drawn. */
  readonly progress?: Progress;
}

export interface Ask {
  readonly tool: string;
  readonly title: string;
  readonly description?: string;
  readonly args?: unknown;
  readonly risk?: string;
  readonly expiresInMs?: number;
  /** A call that was told already, by `callStart` and `callEnd`; whoever told it answers it, too. */
  readonly toolCallId?: string;
  /** The wire form: a card (`UI_BLOCK`), `INTERRUPTION`, or AG-UI's interrupt outcome. A card unless told. */
  readonly as?: 'block' | 'interruption' | 'interrupt';
  /** Made up unless given. */
  readonly approvalId?: string;
  /** What the tool answers once approved. */
  readonly result?: unknown;
  /** Marks the arguments as ones a person may change. */
  readonly editable?: boolean;
  /** The JSON schema of the arguments: titles, descriptions, types and limits. */
  readonly schema?: JsonObject;
  readonly onApprove?: Script;
  /** Instead of `onApprove` where the arguments, as a person changed them, break the schema; the tool then fails. Not looked at unless given. */
  readonly onInvalid?: Script;
  readonly onReject?: Script;
  readonly onExpire?: Script;
}

/** Says something, word by word, with `pace` milliseconds between words. Neighbouring sayings are one message. */
export const say = (text: string, options: { pace?: number } = {}): Step => ({ word: 'say', text, ...options });

/** Thinks aloud. */
export const think = (text: string, options: { pace?: number } = {}): Step => ({ word: 'think', text, ...options });

/** Uses a tool. */
export const call = (options: Call): Step => ({ word: 'call', ...options });

/** Begins to use a tool, for agents that learn the arguments piece by piece; several calls may be open at a time. */
export const callStart = (tool: string, toolCallId: string): Step => ({ word: 'call-start', tool, toolCallId });

/** More of the arguments of a call, which together are JSON. */
export const callArgs = (toolCallId: string, delta: string): Step => ({ word: 'call-args', toolCallId, delta });

/** The arguments of a call are complete. */
export const callEnd = (toolCallId: string): Step => ({ word: 'call-end', toolCallId });

/** What the tool answered, or why it `fails`. */
export const callResult = (toolCallId: string, result: unknown, fails?: string): Step => ({
  word: 'call-result',
  toolCallId,
  result,
  ...(fails !== undefined && { fails }),
});

/** Names what is being done, from its start to its end. */
export const step = (stepName: string, options: StepOptions = {}): Step => ({ word: 'step', stepName, ...options });

/** Says how far the work is. */
export const progress = (options: Progress): Step => ({ word: 'progress', ...options });

/** Shows a block: a table, a list of sources, or anything a page may or may not know. */
export const block = (kind: string, fields: JsonObject = {}): Step => ({ word: 'block', block: { kind, ...fields } });

/** Asks a person before using a tool, and waits for the answer. */
export const ask = (options: Ask): Step => ({ word: 'ask', ...options });

/** Asks in AG-UI's way: the stream ends with an interrupt, and goes on when it has been answered. */
export const interrupt = (options: Omit<Ask, 'as'>): Step => ({ word: 'ask', ...options, as: 'interrupt' });

/** Fails the run. */
export const fail = (message: string, code?: string): Step => ({
  word: 'fail',
  message,
  ...(code !== undefined && { code }),
});

/** Ends the run. A script that says neither `finish` nor `fail` finishes by itself. */
export const finish = (options: Finish = {}): Step => ({
  word: 'finish',
  ...options,
});

/** Does nothing for a while; heartbeats go on. Without a time, for ever. */
export const wait = (milliseconds?: number): Step => ({
  word: 'wait',
  ...(milliseconds !== undefined && { milliseconds }),
});

/** Sends an event exactly as given, whatever the dialect. `event` is the SSE name. A string goes out without quotes. */
export const emit = (data: unknown, event?: string): Step => ({
  word: 'emit',
  data,
  ...(event !== undefined && { event }),
});

/** An application's own event. */
export const custom = (name: string, value: unknown): Step => emit({ type: 'CUSTOM', name, value }, 'CUSTOM');

/** The shared state, whole. */
export const state = (snapshot: unknown): Step => emit({ type: 'STATE_SNAPSHOT', snapshot }, 'STATE_SNAPSHOT');

/** A change of the shared state, as a JSON Patch. */
export const patch = (delta: readonly unknown[]): Step => emit({ type: 'STATE_DELTA', delta }, 'STATE_DELTA');

/** An event whose data is not JSON. */
export const garbage = (text = '{"type":"TEXT_MESSAGE_CONTENT","delta":'): Step => emit(text, 'TEXT_MESSAGE_CONTENT');

/** One text event of about that many bytes. */
export const oversized = (bytes: number): Step => ({ word: 'oversized', bytes });
