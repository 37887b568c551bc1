import type { ConversationOptions, GetToken, Policy, RuntimeToken, TokenRequest } from './contract.js';
import type { Env } from './env.js';
import { type ErrorDetails, ZabyError, toZabyError } from './errors.js';
import { bareUrl, readError, readJson, request } from './http.js';
import { withRetries } from './backoff.js';
import { isObject, own, ownString } from './wire.js';

/** Where tokens come from: the host's endpoint, or the host's function. */

/** A token as it was received. `serverNow` is the endpoint's own clock, ms since the epoch, where its `Date` was readable. */
export interface ReceivedToken extends RuntimeToken {
  readonly serverNow?: number;
}

export type TokenSource = (request: TokenRequest) => Promise<ReceivedToken>;

const readToken = (answer: unknown, where: string, details?: ErrorDetails): ReceivedToken => {
  if (typeof answer === 'string' && answer !== '') return { token: answer };
  const token = ownString(answer, 'token');
  if (!token || !isObject(answer)) {
    throw new ZabyError(
      'token-unavailable',
      `${where} gave no token: the answer needs a "token" that is a string`,
      details,
    );
  }
  return { ...answer, token };
};

const fromFunction =
  (getToken: GetToken): TokenSource =>
  async (tokenRequest) => {
    try {
      return readToken(await getToken(tokenRequest), 'getToken()');
    } catch (error) {
      tokenRequest.signal.throwIfAborted();
      throw error instanceof ZabyError
        ? error
        : new ZabyError('token-unavailable', 'getToken() failed', { retryable: true, cause: error });
    }
  };

/** What a sign-in wall looks like from here: a redirect, a refusal, or a page instead of JSON. */
const wantsSignIn = (response: Response): boolean =>
  response.type === 'opaqueredirect' ||
  (response.status >= 300 && response.status < 400) ||
  response.status === 401 ||
  response.status === 403 ||
  (response.ok && /text\/html/i.test(response.headers.get('content-type') ?? ''));

const fromEndpoint =
  (url: string, credentials: RequestCredentials, env: Env, policy: Policy): TokenSource =>
  ({ conversationId, reason, signal }) => {
    const call = `The token endpoint POST ${bareUrl(url)}`;
    const read = async (response: Response): Promise<ReceivedToken> => {
      const where = { url: bareUrl(url), status: response.status };
      if (wantsSignIn(response))
        throw new ZabyError(
          'sign-in-required',
          `${call} asks the person to sign in (status ${response.status})`,
          where,
        );
      if (!response.ok) {
        const { retryable, retryAfter } = await readError(response, { method: 'POST', url }, env);
        throw new ZabyError(
          response.status === 429 ? 'rate-limited' : 'token-unavailable',
          `${call} answered ${response.status}`,
          { ...where, retryable, retryAfter },
        );
      }
      const answer = await readJson(response);
      if (answer === undefined) throw new ZabyError('token-unavailable', `${call} answered without JSON`, where);
      const serverNow = Date.parse(response.headers.get('date') ?? '');
      return { ...readToken(answer, call, where), ...(!Number.isNaN(serverNow) && { serverNow }) };
    };
    return withRetries(
      () =>
        request(
          {
            env,
            signal,
            url,
            method: 'POST',
            credentials,
            redirect: 'manual',
            headers: { 'content-type': 'application/json', accept: 'application/json' },
            body: JSON.stringify({ conversationId, reason }),
            timeout: policy.tokenTimeout,
          },
          read,
        ).catch((error: unknown) => {
          signal.throwIfAborted();
          const { code, message, ...details } = toZabyError(error);
          throw code === 'network' || code === 'timeout'
            ? new ZabyError('token-unavailable', `${call}: ${message}`, { ...details, retryable: true, cause: error })
            : error;
        }),
      { env, policy, signal, attempts: Math.min(2, policy.requestAttempts) },
    );
  };

/** @throws ZabyError `invalid-argument` where neither a URL nor a function was given. */
export const createTokenSource = (options: ConversationOptions, env: Env, policy: Policy): TokenSource => {
  if (options.getToken) return fromFunction(options.getToken);
  if (options.tokenUrl) return fromEndpoint(options.tokenUrl, options.tokenCredentials ?? 'same-origin', env, policy);
  throw new ZabyError(
    'invalid-argument',
    'No way to get a token: set token-url to an endpoint of your own server, or getToken to a function',
  );
};

const decodeBase64Url = (text: string): string => atob(text.replace(/-/g, '+').replace(/_/g, '/'));

/** How long a JWT lives, in seconds: `exp − iat`, read without trusting it. `undefined` for an opaque token. */
export const jwtLifetime = (token: string): number | undefined => {
  try {
    const payload: unknown = JSON.parse(decodeBase64Url(token.split('.')[1] ?? ''));
    const [exp, iat] = [own(payload, 'exp'), own(payload, 'iat')];
    return typeof exp === 'number' && typeof iat === 'number' && exp > iat ? exp - iat : undefined;
  } catch {
    return undefined;
  }
};
