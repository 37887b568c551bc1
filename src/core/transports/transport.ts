import type { Call } from '../call.js';
import type { Policy } from '../contract.js';
import type { Env } from '../env.js';
import type { IsOthers, StartedRun, Platform } from '../platform.js';
import type { RunStream, Reconnect } from '../run-stream.js';
import type { Cursor } from '../sequencer.js';
import type { ConversationState, Turn } from '../state.js';
import type { JsonObject } from '../wire.js';

/**
 * How a turn reaches its agent, and how what a person decides about it does.
 *
 * One implementation for each way: the runtime API, the direct edge stream, any AG-UI endpoint. The rest of the core knows only this.
 */
export interface Transport extends Pick<Platform, 'storedEvents' | 'approve' | 'reject' | 'feedback'> {
  /**
   * Asks, or goes on with a run that was asked for, and gives what the agent says, exactly once and in order. The stream ends after the
   * run's terminal event; it throws `incomplete` where nobody can tell how the run did.
   */
  run(task: Task): Promise<RunStream>;
}

/** What a transport needs to know of a turn, and whom to tell. */
export interface Task {
  readonly turn: Turn;
  /** What to ask with. Throws a ZabyError where the page's own part of it fails. */
  readonly input: () => JsonObject;
  /** Where an earlier life of the page left off. */
  readonly cursor: Cursor | undefined;
  /** There is something of the answer already. */
  readonly shown: boolean;
  /**
   * `restored` after a reload: nothing may be asked twice. `retried` by a person, after it was given up: what cannot go on may be asked
   * anew, under the same key.
   */
  readonly cause: 'asked' | 'restored' | 'retried';
  readonly signal: AbortSignal;
  /** While true the run waits for a person. */
  readonly patient: () => boolean;
  readonly isOthers: IsOthers;
  /** The question was taken: an answer begins, and replaces what there was of an earlier one. */
  readonly onAccepted: (run: StartedRun) => void;
  /** Called without anything when the line is open. */
  readonly onConnection: (trouble?: Reconnect) => void;
}

/** What the transports beside the runtime API are made of. */
export interface TransportOptions {
  readonly read: () => ConversationState;
  readonly call: Call;
  readonly platform: Platform;
  readonly env: Env;
  readonly policy: Policy;
}
