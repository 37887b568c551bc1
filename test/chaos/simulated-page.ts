import type { Env, Signal } from '../../src/core/index.js';
import type { Random } from './random.js';
import type { SimulatedClock } from './simulated-clock.js';

/** One life of a page, from its load to its end. */
export interface SimulatedPage {
  readonly env: Env;
  signal(signal: Signal): void;
  /** Lets the wall clock run alone, as while a laptop sleeps; or sets it back. */
  jump(milliseconds: number): void;
  /** Ends at once, as a crashed tab does: nothing of it runs any more, and nobody is told. */
  crash(): void;
  readonly isGone: boolean;
  /** What it still holds. */
  readonly timers: number;
  readonly listeners: number;
}

export type Fetch = Env['fetch'];

export interface SimulatedPageOptions {
  readonly clock: SimulatedClock;
  readonly random: Random;
  readonly fetch: Fetch;
  /** Called when the page is gone: its lines are cut. */
  readonly gone: AbortController;
}

export const createSimulatedPage = ({ clock, random, fetch, gone }: SimulatedPageOptions): SimulatedPage => {
  const timers = new Set<number>();
  const listeners = new Set<(signal: Signal) => void>();
  const isGone = (): boolean => gone.signal.aborted;
  let jumped = 0;
  const never = new Promise<never>(() => {});
  return {
    env: {
      // A page that is gone hears of no answer.
      fetch: (input, init) => {
        if (isGone()) return never;
        return fetch(input, init).finally(() => (isGone() ? never : undefined));
      },
      now: clock.now,
      date: () => clock.now() + jumped,
      setTimeout: (callback, milliseconds) => {
        if (isGone()) return undefined;
        const timer = clock.setTimeout(() => {
          timers.delete(timer);
          callback();
        }, milliseconds);
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        timers.delete(timer as number);
        clock.clearTimeout(timer);
      },
      random: random.next,
      uuid: random.uuid,
      storage: () => undefined,
      signals: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    signal: (signal) => {
      for (const listener of listeners) listener(signal);
    },
    jump: (milliseconds) => {
      jumped += milliseconds;
    },
    crash: () => {
      gone.abort(new Error('The page is gone.'));
      for (const timer of timers) clock.clearTimeout(timer);
      timers.clear();
      listeners.clear();
    },
    get isGone() {
      return isGone();
    },
    get timers() {
      return timers.size;
    },
    get listeners() {
      return listeners.size;
    },
  };
};
