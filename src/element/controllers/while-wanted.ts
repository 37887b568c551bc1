/**
 * Keeps something going while it is wanted, with what it takes in a file of its own: most people never need it.
 *
 * `bring` gives what begins it; that gives what ends it. A file that did not arrive is asked for again when it is wanted anew.
 */
export const whileWanted = (bring: () => Promise<() => () => void>): ((wanted: boolean) => void) => {
  let wanted = false;
  let end: (() => void) | undefined;
  const start = async (): Promise<void> => {
    const begin = await bring().catch(() => undefined);
    if (wanted) end ??= begin?.();
  };
  return (now) => {
    if (now === wanted) return;
    wanted = now;
    end?.();
    end = undefined;
    if (now) void start();
  };
};
