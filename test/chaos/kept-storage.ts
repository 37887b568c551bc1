import type { StorageAdapter } from '../../src/core/index.js';

/** Storage that outlives the pages; of a page that has crashed it takes nothing more. */
export const createKeptStorage = (
  kept: Map<string, string>,
  isAsync: boolean,
  isGone: () => boolean,
): StorageAdapter => {
  const answer = <Value>(value: Value): Value | Promise<Value> => (isAsync ? Promise.resolve(value) : value);
  return {
    load: (key) => answer(kept.get(key)),
    save: (key, value) => answer(isGone() ? undefined : kept.set(key, value)),
    remove: (key) => answer(isGone() ? undefined : kept.delete(key)),
    keys: () => answer([...kept.keys()]),
  };
};
