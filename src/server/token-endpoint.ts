import { allowedMethods, answerEmpty, answerError, answerJson } from './answers.js';
import { corsHeaders, isPreflight, preflightHeaders } from './cors.js';
import { TokenEndpointError } from './errors.js';
import { guardRequest, guardSite } from './guard.js';
import { createAsker, createIdentification, type Identify } from './identity.js';
import type { Channel } from './mint.js';
import type { ApiKey } from './platform/api-key.js';
import type { TokenPolicyOptions } from './policy.js';
import { createRateLimit, type RateLimitOptions } from './rate-limit.js';
import { redactError } from './redact.js';
import { checkSettings } from './settings.js';
import { createTokenDesk } from './token-desk.js';
import { readTokenRequest } from './token-request.js';

export interface TokenEndpointOptions<Context = unknown> {
  /**
   * The platform's API key, `zaby_pk_…`, or a function that gives it, asked anew for every call. It stays in this process: no
   * answer, error or log line holds it.
   */
  apiKey: ApiKey;
  /** The platform's origin. Default `https://genapi.zaby.io`; `http` is accepted on localhost only. */
  apiOrigin?: string | undefined;
  externalAppId: string;
  deploymentId: string;
  /** The token policy, which must exist before a token can be minted (PROTOCOL.md §5). This or `policy`. */
  quotaPolicyId?: string | undefined;
  /** The token policy by its name: found, or created, when the first visitor asks. */
  policy?: TokenPolicyOptions | undefined;
  /** Who the person is. See {@link Identify}. */
  identify: Identify<Context>;
  /** The only origins whose pages may ask, spelled exactly as browsers send them. Default: the origin the request came to. */
  allowedOrigins?: readonly string[] | undefined;
  /**
   * Lets pages of `allowedOrigins` read the answers from another origin than this endpoint's, with cookies: the page then sets
   * `token-credentials="include"`. Default false: only pages of this very origin can.
   */
  cors?: boolean | undefined;
  /** Default `web`. */
  channel?: Channel | undefined;
  /** How long a token lives. Default: the policy's. */
  ttlSeconds?: number | undefined;
  /** How many calls a token is good for. Default: the policy's. */
  maxUses?: number | undefined;
  scopes?: readonly string[] | undefined;
  /**
   * What becomes of a token that is nearly spent when the next one is asked for. `mint`, the default: it lives on to its end, so
   * other tabs of the same conversation go on with it. `rotate`: it ends at once, so that one token of a conversation is good at a time.
   */
  renewal?: 'mint' | 'rotate' | undefined;
  /** How many tokens one user, and one address, may ask for. */
  rateLimit?: RateLimitOptions | undefined;
  /**
   * Where a request comes from, for the rate limit: what only the host can know, since anyone can write an `X-Forwarded-For`.
   * Without it, addresses are not counted.
   */
  clientAddress?:
    | ((request: Request, context: Context) => string | undefined | Promise<string | undefined>)
    | undefined;
  /** How long the platform may take for each call, whole answer included. Default 10,000. */
  timeoutMs?: number | undefined;
  /** Default: the global `fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Monotonic clock in ms. Default `performance.now`. */
  now?: (() => number) | undefined;
  /**
   * Hears of every refused or failed request, and of a `rateLimit.store` that fails, free of secrets. Default: failures (5xx) go
   * to `console.error`.
   */
  onError?: ((error: TokenEndpointError, request: Request) => void) | undefined;
}

/**
 * Makes the endpoint that hands out runtime tokens to the widgets of a site.
 *
 * Web-standard: mount the function where the framework takes `(request: Request) => Promise<Response>`, or wrap it by
 * `toNodeHandler`. It answers `POST { conversationId, reason }` with a {@link RuntimeToken}, `DELETE { conversationId }` by taking
 * back the tokens of that conversation, `GET` with a sign of life, and everything else with `{ code }` and no detail. Unless
 * `cors` is set, only the site's own pages can read it.
 *
 * @throws TypeError at once for settings that cannot work; the message names the setting and never its secret.
 *
 * @example
 * const handler = createTokenEndpoint({
 *   apiKey: process.env.ZABY_API_KEY,
 *   externalAppId: '…', deploymentId: '…', policy: { name: 'website' },
 *   identify: async (request) => ({ userId: (await sessionOf(request)).userId }),
 * });
 */
export const createTokenEndpoint = <Context = unknown>(
  options: TokenEndpointOptions<Context>,
): ((request: Request, context?: Context) => Promise<Response>) => {
  const { clientAddress, rateLimit, onError = logFailure, now = () => performance.now() } = options;
  const settings = checkSettings(options);
  const { site } = settings;
  const desk = createTokenDesk(settings, now);
  const identify = createIdentification(options.identify);
  const limitUser = createRateLimit('user', settings.perMinute, rateLimit?.store, now);
  const limitAddress = createRateLimit('address', settings.perAddressPerMinute, rateLimit?.store, now);

  const answer = async (request: Request, context: Context): Promise<Response> => {
    const { method } = request;
    const headers = corsHeaders(request, site);
    if (method === 'GET' || method === 'HEAD') return answerJson(200, { status: 'ok' }, headers);
    if (method === 'OPTIONS') return answerOptions(request, headers);
    if (method !== 'POST' && method !== 'DELETE') {
      throw new TokenEndpointError('method-not-allowed', `A token is asked for by POST, not ${method}`);
    }
    guardRequest(request, site);
    if (clientAddress) await countAddress(request, context);
    const { conversationId, reason } = await readTokenRequest(request);
    const identity = await identify(request, context);
    await limitUser(identity.userId, (error) => void report(error, request));
    const asker = createAsker(identity, conversationId);
    if (method === 'POST') return answerJson(200, await desk.give(asker, reason), headers);
    await desk.revoke(asker);
    return answerEmpty(headers);
  };

  const answerOptions = (request: Request, headers: Readonly<Record<string, string>>): Response => {
    if (!isPreflight(request)) return answerEmpty({ ...headers, allow: allowedMethods });
    guardSite(request, site);
    return answerEmpty({ ...headers, ...(site.cors && preflightHeaders) });
  };

  const countAddress = async (request: Request, context: Context): Promise<void> => {
    const address = await addressOf(request, context);
    if (address) await limitAddress(address, (error) => void report(error, request));
  };

  const addressOf = async (request: Request, context: Context): Promise<string | undefined> => {
    try {
      return (await clientAddress?.(request, context))?.slice(0, 64);
    } catch (thrown) {
      throw new TokenEndpointError('internal', 'clientAddress threw', { cause: redactError(thrown) });
    }
  };

  const report = async (error: TokenEndpointError, request: Request): Promise<void> => {
    try {
      await onError(error, request);
    } catch {
      // A log that fails, at once or later, must not turn a refusal into something else.
    }
  };

  return async (request, context) => {
    try {
      // A host whose `identify` wants a context passes one.
      return await answer(request, context as Context);
    } catch (thrown) {
      const error =
        thrown instanceof TokenEndpointError
          ? thrown
          : new TokenEndpointError('internal', 'The token endpoint failed', { cause: redactError(thrown) });
      void report(error, request);
      return answerError(error, corsHeaders(request, site));
    }
  };
};

const logFailure = (error: TokenEndpointError): void => {
  if (error.status >= 500)
    console.error(`zaby-agent: ${error.message}`, ...(error.cause === undefined ? [] : [error.cause]));
};
