import { until } from './backoff.js';
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
  /** Registers what ends the current wait. */
  readonly onWake: (wake: () => void) => void;
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

/** A timer that runs this late tells of a frozen page, not of a dead line. */
const lateness = 5_000;
/** Time for bytes that waited in a frozen page to be read. */
const grace = 2_000;
const wakeDistance = 1_000;

export const createWatch = ({ env, policy, signal, onHope }: WatchOptions): Watch => {
  let abortCurrent: ((why: string) => void) | undefined;
  let heardAt = 0;
  let wakeUp: (() => void) | undefined;
  let lastWake = -Infinity;
  let offline = false;
  let offlineAt = 0;
  let suspended = false;
  let comeBack: (() => void) | undefined;

  const hope = () => {
    onHope();
    const now = env.now();
    if (now - lastWake < wakeDistance) return;
    lastWake = now;
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
        if (heardAt <= offlineAt) abortCurrent?.('online again');
        return hope();
      case 'visible':
      case 'resume':
        if (env.now() - heardAt > policy.heartbeatTimeout) abortCurrent?.('asleep for too long');
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
      heardAt = env.now();
      let timer: unknown;
      let expected: unknown;
      const abort = (why: string) =>
        controller.abort(new ZabyError('network', `The stream was cut: ${why}`, { retryable: true }));
      const check = (delay: number) => {
        const dueAt = env.now() + delay;
        timer = env.setTimeout(() => {
          const now = env.now();
          const silence = now - heardAt;
          if (silence < policy.heartbeatTimeout) check(policy.heartbeatTimeout - silence);
          else if (now - dueAt > lateness) check(grace);
          else abort(`no byte for ${Math.round(silence / 1000)} s`);
        }, delay);
      };
      check(policy.heartbeatTimeout);
      abortCurrent = abort;
      return {
        signal: AbortSignal.any([signal, controller.signal]),
        alive: () => {
          heardAt = env.now();
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
    onWake: (wake) => {
      wakeUp = wake;
    },
    wake: () => {
      onHope();
      wakeUp?.();
    },
    dispose: stopSignals,
  };
};
