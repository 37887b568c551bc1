import type { Policy } from './contract.js';
import type { Env } from './env.js';
import { type ErrorCode, ZabyError } from './errors.js';

/** How long to wait, and how to wait so that it can be cut short. */

/**
 * Reads `Retry-After` in seconds, from either of its forms (RFC 9110 §10.2.3). An HTTP-date is counted from the answer's own `Date`
 * where that is readable, since the clocks of the two sides may differ by hours.
 */
export const readRetryAfter = (headers: Headers, now: number): number | undefined => {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  // A date begins with its weekday; `Date.parse` would read "1.5" too.
  const until = /^[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(until) ? undefined : Math.max(0, (until - (Date.parse(headers.get('date') ?? '') || now)) / 1000);
};

/**
 * The wait before attempt `attempt + 1`, in ms: what the server asked for, else full jitter over a doubling span.
 * Throws the error where the server asks for more patience than the policy has.
 */
export const backoff = (attempt: number, policy: Policy, env: Env, error?: ZabyError): number => {
  const { retryAfter, status } = error ?? {};
  if (retryAfter === undefined) {
    const base = status === 429 || status === 503 ? 2 * policy.backoffBase : policy.backoffBase;
    return env.random() * Math.min(policy.backoffMaximum, base * 2 ** (attempt - 1));
  }
  if (retryAfter * 1000 > policy.retryAfterMaximum) throw error;
  return retryAfter * 1000;
};

/**
 * ms since now, by whichever clock goes further: the monotonic one may stand still while a machine sleeps, a wall clock may be set back
 * (DECISIONS.md, "Policy").
 */
export const stopwatch = (env: Env): (() => number) => {
  const now = env.now();
  const date = env.date();
  return () => Math.max(env.now() - now, env.date() - date);
};

/** Waits for a task, but no longer than this caller wants: rejects with the signal's reason when aborted. */
export const until = <Result>(task: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    task.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

/** Resolves after `ms`, or at once when `wake` is called; rejects with the signal's reason when aborted. */
export const wait = (ms: number, env: Env, signal: AbortSignal, onWake?: (wake: () => void) => void): Promise<void> => {
  let timer: unknown;
  const woken = new Promise<void>((resolve) => {
    timer = env.setTimeout(resolve, ms);
    onWake?.(resolve);
  });
  return until(woken, signal).finally(() => env.clearTimeout(timer));
};

/** Does something that has so many ms; then its signal is aborted with the error. */
export const within = async <Result>(
  ms: number,
  error: ZabyError,
  env: Env,
  signal: AbortSignal,
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const limit = new AbortController();
  const timer = env.setTimeout(() => limit.abort(error), ms);
  try {
    // What outlives the limit, as the body of a stream does, is still ended by the caller's signal.
    const asked = AbortSignal.any([signal, limit.signal]);
    // Nor is it left to what is done to notice: in Node the body of an answer may lose the signal of its request.
    return await until(action(asked), asked);
  } finally {
    env.clearTimeout(timer);
  }
};

/** Told of each wait before another attempt; `nextAt` is ms on `env.date()`. */
export type OnWait = (wait: { readonly attempt: number; readonly nextAt: number; readonly code: ErrorCode }) => void;

/** Waits until a failed attempt may be repeated; throws its error where it may not: it is final, or there were attempts enough. */
export const patience = async (
  error: unknown,
  attempt: number,
  attempts: number,
  { env, policy, signal, onWait }: { env: Env; policy: Policy; signal: AbortSignal; onWait?: OnWait | undefined },
): Promise<void> => {
  if (!(error instanceof ZabyError) || !error.retryable || attempt >= attempts) throw error;
  const delay = backoff(attempt, policy, env, error);
  onWait?.({ attempt, nextAt: env.date() + delay, code: error.code });
  await wait(delay, env, signal);
};
