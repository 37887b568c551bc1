import type { Env, Signal, WebStorage } from '../../src/core/index.js';

/** A world whose time moves only when told to. */
export interface FakeEnv extends Env {
  /** Lets both clocks run, timers fire, and what waits on them go on. */
  advance(ms: number): Promise<void>;
  /**
   * Lets both clocks run while timers do not, as on a frozen page. What was due fires afterwards, each once, unless `timers` are `late`:
   * then it waits for the next `advance`, as on a page that nobody looks at.
   */
  sleep(ms: number, options?: { readonly timers?: 'late' }): Promise<void>;
  /** Lets the wall clock run alone, as while a laptop sleeps; negative sets it back. */
  jump(ms: number): void;
  /** Says something as the page would. */
  signal(signal: Signal): void;
  /** What is still waiting. */
  readonly timers: number;
  readonly listeners: number;
  readonly stored: Map<string, string>;
}

/** Lets everything that waits on promises alone run. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
};

export const createWebStorage = (values: Map<string, string>): WebStorage => ({
  get length() {
    return values.size;
  },
  key: (index) => [...values.keys()][index] ?? null,
  getItem: (key) => values.get(key) ?? null,
  setItem: (key, value) => void values.set(key, value),
  removeItem: (key) => void values.delete(key),
});

export const createFakeEnv = (fetch: Env['fetch'] = () => Promise.reject(new TypeError('No network'))): FakeEnv => {
  let now = 1_000;
  let date = Date.parse('2026-03-01T12:00:00Z');
  let serial = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();
  const listeners = new Set<(signal: Signal) => void>();
  const stored = new Map<string, string>();
  const storage = createWebStorage(stored);
  return {
    fetch,
    now: () => now,
    date: () => date,
    setTimeout: (callback, ms) => {
      serial += 1;
      timers.set(serial, { at: now + ms, callback });
      return serial;
    },
    clearTimeout: (timer) => void timers.delete(timer as number),
    random: () => 0.5,
    uuid: () => crypto.randomUUID(),
    storage: () => storage,
    signals: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        const [id, { at, callback }] = due;
        timers.delete(id);
        date += Math.max(at - now, 0);
        now = Math.max(at, now);
        callback();
        await settle();
      }
      date += end - now;
      now = end;
    },
    sleep: async (ms, { timers: when } = {}) => {
      now += ms;
      date += ms;
      await settle();
      if (when === 'late') return;
      const due = [...timers].filter(([, { at }]) => at <= now).toSorted(([, a], [, b]) => a.at - b.at);
      for (const [id, { callback }] of due) {
        if (timers.delete(id)) callback();
        await settle();
      }
    },
    jump: (ms) => {
      date += ms;
    },
    signal: (signal) => {
      for (const listener of listeners) listener(signal);
    },
    get timers() {
      return timers.size;
    },
    get listeners() {
      return listeners.size;
    },
    stored,
  };
};
