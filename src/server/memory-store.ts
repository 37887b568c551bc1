import type { RateCount } from './rate-limit.js';

/** Two generations of so many each are remembered at most. */
const maxKeysEach = 5_000;

interface Window {
  readonly endsAt: number;
  count: number;
}

/**
 * Counts in the memory of this process, which is bounded: the last 5,000 keys are remembered, at most 10,000.
 *
 * In two generations, since forgetting one by one is slow: when the younger is full it becomes the older, and what was the older is
 * let go of. Whoever asks again is moved to the younger, so those who ask most are remembered best.
 */
export const createMemoryStore = (now: () => number): { increment(key: string, windowMs: number): RateCount } => {
  let younger = new Map<string, Window>();
  let older = new Map<string, Window>();

  const remember = (key: string, window: Window): void => {
    if (younger.size >= maxKeysEach) {
      older = younger;
      younger = new Map();
    }
    younger.set(key, window);
  };

  return {
    increment: (key, windowMs) => {
      const at = now();
      const known = younger.get(key);
      let window = known ?? older.get(key);
      if (!window || at >= window.endsAt) {
        window = { endsAt: at + windowMs, count: 0 };
        remember(key, window);
      } else if (!known) {
        remember(key, window);
      }
      window.count += 1;
      return { count: window.count, resetMs: window.endsAt - at };
    },
  };
};
