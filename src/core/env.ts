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
  | { readonly type: 'csp-blocked'; readonly url: string }
  /** Another tab wrote to the browser's storage, or removed what was there. */
  | { readonly type: 'storage'; readonly key: string | null };

/** The part of `Storage` that is used. */
export interface WebStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What is read of the events of a page. */
interface PageEvent {
  readonly persisted?: boolean;
  readonly blockedURI?: string;
  readonly effectiveDirective?: string;
  readonly disposition?: string;
  readonly key?: string | null;
}

interface Target {
  addEventListener(type: string, listener: (event: PageEvent) => void, options: { signal: AbortSignal }): void;
}

/** What may or may not stand on `globalThis`. */
interface Surroundings extends Target {
  fetch: typeof fetch;
  crypto: { getRandomValues(array: Uint8Array): Uint8Array };
  navigator?: { readonly userAgent?: string };
  document?: Target & { readonly visibilityState: 'hidden' | 'visible' };
  sessionStorage?: WebStorage;
  localStorage?: WebStorage;
}

const surroundings = globalThis as unknown as Surroundings;

/** `crypto.randomUUID` exists in secure contexts only; a page on plain http has `getRandomValues`. */
const uuid = (): string =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (
      Number(digit) ^
      (surroundings.crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(digit) / 4)))
    ).toString(16),
  );

const pageSignals = (listener: (signal: Signal) => void): (() => void) => {
  const { document } = surroundings;
  const life = new AbortController();
  // Only pages have a document; a worker's and Node's events say nothing about the person.
  if (document) {
    const on = (target: Target, types: string, read: (event: PageEvent) => object | undefined) => {
      for (const type of types.split(' '))
        target.addEventListener(
          type,
          (event) => {
            const told = read(event);
            if (told) listener({ type, ...told } as Signal);
          },
          life,
        );
    };
    on(surroundings, 'online offline pagehide pageshow', ({ persisted = false }) => ({ persisted }));
    on(document, 'freeze resume', () => ({}));
    on(document, 'visibilitychange', () => ({ type: document.visibilityState }));
    on(surroundings, 'storage', ({ key }) => ({ key }));
    // A policy that only reports blocks nothing.
    on(document, 'securitypolicyviolation', ({ effectiveDirective, disposition, blockedURI: url = '' }) =>
      effectiveDirective === 'connect-src' && disposition === 'enforce' ? { type: 'csp-blocked', url } : undefined,
    );
  }
  return () => life.abort();
};

/** Cloudflare's: neither a page nor Node, and strict about what it is asked for. */
export const isOnWorkers = (): boolean => surroundings.navigator?.userAgent === 'Cloudflare-Workers';

/** Leaves out what Workers throw at: the other fields, which only pages need, and `redirect: 'error'`. */
export const keepPlain = ({ method, headers, body, signal }: RequestInit): RequestInit =>
  ({ method, headers, body, signal, redirect: 'manual' }) as RequestInit;

/** The surroundings as they are: a page, a worker or Node. */
export const defaultEnv: Env = {
  fetch: (input, init) => surroundings.fetch(input, isOnWorkers() ? keepPlain(init) : init),
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
