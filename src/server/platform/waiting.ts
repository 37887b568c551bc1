/** A timer that is set for longer ends at once. */
const longest = 2 ** 31 - 1;

/** Resolves after `ms`; rejects with the signal's reason when that aborts. Leaves no listener and no timer. */
export const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  within(ms, signal, undefined, () => new Promise(() => {}));

/**
 * Does something that has so many ms, and no longer than the caller wants. At the end its signal aborts with `late`; without `late`
 * the time being up is a success without a result.
 *
 * It does not rely on what is done to notice: a host's own `fetch` may not know signals. Nor on `AbortSignal.any`, which in some Nodes
 * keeps something for every signal that was ever joined to one that lives long.
 */
export const within = <Result>(
  ms: number,
  signal: AbortSignal | undefined,
  late: (() => Error) | undefined,
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const limit = new AbortController();
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      settle();
    };
    const fail = (reason: unknown): void =>
      finish(() => {
        limit.abort(reason);
        reject(reason as Error);
      });
    const abort = (): void => fail(signal?.reason);
    const timer = setTimeout(
      () => (late ? fail(late()) : finish(() => resolve(undefined as Result))),
      Math.min(ms, longest),
    );
    signal?.addEventListener('abort', abort);
    action(limit.signal).then(
      (result) => finish(() => resolve(result)),
      (reason: unknown) => finish(() => reject(reason as Error)),
    );
  });
