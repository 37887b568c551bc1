import type { Env } from './env.js';
import type { OpenItems } from './normalize.js';
import type { Cursor } from './sequencer.js';
import type { ConversationState } from './state.js';
import type { StorageAdapter } from './storage.js';
import { isObject, own } from './wire.js';

/**
 * Keeps a conversation in storage while it moves, and reads it back.
 *
 * One record holds state and stream position together, so that they always fit. Nothing is written before the first `save`.
 */
export interface Saved {
  readonly version: 1;
  readonly state: ConversationState;
  /** Where the run in flight stands. */
  readonly run?: { readonly turnId: string; readonly cursor: Cursor; readonly open: OpenItems };
  readonly agentSessionId?: string;
}

export interface Persistence {
  /** What was kept, at once where the storage is sync; `undefined` where it is nothing we can read. */
  load(): Saved | undefined | Promise<Saved | undefined>;
  /** Soon, and only once however often it is called; `now` for what must not be lost. */
  save(now?: boolean): void;
  /** Forgets what was kept. */
  remove(): void;
  dispose(): void;
}

const delay = 500;

const read = (text: string | null | undefined): Saved | undefined => {
  if (!text) return undefined;
  try {
    const saved: unknown = JSON.parse(text);
    const state = own(saved, 'state');
    const known =
      own(saved, 'version') === 1 &&
      isObject(state) &&
      typeof state.conversationId === 'string' &&
      Array.isArray(state.turns) &&
      state.turns.every((turn) => Array.isArray(own(turn, 'parts')));
    return known ? (saved as Saved) : undefined;
  } catch {
    return undefined;
  }
};

export const createPersistence = (storage: StorageAdapter, key: string, record: () => Saved, env: Env): Persistence => {
  let timer: unknown;
  let disposed = false;
  const flush = () => {
    if (timer === undefined) return;
    env.clearTimeout(timer);
    timer = undefined;
    try {
      void storage.save(key, JSON.stringify(record()));
    } catch {
      // Something of the page's own in it is no JSON: that costs persistence, and nothing else.
    }
  };
  const stopSignals = env.signals((signal) => {
    if (/^(?:hidden|pagehide|freeze)$/.test(signal.type)) flush();
  });
  return {
    load: () => {
      const text = storage.load(key);
      return text instanceof Promise ? text.then(read) : read(text);
    },
    save: (now = false) => {
      if (disposed) return;
      timer ??= env.setTimeout(flush, delay);
      if (now) flush();
    },
    remove: () => {
      env.clearTimeout(timer);
      timer = undefined;
      void storage.remove(key);
    },
    dispose: () => {
      flush();
      disposed = true;
      stopSignals();
    },
  };
};

/** What the keys of all conversations of one person with one agent begin with (DECISIONS.md, "Identity"). */
export const storagePrefix = (source: string, userKey = 'anon'): string => `zaby:${source}:${userKey}:`;
