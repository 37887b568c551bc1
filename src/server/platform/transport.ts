import { BodyTooLarge, readBounded } from '../body.js';
import { redact, redactError } from '../redact.js';
import { type ApiKey, readApiKey } from './api-key.js';
import { createApiError, ZabyApiError } from './errors.js';
import { readRefusal } from './refusal.js';
import { delayBefore, isRepeatable } from './retry.js';
import { wait, within } from './waiting.js';

/**
 * The one place that knows how the platform's management API is called: key, `x-request-id`, timeout, retries, bounds, errors.
 *
 * It does not know what the calls are. `call<Answer>({ method, path, query?, body? }, options?)` resolves with the parsed JSON of a
 * success, or `undefined` where it has no body; every failure is a {@link ZabyApiError} without a secret in it, an abort is the signal's
 * own reason, and only misuse (a body that is no JSON) is something else.
 *
 * @example
 * const call = createTransport({ apiKey, apiOrigin, fetch, timeoutMs: 10_000, maxRetries: 0 });
 * const answer = await call<unknown>({ method: 'POST', path: managedPath`/external-apps/${id}/runtime-tokens`, body, answerLimit: 65_536 });
 */
export type PlatformCall = <Answer>(request: CallRequest, options?: CallOptions) => Promise<Answer>;

export interface CallRequest {
  readonly method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PATCH' | 'DELETE';
  /** From the tags of path.ts, so that ids are encoded. */
  readonly path: string;
  /** What is `undefined` is left out. */
  readonly query?: object | undefined;
  /** Sent as JSON. With a text as `requestId`, the platform's idempotency key, a `POST` is repeated too. */
  readonly body?: object | undefined;
  /** Bytes of the answer. Default 4 MiB. */
  readonly answerLimit?: number | undefined;
  /** Sends no credential. */
  readonly keyless?: boolean | undefined;
}

/** What every method takes last. */
export interface CallOptions {
  /** Ends the call, and waiting between attempts; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Sent as `x-request-id`, to find the call in logs of both sides. */
  readonly requestId?: string | undefined;
  /** ms for each attempt, the whole answer included. */
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
  /** Says that the platform knows a repetition by it: sent as `idempotency-key`, and lets a call that changes something be repeated. */
  readonly idempotencyKey?: string | undefined;
}

export interface TransportSettings {
  readonly apiKey: ApiKey;
  /** As `parseApiOrigin` gives it. */
  readonly apiOrigin: string;
  /** Default: the global `fetch`, looked up at each call. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Attempts beyond the first. Default 2. */
  readonly maxRetries?: number | undefined;
  /** How to wait between attempts, for tests. */
  readonly wait?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

const defaultAnswerLimit = 4 * 1024 * 1024;
const headerText = /^[\x21-\x7e]{1,200}$/;

export const createTransport = (settings: TransportSettings): PlatformCall => {
  const pause = settings.wait ?? wait;
  return async <Answer>(request: CallRequest, options: CallOptions = {}): Promise<Answer> => {
    const { signal, maxRetries = settings.maxRetries ?? 2 } = options;
    const body = request.body && JSON.stringify(request.body);
    for (const [name, text] of Object.entries({ requestId: options.requestId, idempotencyKey: options.idempotencyKey }))
      if (text !== undefined && !headerText.test(text)) throw new TypeError(`${name} is up to 200 visible characters`);
    const attempts = isRepeatable(request, options) ? maxRetries + 1 : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return (await ask(settings, request, body, options)) as Answer;
      } catch (error) {
        const delay = attempt < attempts ? delayBefore(error, attempt) : undefined;
        if (delay === undefined) throw error;
        await pause(delay, signal);
      }
    }
  };
};

/** One attempt. */
const ask = async (
  settings: TransportSettings,
  request: CallRequest,
  body: string | undefined,
  options: CallOptions,
): Promise<unknown> => {
  const { signal, requestId, idempotencyKey, timeoutMs = settings.timeoutMs ?? 30_000 } = options;
  // Worked out where something has gone wrong.
  const call = (): string => `${request.method} ${settings.apiOrigin}${redact(request.path)}`;
  const late = (): ZabyApiError =>
    createApiError(`${call()} gave no whole answer within ${timeoutMs} ms. Whether it was done is not known`, {
      code: 'timeout',
    });
  return within(timeoutMs, signal, late, async (asked) => {
    const key = request.keyless ? undefined : await readApiKey(settings.apiKey);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (key !== undefined) headers['x-zaby-api-key'] = key;
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (requestId !== undefined) headers['x-request-id'] = requestId;
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    const secrets = key === undefined ? [] : [key];
    try {
      const send = settings.fetch ?? globalThis.fetch;
      const response = await send(settings.apiOrigin + request.path + queryOf(request.query), {
        method: request.method,
        headers,
        // A redirect would carry the key to wherever it points. `error` would say so too, but is refused by Cloudflare's workers.
        redirect: 'manual',
        signal: asked,
        ...(body !== undefined && { body }),
      });
      const text = await readBounded(response, request.answerLimit ?? defaultAnswerLimit);
      if (!response.ok) throw readRefusal(call(), response, text, secrets);
      return readAnswer(call, response, text);
    } catch (thrown) {
      asked.throwIfAborted();
      throw thrown instanceof ZabyApiError ? thrown : failure(call(), request, thrown, secrets);
    }
  });
};

const readAnswer = (call: () => string, response: Response, text: string): unknown => {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // What a parser says of a text quotes it, and the text may hold a token.
    throw createApiError(
      `${call()} answered ${response.status} with something that is not JSON. Is apiOrigin the platform, and no proxy or page?`,
      { status: response.status, code: 'protocol' },
    );
  }
};

const failure = (call: string, request: CallRequest, thrown: unknown, secrets: readonly string[]): ZabyApiError => {
  const cause = redactError(thrown, secrets);
  if (thrown instanceof BodyTooLarge)
    return createApiError(`${call} answered more than is read: ${thrown.message}`, { code: 'answer-too-large', cause });
  const unsure = request.method === 'GET' ? '' : '. Whether it was done is not known';
  const message = `${call} was not answered. Look at apiOrigin, the network and its proxies${unsure}`;
  return createApiError(message, { code: 'network', cause });
};

const queryOf = (query: object | undefined): string => {
  if (!query) return '';
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(
    known.map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Date ? value.toISOString() : String(value),
    ]),
  ).toString();
  return text && `?${text}`;
};
