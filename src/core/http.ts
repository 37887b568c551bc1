import { readRetryAfter, within } from './backoff.js';
import { isForbidden, withoutQuery } from './content-policy.js';
import type { Note } from './diagnostics.js';
import type { Env } from './env.js';
import { type ErrorCode, ZabyError } from './errors.js';
import { own, ownString } from './wire.js';

/**
 * One HTTP request, one answer or one {@link ZabyError}. It does not retry and does not know tokens: a header is a header,
 * and no header ever reaches an error.
 */
export interface HttpRequest {
  readonly url: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON, by `POST`; without it the request is a `GET`. */
  readonly body?: object | undefined;
  readonly credentials?: RequestCredentials;
  /** `manual` where a redirect means something to the caller. */
  readonly redirect?: RequestRedirect;
  /** ms until the headers of the answer. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly env: Env;
  /** Told of the call and of how it went. */
  readonly note?: Note | undefined;
}

/** An answer, and where it came from: `POST https://…`, without the query, which may hold what a log must not. */
export interface Answer {
  readonly response: Response;
  readonly call: string;
  readonly where: { readonly url: string; readonly status: number };
}

/**
 * Asks, and reads the answer with `read`, whatever its status. The timeout covers both, so `read` should return early for a stream.
 * Throws `network`, `timeout`, `blocked-by-csp`, the signal's own reason, or what `read` throws.
 */
export const request = async <Result>(
  { env, note, timeout, signal, url, body, headers, ...init }: HttpRequest,
  read: (answer: Answer) => Promise<Result>,
): Promise<Result> => {
  signal.throwIfAborted();
  const method = body ? 'POST' : 'GET';
  const where = { url: withoutQuery(url), retryable: true };
  const call = `${method} ${where.url}`;
  const late = new ZabyError('timeout', `No answer within ${timeout} ms: ${call}`, where);
  return within(timeout, late, env, signal, async (asked) => {
    const begin = env.now();
    let outcome: number | string | undefined;
    const told = (how: number | string) => {
      outcome = how;
      note?.('call', call, how, Math.round(env.now() - begin), headers?.['last-event-id']);
    };
    try {
      const response = await env.fetch(url, {
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        ...init,
        method,
        headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
        signal: asked,
      });
      told(response.status);
      return await read({ response, call, where: { url: where.url, status: response.status } });
    } catch (cause) {
      if (cause instanceof ZabyError) throw cause;
      if (outcome === undefined) {
        told(asked.aborted ? 'aborted' : 'failed');
        if (await isForbidden(where.url, env, asked))
          throw new ZabyError('blocked-by-csp', `The page's connect-src has to allow ${call}`, {
            url: where.url,
            cause,
          });
      }
      asked.throwIfAborted();
      throw new ZabyError('network', `Nothing answered: ${call}`, { ...where, cause });
    }
  });
};

const byStatus: Record<number, ErrorCode> = {
  401: 'session-ended',
  402: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  410: 'expired',
  425: 'timeout',
  429: 'rate-limited',
};

/** Reads JSON; `undefined` where it is none. */
export const readJson = async ({ response }: Pick<Answer, 'response'>): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Turns a refusal into an error: the platform's code and sentence, its request id, and when to come back. */
export const readError = async (answer: Answer, env: Env): Promise<ZabyError> => {
  const { response, call, where } = answer;
  const { status, headers } = response;
  const json = await readJson(answer);
  // PROTOCOL.md §3: what a refusal says may stand a level down.
  const body: unknown = Object.assign({}, json, own(json, 'error'), own(json, 'details'));
  const platformCode = ownString(body, 'code', 'errorCode');
  const code =
    platformCode && /QUOTA/.test(platformCode)
      ? 'quota'
      : (byStatus[status] ?? (status >= 500 ? 'server' : status >= 400 ? 'invalid-input' : 'protocol'));
  // The platform's sentence reaches the person for `invalid-input`, so it stands alone in the message.
  return new ZabyError(code, ownString(body, 'message', 'error')?.slice(0, 500) ?? `${call} answered ${status}`, {
    ...where,
    platformCode,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfter: readRetryAfter(headers, env.date()),
    retryable: /^(?:timeout|rate-limited|server)$/.test(code) && status !== 501,
    body,
  });
};
