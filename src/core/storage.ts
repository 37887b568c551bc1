import type { Env, WebStorage } from './env.js';

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

const nothing: StorageAdapter = { load: () => null, save: () => {}, remove: () => {}, keys: () => [] };

const fromWebStorage = (find: () => WebStorage | undefined): StorageAdapter => ({
  load: (key) => find()?.getItem(key),
  save: (key, value) => find()?.setItem(key, value),
  remove: (key) => find()?.removeItem(key),
  keys: () => {
    const storage = find();
    return Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '');
  },
});

/** Wraps an adapter so that its failures cost nothing but the value. `onFailure` hears of the first one. */
const forgiving = (adapter: StorageAdapter, onFailure: (error: unknown) => void): StorageAdapter => {
  let told = false;
  const attempt = <Value>(action: () => Awaitable<Value>, fallback: Value): Awaitable<Value> => {
    const failed = (error: unknown) => {
      if (!told) onFailure(error);
      told = true;
      return fallback;
    };
    try {
      const value = action();
      return value instanceof Promise ? value.catch(failed) : value;
    } catch (error) {
      return failed(error);
    }
  };
  return {
    load: (key) => attempt(() => adapter.load(key), null),
    save: (key, value) => attempt<unknown>(() => adapter.save(key, value), undefined),
    remove: (key) => attempt<unknown>(() => adapter.remove(key), undefined),
    keys: () => attempt(() => adapter.keys(), []),
  };
};

export const createStorage = (
  storage: StorageKind | StorageAdapter,
  env: Env,
  onFailure: (error: unknown) => void,
): StorageAdapter => {
  if (typeof storage === 'object') return forgiving(storage, onFailure);
  if (storage === 'none') return nothing;
  return forgiving(
    fromWebStorage(() => env.storage(storage)),
    onFailure,
  );
};
