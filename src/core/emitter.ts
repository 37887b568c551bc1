/** A list of listeners. One that throws is reported, and never stops the others or the one who calls. */
export interface Emitter<Value> {
  emit(value: Value): void;
  listen(listener: (value: Value) => void): () => void;
  clear(): void;
}

export const createEmitter = <Value>(): Emitter<Value> => {
  const listeners = new Set<{ readonly call: (value: Value) => void }>();
  return {
    emit: (value) => {
      for (const { call } of listeners) {
        try {
          call(value);
        } catch (error) {
          // A host's own mistake is reported where its developer looks, without unwinding our work.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    listen: (call) => {
      const entry = { call };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    clear: () => listeners.clear(),
  };
};

/** Everything emitted from now on, for `for await`; ends when the signal is aborted or the emitter is cleared by its owner. */
export const iterate = <Value>(emitter: Emitter<Value>, signal: AbortSignal): AsyncIterable<Value> => ({
  [Symbol.asyncIterator]: () => {
    const waiting: Value[] = [];
    let wake: (() => void) | undefined;
    // Listens from the call on, so that nothing between two `next()` is missed.
    const stop = emitter.listen((value) => {
      waiting.push(value);
      wake?.();
    });
    signal.addEventListener('abort', () => wake?.(), { once: true });
    const end = async () => {
      stop();
      return { done: true as const, value: undefined };
    };
    return {
      next: async () => {
        while (waiting.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
        return waiting.length > 0 ? { done: false, value: waiting.shift()! } : end();
      },
      return: end,
    };
  },
});
