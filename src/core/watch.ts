import { stopwatch, until, wait } from './backoff.js';
import type { Policy } from './contract.js';
import type { Env } from './env.js';
import { ZabyError } from './errors.js';

/**
 * Watches over the connection of one run: notices silence, sleep, the network's coming and going, and the page being put away.
 *
 * It decides when a connection is dead and when waiting may be cut short; it does not open anything.
 */
export interface Watch {
  /** Begins to watch a new connection. */
  connect(): WatchedConnection;
  /** The page says that there is no network. It may be wrong. */
  readonly offline: boolean;
  /** The page is in the back-forward cache: nothing may be open. */
  readonly suspended: boolean;
  /** Resolves when the page is back. Rejects when the run is given up. */
  resumed(): Promise<void>;
  /** Waits before another attempt. Hope, and `wake()`, shorten it unless it is `strict`. */
  rest(ms: number, strict: boolean): Promise<void>;
  /** There is news to be had: waiting ends, and the budget starts anew. */
  wake(): void;
  dispose(): void;
}

export interface WatchedConnection {
  readonly signal: AbortSignal;
  /** A byte arrived, be it of a comment. */
  alive(): void;
  /** Something must arrive within so many ms, or the connection is cut; `undefined` calls that off. */
  expect(ms: number | undefined): void;
  abort(why: string): void;
  close(): void;
}

export interface WatchOptions {
  readonly env: Env;
  readonly policy: Policy;
  readonly signal: AbortSignal;
  /** The network or the person came back: the budget starts anew. */
  readonly onHope: () => void;
}

/** The line is looked at this often: a machine may have slept since, and timers with it. */
const lookEvery = 10_000;
/** A timer that runs this late tells of a frozen page, not of a dead line. */
const lateness = 5_000;
/** Time for bytes that waited in a frozen page to be read. */
const grace = 2_000;
/** A wait that lasted so much longer was slept through; the timers of a hidden page are not as late. */
const sleepTime = 120_000;
const wakeDistance = 1_000;

export const createWatch = ({ env, policy, signal, onHope }: WatchOptions): Watch => {
  let abortCurrent: ((why: string) => void) | undefined;
  /** Since the last byte came, or the connection was begun. */
  let silence = stopwatch(env);
  /** When the last byte of the connection came. */
  let aliveAt = -Infinity;
  let wakeUp: (() => void) | undefined;
  /** There was news while nobody waited. */
  let awake = false;
  let lastWake = -Infinity;
  let soon: unknown;
  let offline = false;
  let offlineAt = 0;
  let suspended = false;
  let comeBack: (() => void) | undefined;

  const hope = () => {
    onHope();
    env.clearTimeout(soon);
    const early = lastWake + wakeDistance - env.now();
    if (early > 0) {
      soon = env.setTimeout(hope, early);
      return;
    }
    lastWake = env.now();
    wakeUp?.();
  };

  const stopSignals = env.signals((event) => {
    switch (event.type) {
      case 'offline':
        offline = true;
        offlineAt = env.now();
        return;
      case 'online':
        offline = false;
        // An open stream may have outlived the gap: only one that was silent since then is taken for dead.
        if (aliveAt <= offlineAt) abortCurrent?.('online again');
        return hope();
      case 'visible':
      case 'resume':
        if (silence() > policy.heartbeatTimeout) abortCurrent?.('asleep for too long');
        return hope();
      case 'pagehide':
        suspended = true;
        return abortCurrent?.('the page is put away');
      case 'pageshow':
        suspended = false;
        comeBack?.();
        return hope();
      default:
        return;
    }
  });

  return {
    connect: () => {
      const controller = new AbortController();
      silence = stopwatch(env);
      aliveAt = -Infinity;
      awake = false;
      let timer: unknown;
      let expected: unknown;
      const abort = (why: string) =>
        controller.abort(new ZabyError('network', `The stream was cut: ${why}`, { retryable: true }));
      const look = (delay: number, graced = false) => {
        const taken = stopwatch(env);
        timer = env.setTimeout(() => {
          const left = policy.heartbeatTimeout - silence();
          if (left > 0) look(Math.min(left, lookEvery));
          else if (!graced && taken() - delay > lateness) look(grace, true);
          else abort(`no byte for ${Math.round((policy.heartbeatTimeout - left) / 1000)} s`);
        }, delay);
      };
      look(Math.min(policy.heartbeatTimeout, lookEvery));
      abortCurrent = abort;
      return {
        signal: AbortSignal.any([signal, controller.signal]),
        alive: () => {
          silence = stopwatch(env);
          aliveAt = env.now();
        },
        expect: (ms) => {
          if (ms === undefined) {
            env.clearTimeout(expected);
            expected = undefined;
          } else expected ??= env.setTimeout(() => abort('events are missing'), ms);
        },
        abort,
        close: () => {
          env.clearTimeout(timer);
          env.clearTimeout(expected);
          abortCurrent = undefined;
          controller.abort();
        },
      };
    },
    get offline() {
      return offline;
    },
    get suspended() {
      return suspended;
    },
    resumed: () => until(new Promise<void>((resolve) => (comeBack = resolve)), signal),
    rest: async (ms, strict) => {
      if (awake && !strict) return;
      const taken = stopwatch(env);
      await wait(ms, env, signal, strict ? undefined : (wake) => (wakeUp = wake));
      wakeUp = undefined;
      if (taken() - ms > sleepTime) onHope();
    },
    wake: () => {
      awake = true;
      onHope();
      wakeUp?.();
    },
    dispose: () => {
      env.clearTimeout(soon);
      stopSignals();
    },
  };
};
