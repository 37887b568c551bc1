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
