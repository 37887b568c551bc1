/** Resolves in the next frame; a page that nobody sees gets none, so within 100 ms whatever happens. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      resolve();
    };
    const frame = requestAnimationFrame(end);
    const timer = setTimeout(end, 100);
  });

/** Calls when there is nothing else to do, and tells for how many ms. Safari does not tell: there it is soon. */
export const whenIdle = (call: (free: number) => void): unknown =>
  'requestIdleCallback' in globalThis
    ? requestIdleCallback((deadline) => call(deadline.timeRemaining()), { timeout: 500 })
    : setTimeout(call, 20, 10);
