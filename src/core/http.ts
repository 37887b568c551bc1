import { readRetryAfter } from './backoff.js';
import type { Env } from './env.js';
import { type ErrorCode, ZabyError } from './errors.js';
import { own, ownString } from './wire.js';

/**
 * One HTTP request, one answer or one {@link ZabyError}. It does not retry and does not know tokens: a header is a header,
 * and no header ever reaches an error.
 */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly credentials?: RequestCredentials;
  /** `manual` where a redirect means something to the caller. */
  readonly redirect?: RequestRedirect;
  /** ms until the headers of the answer. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly env: Env;
}

/** An address without its query, for messages: a query may hold what a log must not. */
export const bareUrl = (url: string): string => url.replace(/[?#].*$/, '');

/**
 * Asks, and reads the answer with `read`, whatever its status. The timeout covers both, so `read` should return early for a stream.
 * Throws `network`, `timeout`, the signal's own reason, or what `read` throws.
 */
export const request = async <Result>(
  { env, timeout, signal, url, method, ...init }: HttpRequest,
  read: (response: Response) => Promise<Result>,
): Promise<Result> => {
  signal.throwIfAborted();
  const where = { url: bareUrl(url), retryable: true };
  const limit = new AbortController();
  const timer = env.setTimeout(
    () => limit.abort(new ZabyError('timeout', `No answer within ${timeout} ms: ${method} ${where.url}`, where)),
    timeout,
  );
  try {
    const response = await env.fetch(url, {
      method,
      headers: init.headers ?? {},
      ...(init.body !== undefined && { body: init.body }),
      credentials: init.credentials ?? 'omit',
      redirect: init.redirect ?? 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      // Past the headers the caller's signal must still reach the body.
      signal: AbortSignal.any([signal, limit.signal]),
    });
    return await read(response);
  } catch (cause) {
    if (cause instanceof ZabyError) throw cause;
    if (signal.aborted) throw signal.reason;
    if (limit.signal.aborted) throw limit.signal.reason;
    throw new ZabyError('network', `Nothing answered: ${method} ${where.url}`, { ...where, cause });
  } finally {
    env.clearTimeout(timer);
  }
};

const byStatus = (status: number, platformCode: string): { code: ErrorCode; retryable: boolean } => {
  if (/QUOTA/.test(platformCode)) return { code: 'quota', retryable: false };
  if (status === 401) return { code: 'session-ended', retryable: false };
  if (status === 403 || status === 402) return { code: 'forbidden', retryable: false };
  if (status === 404) return { code: 'not-found', retryable: false };
  if (status === 409) return { code: 'conflict', retryable: false };
  if (status === 410) return { code: 'expired', retryable: false };
  if (status === 429) return { code: 'rate-limited', retryable: true };
  if (status === 408 || status === 425) return { code: 'timeout', retryable: true };
  if (status >= 500) return { code: 'server', retryable: status !== 501 };
  if (status >= 400) return { code: 'invalid-input', retryable: false };
  return { code: 'protocol', retryable: false };
};

/** Reads JSON; `undefined` where it is none. */
export const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Turns a refusal into an error: the platform's code and sentence, its request id, and when to come back. */
export const readError = async (
  response: Response,
  { method, url }: { method: string; url: string },
  env: Env,
): Promise<ZabyError> => {
  const body = await readJson(response);
  const inner = own(body, 'error');
  const platformCode = ownString(body, 'code', 'errorCode') ?? ownString(inner, 'code', 'errorCode');
  const sentence =
    ownString(body, 'message') ?? ownString(inner, 'message') ?? (typeof inner === 'string' ? inner : undefined);
  const { code, retryable } = byStatus(response.status, platformCode ?? '');
  const retryAfter = readRetryAfter(response.headers, env.date());
  // The platform's sentence reaches the person for `invalid-input`, so it stands alone in the message.
  return new ZabyError(code, sentence?.slice(0, 500) ?? `${method} ${bareUrl(url)} answered ${response.status}`, {
    url: bareUrl(url),
    status: response.status,
    platformCode,
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfter,
    retryable,
    body,
  });
};
