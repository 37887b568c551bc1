/**
 * Time that a test can move forward.
 *
 * Sleeps end when real time has passed, or when {@link Clock.advance} has moved the clock beyond their end. Nothing here
 * outlives the signal it was given.
 */
export interface Clock {
  /** Milliseconds since the epoch, as the emulator sees it. */
  now(): number;
  /** Resolves after `milliseconds`; never, without. Rejects with the signal's reason when that aborts. */
  sleep(milliseconds: number | undefined, signal: AbortSignal): Promise<void>;
  /** Moves the clock forward, and ends what would have ended by then. */
  advance(milliseconds: number): void;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** The longest delay that timers take; a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

export const createClock = (realNow: () => number): Clock => {
  const sleepers = new Set<Sleeper>();
  let offset = 0;
  const now = (): number => realNow() + offset;

  return {
    now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const letGo = (): void => {
          clearTimeout(timer);
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', abort);
        };
        const abort = (): void => {
          letGo();
          reject(signal.reason);
        };
        const wake = (): void => {
          letGo();
          resolve();
        };
        const sleeper: Sleeper = { wakeAt: milliseconds === undefined ? Infinity : now() + milliseconds, wake };
        const timer = milliseconds === undefined ? undefined : setTimeout(wake, Math.min(milliseconds, LONGEST_DELAY));
        sleepers.add(sleeper);
        signal.addEventListener('abort', abort);
      }),
    advance: (milliseconds) => {
      offset += milliseconds;
      for (const sleeper of sleepers) if (sleeper.wakeAt <= now()) sleeper.wake();
    },
  };
};
