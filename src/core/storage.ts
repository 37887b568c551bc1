import type { Env } from './env.js';

/**
 * Where a conversation survives a reload (never a token).
 *
 * It knows keys and strings. A storage that throws (blocked, full) costs only persistence: nothing here ever throws.
 */
export type StorageKind = 'none' | 'session' | 'local';

type Awaitable<Value> = Value | Promise<Value>;

/** A storage of the host's own, sync or async. Values are JSON text without anything secret. */
export interface StorageAdapter {
  load(key: string): Awaitable<string | null | undefined>;
  save(key: string, value: string): Awaitable<unknown>;
  remove(key: string): Awaitable<unknown>;
  keys(): Awaitable<readonly string[]>;
}

/** The storage that a word stands for. */
const fromWebStorage = (kind: StorageKind, env: Env): StorageAdapter => {
  const find = () => (kind === 'none' ? undefined : env.storage(kind));
  return {
    load: (key) => find()?.getItem(key),
    save: (key, value) => find()?.setItem(key, value),
    remove: (key) => find()?.removeItem(key),
    keys: () => {
      const storage = find();
      return Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '');
    },
  };
};

/** Does to a storage what a caller wants; its failures cost nothing but the value. */
const attempt = <Value>(action: () => Awaitable<Value>, fallback?: Value): Awaitable<Value | undefined> => {
  try {
    const value = action();
    return value instanceof Promise ? value.catch(() => fallback) : value;
  } catch {
    return fallback;
  }
};

export const createStorage = (storage: StorageKind | StorageAdapter, env: Env): StorageAdapter => {
  const adapter = typeof storage === 'object' ? storage : fromWebStorage(storage, env);
  let last: Awaitable<unknown>;
  /** One after the other: of two that are under way at once the older might arrive last. */
  const change = (action: () => Awaitable<unknown>) =>
    (last = last instanceof Promise ? last.then(() => attempt(action)) : attempt(action));
  return {
    load: (key) => attempt(() => adapter.load(key)),
    save: (key, value) => change(() => adapter.save(key, value)),
    remove: (key) => change(() => adapter.remove(key)),
    keys: () => attempt(() => adapter.keys(), []) as Awaitable<readonly string[]>,
  };
};
