import { setMaxListeners } from 'node:events';
import type { Env, Signal } from '../../src/core/index.js';
import type { FastClock, FastTimer } from './fast-clock.js';
import type { Once } from './once.js';
import type { Random } from './random.js';

/** One life of a page over the real network, in fast time. */
export interface FastPage {
  readonly env: Env;
  readonly gone: AbortSignal;
  signal(signal: Signal): void;
  crash(): void;
  readonly timers: number;
  readonly listeners: number;
}

export const createFastPage = (random: Random, once: Once, fastClock: FastClock): FastPage => {
  const end = new AbortController();
  const { signal: gone } = end;
  setMaxListeners(0, gone);
  const timers = new Set<FastTimer>();
  const listeners = new Set<(signal: Signal) => void>();
  const never = new Promise<never>(() => {});
  const fetchHere: Env['fetch'] = async (url, init) => {
    if (gone.aborted) return never;
    const settle = once.begin(init.method ?? 'GET', url, typeof init.body === 'string' ? JSON.parse(init.body) : {});
    const given = init.signal ?? gone;
    given.addEventListener('abort', () => settle(), { once: true });
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.any([gone, given]) });
      // An answer counts when it was read to its end.
      const isJson = response.headers.get('content-type')?.includes('json');
      const whole = isJson ? new Response(await response.text(), response) : response;
      settle(whole.status);
      return gone.aborted ? await never : whole;
    } catch (error) {
      settle();
      if (gone.aborted) return never;
      throw error;
    }
  };
  return {
    gone,
    env: {
      fetch: fetchHere,
      now: fastClock.now,
      date: () => Date.parse('2026-03-01') + fastClock.now(),
      setTimeout: (callback, milliseconds) => {
        if (gone.aborted) return undefined;
        const timer = fastClock.setTimeout(() => {
          timers.delete(timer);
          callback();
        }, milliseconds);
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        timers.delete(timer as FastTimer);
        fastClock.clearTimeout(timer as FastTimer);
      },
      random: random.next,
      uuid: random.uuid,
      storage: () => undefined,
      signals: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    signal: (signal) => {
      for (const listener of listeners) listener(signal);
    },
    crash: () => {
      end.abort(new Error('The page is gone.'));
      for (const timer of timers) fastClock.clearTimeout(timer);
      timers.clear();
      listeners.clear();
    },
    get timers() {
      return timers.size;
    },
    get listeners() {
      return listeners.size;
    },
  };
};
