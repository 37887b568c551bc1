/**
 * The outside world as the core needs it: the network, the clock, chance, storage and the page's signals.
 *
 * Passed in, so that a program or a test may bring its own, and called through, never captured: a page may replace `fetch` after we load.
 * Written against structural types, so that the core needs no DOM library and runs in pages, workers and Node alike.
 */
export interface Env {
  fetch(input: string, init: RequestInit): Promise<Response>;
  /** Monotonic, ms. To count with. */
  now(): number;
  /** Wall clock, ms since the epoch. To show, and to notice sleep. */
  date(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** 0 (included) to 1 (excluded). */
  random(): number;
  uuid(): string;
  /** The browser's storage of that kind, or `undefined` where there is none or it is blocked. */
  storage(kind: 'session' | 'local'): WebStorage | undefined;
  /** Calls at every signal of the page; returns the function that stops it. */
  signals(listener: (signal: Signal) => void): () => void;
}

export type Signal =
  | { readonly type: 'online' | 'offline' | 'visible' | 'hidden' | 'freeze' | 'resume' | 'pagehide' }
  /** `persisted`: back from the back-forward cache. */
  | { readonly type: 'pageshow'; readonly persisted: boolean }
  | { readonly type: 'csp-blocked'; readonly url: string };

/** The part of `Storage` that is used. */
export interface WebStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

interface Target {
  addEventListener(
    type: string,
    listener: (event: { persisted?: boolean; blockedURI?: string; effectiveDirective?: string }) => void,
  ): void;
  removeEventListener(type: string, listener: (event: never) => void): void;
}

/** What may or may not stand on `globalThis`. */
interface Surroundings {
  fetch: typeof fetch;
  crypto: { randomUUID?: () => string; getRandomValues(array: Uint8Array): Uint8Array };
  addEventListener?: Target['addEventListener'];
  removeEventListener?: Target['removeEventListener'];
  document?: Target & { readonly visibilityState: string };
  sessionStorage?: WebStorage;
  localStorage?: WebStorage;
}

const surroundings = globalThis as unknown as Surroundings;

/** `crypto.randomUUID` exists in secure contexts only; a page on plain http has `getRandomValues`. */
const uuid = (): string => {
  const { crypto } = surroundings;
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

const pageSignals = (listener: (signal: Signal) => void): (() => void) => {
  const { document } = surroundings;
  // Only pages have a document; a worker's and Node's events say nothing about the person.
  if (!document || !surroundings.addEventListener) return () => {};
  const page = surroundings as Target;
  const stops: (() => void)[] = [];
  const on = (
    target: Target,
    type: string,
    read: (event: { persisted?: boolean; blockedURI?: string; effectiveDirective?: string }) => Signal | undefined,
  ) => {
    const handle: Parameters<Target['addEventListener']>[1] = (event) => {
      const signal = read(event);
      if (signal) listener(signal);
    };
    target.addEventListener(type, handle);
    stops.push(() => target.removeEventListener(type, handle));
  };
  on(page, 'online', () => ({ type: 'online' }));
  on(page, 'offline', () => ({ type: 'offline' }));
  on(page, 'pagehide', () => ({ type: 'pagehide' }));
  on(page, 'pageshow', (event) => ({ type: 'pageshow', persisted: event.persisted === true }));
  on(document, 'visibilitychange', () => ({ type: document.visibilityState === 'hidden' ? 'hidden' : 'visible' }));
  on(document, 'freeze', () => ({ type: 'freeze' }));
  on(document, 'resume', () => ({ type: 'resume' }));
  on(document, 'securitypolicyviolation', (event) =>
    event.effectiveDirective === 'connect-src' ? { type: 'csp-blocked', url: event.blockedURI ?? '' } : undefined,
  );
  return () => {
    for (const stop of stops) stop();
  };
};

/** The surroundings as they are: a page, a worker or Node. */
export const defaultEnv: Env = {
  fetch: (input, init) => surroundings.fetch(input, init),
  now: () => performance.now(),
  date: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as number),
  random: () => Math.random(),
  uuid,
  storage: (kind) => {
    try {
      return kind === 'session' ? surroundings.sessionStorage : surroundings.localStorage;
    } catch {
      return undefined; // A blocked third-party storage throws on access.
    }
  },
  signals: pageSignals,
};
