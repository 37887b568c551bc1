import type { RateCount } from './rate-limit.js';

const maxKeys = 10_000;

/**
 * Counts in the memory of this process, which is bounded: beyond 10,000 keys in a minute, the window opened longest ago is
 * forgotten.
 */
export const createMemoryStore = (now: () => number): { increment(key: string, windowMs: number): RateCount } => {
  const windows = new Map<string, { readonly endsAt: number; count: number }>();
  return {
    increment: (key, windowMs) => {
      const at = now();
      const open = windows.get(key);
      if (open && at < open.endsAt) {
        open.count += 1;
        return { count: open.count, resetMs: open.endsAt - at };
      }
      windows.delete(key); // set again below, so that the map's order is by age
      if (windows.size >= maxKeys) forgetOldest(windows);
      windows.set(key, { endsAt: at + windowMs, count: 1 });
      return { count: 1, resetMs: windowMs };
    },
  };
};

const forgetOldest = (windows: Map<string, unknown>): void => {
  for (const key of windows.keys()) {
    windows.delete(key);
    return;
  }
};
