/** Resolves in the next frame; a page that nobody sees gets none, so within 100 ms whatever happens. */
export const nextFrame = (): Promise<unknown> =>
  new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 100);
  });
