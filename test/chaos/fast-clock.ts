export type FastTimer = object;

/**
 * Time that runs many times faster than the real one, but never while the process is kept from running: a busy machine must not look
 * like a dead network.
 */
export interface FastClock {
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): FastTimer;
  clearTimeout(timer: FastTimer): void;
  sleep(milliseconds: number): Promise<void>;
}

/** Real ms between two looks at the clock; more than twice as many count as that. */
const tick = 5;

export const createFastClock = (speed: number): FastClock => {
  let passed = 0;
  let seen = performance.now();
  const timers = new Map<FastTimer, { readonly at: number; readonly callback: () => void }>();
  let ticking: ReturnType<typeof setInterval> | undefined;

  const now = (): number => {
    const real = performance.now();
    passed += Math.min(real - seen, 2 * tick) * speed;
    seen = real;
    return passed;
  };
  const look = (): void => {
    const due = [...timers].filter(([, { at }]) => at <= now()).toSorted(([, a], [, b]) => a.at - b.at);
    for (const [timer, { callback }] of due) if (timers.delete(timer)) callback();
    if (timers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
  const clock: FastClock = {
    now,
    setTimeout: (callback, milliseconds) => {
      const timer = {};
      timers.set(timer, { at: now() + milliseconds, callback });
      ticking ??= setInterval(look, tick);
      return timer;
    },
    clearTimeout: (timer) => void timers.delete(timer),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        clock.setTimeout(resolve, milliseconds);
      }),
  };
  return clock;
};
