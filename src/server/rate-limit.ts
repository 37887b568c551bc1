import { TokenEndpointError } from './errors.js';
import { createMemoryStore } from './memory-store.js';
import { redactError } from './redact.js';

/** How often tokens may be asked for. Counted in windows of a minute that begin with the first request. */
export interface RateLimitOptions {
  /** For one user. Default 60; `Infinity` where a gateway counts already. */
  perMinute?: number | undefined;
  /** For one address, all its users together; only where `clientAddress` tells it. Default 600. */
  perAddressPerMinute?: number | undefined;
  /** Where it is counted. Default: the memory of this process, so a host with ten processes allows ten times as many. */
  store?: RateLimitStore | undefined;
}

/**
 * Counts for all processes of a host together, in a Redis for example.
 *
 * While it throws, or takes more than a second, this process counts for itself, so an outage of the store neither keeps
 * visitors out nor lets one of them take everything; `onError` hears of it.
 */
export interface RateLimitStore {
  /**
   * Counts one more under `key`, in one step that no other process can come between. The first one opens a window of
   * `windowMs`, after which counting begins anew.
   */
  increment(key: string, windowMs: number): RateCount | Promise<RateCount>;
}

export interface RateCount {
  /** How many it makes in this window, this one included. */
  readonly count: number;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}

/** Throws `rate-limited` where `id` has asked more than `perMinute` times. */
export type RateLimit = (
  id: string,
  perMinute: number,
  onFailure: (error: TokenEndpointError) => void,
) => Promise<void>;

const windowMs = 60_000;
const storeTimeoutMs = 1000;

/** Counts one kind of asker, `user` or `address`, who are told apart by an id. */
export const createRateLimit = (kind: string, store: RateLimitStore | undefined, now: () => number): RateLimit => {
  const memory = createMemoryStore(now);

  const countInStore = async (shared: RateLimitStore, key: string): Promise<RateCount> => {
    const counted = await inTime(shared.increment(key, windowMs));
    if (Number.isFinite(counted?.count) && Number.isFinite(counted.resetMs)) return counted;
    throw new TypeError('increment gives { count, resetMs }, both numbers');
  };

  return async (id, perMinute, onFailure) => {
    if (perMinute === Infinity) return;
    const key = `zaby-agent:${kind}:${id}`;
    const counted = store
      ? await countInStore(store, key).catch((thrown: unknown) => {
          onFailure(
            new TokenEndpointError('internal', 'The rateLimit.store failed; this process counts for itself meanwhile', {
              cause: redactError(thrown),
            }),
          );
          return memory.increment(key, windowMs);
        })
      : memory.increment(key, windowMs);
    if (counted.count <= perMinute) return;
    throw new TokenEndpointError('rate-limited', `One ${kind} asked for too many tokens`, {
      retryAfter: String(Math.max(1, Math.ceil(Math.min(counted.resetMs, windowMs) / 1000))),
    });
  };
};

/** A client that queues while its server is down would otherwise keep visitors waiting for as long. */
const inTime = async <Value>(value: Value | Promise<Value>): Promise<Value> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${storeTimeoutMs} ms`)), storeTimeoutMs);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
};
