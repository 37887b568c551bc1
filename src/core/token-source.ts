import type { ConversationOptions, GetToken, Policy, RuntimeToken, TokenRequest } from './contract.js';
import type { Note } from './diagnostics.js';
import type { Env } from './env.js';
import { type OnWait, patience } from './backoff.js';
import { type ErrorDetails, ZabyError, restate } from './errors.js';
import { type Answer, readError, readJson, request } from './http.js';
import { isObject, own, ownString } from './wire.js';

/** Where tokens come from: the host's endpoint, or the host's function. */

/** A token as it was received. `serverNow` is the endpoint's own clock, ms since the epoch, where its `Date` was readable. */
export interface ReceivedToken extends RuntimeToken {
  readonly serverNow?: number;
}

export type TokenSource = (request: TokenRequest) => Promise<ReceivedToken>;

const readToken = (answer: unknown, where: string, details?: ErrorDetails): ReceivedToken => {
  const token = typeof answer === 'string' ? answer : ownString(answer, 'token');
  if (token) return { ...(isObject(answer) && answer), token };
  throw new ZabyError('token-unavailable', `${where} gave no token: it needs a "token"`, details);
};

const fromFunction =
  (getToken: GetToken): TokenSource =>
  async (tokenRequest) => {
    try {
      return readToken(await getToken(tokenRequest), 'getToken()');
    } catch (cause) {
      tokenRequest.signal.throwIfAborted();
      throw cause instanceof ZabyError
        ? cause
        : new ZabyError('token-unavailable', 'getToken() failed', { retryable: true, cause });
    }
  };

/** What a sign-in wall looks like from here: a redirect, a refusal, or a page instead of JSON. */
const wantsSignIn = ({ type, status, ok, headers }: Response): boolean =>
  type === 'opaqueredirect' ||
  /^(?:3|40[13])/.test(`${status}`) ||
  (ok && /text\/html/i.test(headers.get('content-type') ?? ''));

const readAnswer = async (answer: Answer, env: Env): Promise<ReceivedToken> => {
  const { response, where } = answer;
  const call = `The token endpoint ${answer.call}`;
  const error = response.ok ? undefined : await readError(answer, env);
  if (wantsSignIn(response) && error?.platformCode !== 'forbidden-origin')
    throw new ZabyError('sign-in-required', `${call} wants the person to sign in`, where);
  if (error) {
    const { code, retryable, retryAfter } = error;
    throw new ZabyError(
      code === 'rate-limited' || code === 'forbidden' ? code : 'token-unavailable',
      `${call} answered ${response.status}`,
      { ...where, retryable, retryAfter },
    );
  }
  const serverNow = Date.parse(response.headers.get('date') ?? '');
  return { ...readToken(await readJson(answer), call, where), ...(serverNow && { serverNow }) };
};

const fromEndpoint =
  (url: string, credentials: RequestCredentials, env: Env, policy: Policy, onWait?: OnWait, note?: Note): TokenSource =>
  async ({ conversationId, reason, signal }) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(
          {
            env,
            note,
            signal,
            url,
            credentials,
            redirect: 'manual',
            body: { conversationId, reason },
            timeout: policy.tokenTimeout,
          },
          (answer) => readAnswer(answer, env),
        );
      } catch (thrown) {
        const isLost = thrown instanceof ZabyError && /^(?:network|timeout)$/.test(thrown.code);
        const error = isLost ? restate(thrown, 'token-unavailable') : thrown;
        await patience(error, attempt, Math.min(2, policy.requestAttempts), { env, policy, signal, onWait });
      }
    }
  };

/** @throws ZabyError `invalid-argument` where neither a URL nor a function was given. */
export const createTokenSource = (
  options: ConversationOptions,
  env: Env,
  policy: Policy,
  onWait?: OnWait,
  note?: Note,
): TokenSource => {
  const { getToken, tokenUrl, tokenCredentials = 'same-origin' } = options;
  if (getToken) return fromFunction(getToken);
  if (tokenUrl) return fromEndpoint(tokenUrl, tokenCredentials, env, policy, onWait, note);
  throw new ZabyError('invalid-argument', 'No way to get a token: set token-url or getToken');
};

/** How long a JWT lives, in seconds: `exp − iat`, read without trusting it. `undefined` for an opaque token. */
export const jwtLifetime = (token: string): number | undefined => {
  try {
    const payload: unknown = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')));
    const lifetime = Number(own(payload, 'exp')) - Number(own(payload, 'iat'));
    return lifetime > 0 ? lifetime : undefined;
  } catch {
    return undefined;
  }
};
