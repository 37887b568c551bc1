/** Keeps what depends on the clock true, by one timer for the whole panel. */
export interface Ticker {
  /** Calls `show` each second while the element is on the page, until what this returns is called. */
  add(element: Element, show: () => void): () => void;
  dispose(): void;
}

export const createTicker = (): Ticker => {
  const shown = new Map<() => void, Element>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const dispose = (): void => {
    clearInterval(timer);
    timer = undefined;
    shown.clear();
  };

  return {
    add(element, show) {
      shown.set(show, element);
      timer ??= setInterval(() => {
        for (const [each, on] of shown) {
          if (on.isConnected) each();
          else shown.delete(each);
        }
        if (shown.size === 0) dispose();
      }, 1000);
      return () => shown.delete(show);
    },
    dispose,
  };
};
