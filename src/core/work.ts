import { until } from './backoff.js';
import type { ConversationEvent } from './contract.js';
import type { Emitter } from './emitter.js';
import type { Env } from './env.js';
import { findTurn } from './last-turn.js';
import type { Saved } from './persistence.js';
import type { Change } from './reduce.js';
import { type ConversationState, type Turn, isEnded } from './state.js';
import type { Task, Transport } from './transports/transport.js';
import { type TurnRunner, createTurnRunner } from './turn-runner.js';
import type { JsonObject } from './wire.js';

/** The work on turns, one at a time: who does it, and where the last one stands in its stream. */
export interface Work {
  /** The turn that is worked on, or was just now: a finished run may still report a late failure until its stream closes. */
  readonly turnId: string | undefined;
  /** Where the last run stands, whether it is followed or not. */
  place: Saved['run'];
  /** Works on a turn until it ends, instead of any other. The promise holds the turn as it then is; it never rejects. */
  begin(turn: Turn, input: () => JsonObject, position: Saved['run'], cause: Task['cause']): Promise<Turn>;
  /** Ends the work. What the state says about the turn is the caller's to say. */
  abandon(): void;
  /** The same, and forgets where it stood: the turn is no longer there. */
  forget(): void;
  /** The stream has news. */
  wake(): void;
}

export interface WorkOptions {
  readonly transport: () => Promise<Transport>;
  readonly env: Env;
  readonly read: () => ConversationState;
  readonly dispatch: (change: Change) => void;
  readonly emit: (event: ConversationEvent) => void;
  readonly signal: () => AbortSignal;
  readonly states: Emitter<ConversationState>;
  readonly onEnd: () => void;
}

export const createWork = ({ read, emit, signal, states, onEnd, ...shared }: WorkOptions): Work => {
  let runner: TurnRunner | undefined;
  let left: Saved['run'];
  const find = (id: string): Turn | undefined => findTurn(read(), id);

  const work: Work = {
    get turnId() {
      return runner?.turnId;
    },
    get place() {
      return runner?.position ? { turnId: runner.turnId, ...runner.position } : left;
    },
    set place(place) {
      left = place;
    },
    begin: async (turn, input, position, cause) => {
      runner?.abandon();
      const mine = createTurnRunner({
        ...shared,
        turn,
        input,
        position,
        cause,
        isOthers: (runId) => read().turns.some((other) => other.runId === runId && other.id !== turn.id),
        read: () => find(turn.id),
        emit,
      });
      runner = mine;
      let stop: (() => void) | undefined;
      // The turn as it ended: a moment later it may be at work again, by `retry()`.
      const ended = new Promise<Turn | undefined>((resolve) => {
        const look = () => {
          const now = find(turn.id);
          if (!now || isEnded(now)) resolve(now);
        };
        stop = states.listen(look);
        look();
      });
      const end = await until(ended, signal()).catch(() => undefined);
      stop?.();
      const now = end ?? find(turn.id) ?? { ...turn, status: 'stopped' as const };
      if (end) emit({ type: 'turn-ended', turn: end });
      if (runner === mine) {
        onEnd();
        void mine.done.finally(() => {
          if (runner !== mine) return;
          left = work.place;
          runner = undefined;
        });
      }
      return now;
    },
    abandon: () => runner?.abandon(),
    forget: () => {
      runner?.abandon();
      runner = left = undefined;
    },
    wake: () => runner?.wake(),
  };
  return work;
};
