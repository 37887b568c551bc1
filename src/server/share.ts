import { isOnWorkers } from '../core/inner.js';

/**
 * Lets everyone who wants the same thing at the same time wait for one answer.
 *
 * Whoever asks first makes it; a failure is shared like an answer, and nothing is kept once it is there. Those who leave
 * meanwhile take nothing from the others, since it is made for nobody in particular.
 */
export interface Share<Value> {
  get(key: string, make: () => Promise<Value>): Promise<Value>;
  /** Resolves when what is being made under this key is done, however it ends; `undefined` where nothing is. */
  settled(key: string): Promise<unknown> | undefined;
}

export const createShare = <Value>(): Share<Value> => {
  const pending = new Map<string, Promise<Value>>();

  const makeOnce = async (key: string, make: () => Promise<Value>): Promise<Value> => {
    try {
      return await make();
    } finally {
      pending.delete(key);
    }
  };

  return {
    get: (key, make) => {
      // Workers tie every call to the request that made it: whoever waits for another request's call waits forever when that
      // one is let go of. There, everyone asks for themselves.
      if (isOnWorkers()) return make();
      const known = pending.get(key);
      if (known) return known;
      const making = makeOnce(key, make);
      pending.set(key, making);
      return making;
    },
    settled: (key) => pending.get(key)?.catch(() => undefined),
  };
};
