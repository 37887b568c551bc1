import { TokenEndpointError } from './errors.js';
import { inTime } from './in-time.js';
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

/** Throws `rate-limited` where `id` has asked more than `perMinute` times. At once where nothing has to be waited for. */
export type RateLimit = (id: string, onFailure: (error: TokenEndpointError) => void) => void | Promise<void>;

const windowMs = 60_000;
const storeTimeoutMs = 1000;
const storeIsLate = (): Error => new Error(`no answer within ${storeTimeoutMs} ms`);

/** Counts one kind of asker, `user` or `address`, who are told apart by an id. */
export const createRateLimit = (
  kind: string,
  perMinute: number,
  store: RateLimitStore | undefined,
  now: () => number,
): RateLimit => {
  const memory = createMemoryStore(now);

  const judge = ({ count, resetMs }: RateCount): void => {
    if (count <= perMinute) return;
    throw new TokenEndpointError('rate-limited', `One ${kind} asked for too many tokens`, {
      retryAfter: String(Math.max(1, Math.ceil(Math.min(resetMs, windowMs) / 1000))),
    });
  };

  const increment = async (shared: RateLimitStore, id: string): Promise<RateCount> =>
    shared.increment(`zaby-agent:${kind}:${id}`, windowMs);

  const countInStore = async (shared: RateLimitStore, id: string): Promise<RateCount> => {
    // A client that queues while its server is down would otherwise keep visitors waiting for as long.
    const counted = await inTime(increment(shared, id), storeTimeoutMs, storeIsLate);
    if (Number.isFinite(counted?.count) && Number.isFinite(counted.resetMs)) return counted;
    throw new TypeError('increment gives { count, resetMs }, both numbers');
  };

  const judgeByStore = async (shared: RateLimitStore, ...[id, onFailure]: Parameters<RateLimit>): Promise<void> => {
    const counted = await countInStore(shared, id).catch((thrown: unknown) => {
      const cause = redactError(thrown);
      const message = 'The rateLimit.store failed; this process counts for itself meanwhile';
      onFailure(new TokenEndpointError('internal', message, { cause }));
      return memory.increment(id, windowMs);
    });
    judge(counted);
  };

  return (id, onFailure) => {
    if (perMinute === Infinity) return undefined;
    return store ? judgeByStore(store, id, onFailure) : judge(memory.increment(id, windowMs));
  };
};
