import { type OnWait, patience } from './backoff.js';
import type { Policy } from './contract.js';
import type { Note } from './diagnostics.js';
import type { Env } from './env.js';
import { ZabyError, restate } from './errors.js';
import { type Answer, readError, request } from './http.js';
import type { TokenManager } from './token-manager.js';
import type { JsonObject } from './wire.js';

/**
 * One call to an agent's server, whichever it is: a bearer token where there are tokens, repeated once with a new one when the old is
 * refused, and retried within bounds where that is safe. It does not know addresses.
 */
export type Call = <Result>(
  url: string,
  signal: AbortSignal,
  timeout: number,
  read: (answer: Answer) => Promise<Result>,
  /** Sent by `POST`; without it the call is a `GET`. */
  body?: JsonObject,
  options?: CallOptions,
) => Promise<Result>;

export interface CallOptions {
  /** Attempts, the first included. Default: the policy's. */
  readonly attempts?: number;
  readonly headers?: Record<string, string>;
  readonly credentials?: RequestCredentials;
  readonly onWait?: OnWait | undefined;
}

/** PROTOCOL.md §3: codes by which the platform says that this very token is spent, stale or revoked. */
const isTokenRefusal = ({ status, platformCode = '' }: ZabyError): boolean =>
  !/SCOPE|ORIGIN|QUOTA/.test(platformCode) &&
  (status === 401 || ((status === 403 || status === 409) && /TOKEN|GRANT|FAMILY|ROUTING/.test(platformCode)));

export const notOfTheContract = ({ call, where }: Answer, what: string): ZabyError =>
  new ZabyError('protocol', `${call} answered ${what}`, where);

/** Reads the head of an event stream; the body is for whoever follows it. `undefined` where there is nothing more (204). */
const readStream = async (answer: Answer): Promise<Response['body'] | undefined> => {
  const { status, headers, body } = answer.response;
  if (status === 204) return undefined;
  const type = headers.get('content-type') ?? '';
  if (!/^text\/event-stream\s*(;|$)/i.test(type))
    throw notOfTheContract(answer, `"${type}" instead of an event stream`);
  return body;
};

export const createCall =
  (tokens: TokenManager | undefined, env: Env, policy: Policy, note?: Note): Call =>
  async (url, signal, timeout, read, body, { attempts = policy.requestAttempts, headers, onWait, ...options } = {}) => {
    let refused = false;
    for (let attempt = 1; ;) {
      // Its source was tried often enough by itself: what fails here is final.
      const token = await tokens?.get(signal);
      try {
        return await request(
          {
            env,
            note,
            signal,
            url,
            timeout,
            headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
            body,
            ...options,
          },
          async (answer) => {
            if (!answer.response.ok) throw await readError(answer, env);
            return read(answer);
          },
        );
      } catch (error) {
        if (!(token && error instanceof ZabyError && isTokenRefusal(error))) {
          await patience(error, attempt++, attempts, { env, policy, signal, onWait });
          continue;
        }
        tokens?.invalidate(token);
        if (refused) throw restate(error, 'session-ended', `A fresh token was refused too: ${error.message}`);
        refused = true;
      }
    }
  };

/** Asks for an event stream, once: by `POST` where there is a body, else from behind `lastEventId`. */
export const openEvents = (
  call: Call,
  url: string,
  signal: AbortSignal,
  timeout: number,
  body: JsonObject | undefined,
  lastEventId?: string,
  credentials: RequestCredentials = 'omit',
): Promise<Response['body'] | undefined> =>
  call(url, signal, timeout, readStream, body, {
    attempts: 1,
    credentials,
    headers: {
      accept: 'text/event-stream',
      // A header is made of bytes, and an id is text: UTF-8, says the HTML standard, §9.2.
      ...(lastEventId && { 'last-event-id': String.fromCharCode(...new TextEncoder().encode(lastEventId)) }),
    },
  });
