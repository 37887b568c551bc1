/** Says how many seconds to wait before the next token for this user, or 0 for none. */
export type RateLimit = (userId: string) => number;

const windowMs = 60_000;
const maxUsers = 10_000;

/**
 * Allows each user so many tokens a minute, in windows of a minute.
 *
 * Counts in the memory of this process, so a host with ten processes allows ten times as many: it keeps one visitor from
 * spending the quota of all, the platform's own policies do the rest. Memory is bounded: beyond 10,000 users a minute, the
 * one seen longest ago is forgotten.
 */
export const createRateLimit = (perMinute: number, now: () => number): RateLimit => {
  const windows = new Map<string, { readonly startedAt: number; count: number }>();
  return (userId) => {
    const at = now();
    const open = windows.get(userId);
    if (open && at - open.startedAt < windowMs) {
      if (open.count >= perMinute) return Math.ceil((open.startedAt + windowMs - at) / 1000);
      open.count += 1;
      return 0;
    }
    windows.delete(userId); // set again below, so that the map's order is by age
    if (windows.size >= maxUsers) forgetOldest(windows);
    windows.set(userId, { startedAt: at, count: 1 });
    return 0;
  };
};

const forgetOldest = (windows: Map<string, unknown>): void => {
  for (const userId of windows.keys()) {
    windows.delete(userId);
    return;
  }
};
