import type { Clock } from '../../demo/emulator/clock.js';

/**
 * Time that passes only when nothing else is left to do, and then at once.
 *
 * All that waits, on either side of the line, waits here; what runs in between runs on promises alone, so the same
 * order comes out of the same seed.
 */
export interface SimulatedClock extends Clock {
  sleep(milliseconds: number | undefined, signal?: AbortSignal): Promise<void>;
  setTimeout(callback: () => void, milliseconds: number): number;
  clearTimeout(timer: unknown): void;
  /** Lets time pass until the task is done. Throws where nothing is left to wait for, or `limit` has passed. */
  run<Result>(task: Promise<Result>, limit: number): Promise<Result>;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Promises run to their end between two turns of the event loop. */
const settle: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () => {
        const { port1, port2 } = new MessageChannel();
        return new Promise((resolve) => {
          port1.addEventListener('message', () => {
            port1.close();
            resolve();
          });
          port1.start();
          port2.postMessage(undefined);
        });
      };

/** Real ms that are waited where nothing is left: a module may be on its way. */
const grace = 10;
const graces = 200;

export const createSimulatedClock = (start: number): SimulatedClock => {
  const timers = new Map<number, Timer>();
  let serial = 0;
  let now = start;

  const earliest = (): number | undefined => {
    let first: number | undefined;
    let at = Infinity;
    for (const [id, timer] of timers) {
      if (timer.at >= at) continue;
      ({ at } = timer);
      first = id;
    }
    return first;
  };

  const clock: SimulatedClock = {
    now: () => now,
    setTimeout: (callback, milliseconds) => {
      serial += 1;
      timers.set(serial, { at: now + Math.max(0, milliseconds), callback });
      return serial;
    },
    clearTimeout: (timer) => void timers.delete(timer as number),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = (): void => {
          clock.clearTimeout(timer);
          reject(signal?.reason);
        };
        const timer =
          milliseconds === undefined
            ? undefined
            : clock.setTimeout(() => {
                signal?.removeEventListener('abort', abort);
                resolve();
              }, milliseconds);
        signal?.addEventListener('abort', abort, { once: true });
      }),
    advance: () => {
      throw new Error('Simulated time passes by itself.');
    },
    run: async (task, limit) => {
      let isDone = false;
      let waited = 0;
      const end = (): void => {
        isDone = true;
      };
      task.then(end, end);
      for (;;) {
        await settle();
        if (isDone) return task;
        const next = earliest();
        if (next === undefined) {
          waited += 1;
          if (waited > graces) throw new Error('Nothing is left that could happen, and the conversation is not over.');
          await new Promise((resolve) => setTimeout(resolve, grace));
          continue;
        }
        waited = 0;
        const { at, callback } = timers.get(next)!;
        if (at > start + limit) throw new Error(`The conversation is not over after ${limit / 60_000} minutes.`);
        timers.delete(next);
        now = at;
        callback();
      }
    },
  };
  return clock;
};
