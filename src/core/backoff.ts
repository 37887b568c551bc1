import type { Policy } from './contract.js';
import type { Env } from './env.js';
import { ZabyError } from './errors.js';

/** How long to wait, and how to wait so that it can be cut short. */

/**
 * Reads `Retry-After` in seconds, from either of its forms (RFC 9110 §10.2.3). An HTTP-date is counted from the answer's own `Date`
 * where that is readable, since the clocks of the two sides may differ by hours.
 */
export const readRetryAfter = (headers: Headers, now: number): number | undefined => {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const until = Date.parse(value);
  if (Number.isNaN(until) || /^[-+\d.]+$/.test(value)) return undefined;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, (until - (Number.isNaN(serverNow) ? now : serverNow)) / 1000);
};

/** The wait before attempt `attempt + 1`, in ms: what the server asked for, else full jitter over a doubling span. */
export const backoff = (attempt: number, policy: Policy, env: Env, error?: ZabyError): number => {
  if (error?.retryAfter !== undefined) return error.retryAfter * 1000;
  const base = error?.status === 429 || error?.status === 503 ? 2 * policy.backoffBase : policy.backoffBase;
  return env.random() * Math.min(policy.backoffMaximum, base * 2 ** (attempt - 1));
};

/** Resolves after `ms`, or at once when `wake` is called; rejects with the signal's reason when aborted. */
export const wait = (ms: number, env: Env, signal: AbortSignal, onWake?: (wake: () => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const settle = (finish: () => void) => () => {
      env.clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      finish();
    };
    const abort = settle(() => reject(signal.reason as Error));
    const wake = settle(resolve);
    const timer = env.setTimeout(wake, ms);
    signal.addEventListener('abort', abort);
    onWake?.(wake);
  });

/** Repeats an action while its error says that it may succeed later, as often and as long as the policy allows. */
export const withRetries = async <Result>(
  action: (attempt: number) => Promise<Result>,
  {
    env,
    policy,
    signal,
    attempts = policy.requestAttempts,
    isFinal,
  }: {
    env: Env;
    policy: Policy;
    signal: AbortSignal;
    attempts?: number;
    isFinal?: (error: ZabyError) => boolean;
  },
): Promise<Result> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action(attempt);
    } catch (error) {
      if (!(error instanceof ZabyError) || !error.retryable || attempt >= attempts || isFinal?.(error)) throw error;
      if ((error.retryAfter ?? 0) * 1000 > policy.retryAfterMaximum) throw error;
      await wait(backoff(attempt, policy, env, error), env, signal);
    }
  }
};
