import { answerError } from './answers.js';
import { TokenEndpointError } from './errors.js';
import type { Identify } from './identity.js';
import type { Channel } from './mint.js';
import type { ApiKey } from './platform/api-key.js';
import type { TokenPolicyOptions } from './policy.js';
import type { RateLimitOptions } from './rate-limit.js';
import { redactError } from './redact.js';
import { createTokenHandler, logFailure, type TokenHandler } from './token-handler.js';

export interface TokenEndpointOptions<Context = unknown> {
  /**
   * The platform's API key, `zaby_pk_…`, or a function that gives it, asked anew for every call. It stays in this process: no
   * answer, error or log line holds it. Like the ids, it may be undefined for the type's sake, as environments have it, and then
   * is refused at once.
   */
  apiKey: ApiKey | undefined;
  /** The platform's origin. Default `https://genapi.zaby.io`; `http` is accepted on localhost only. */
  apiOrigin?: string | undefined;
  externalAppId: string | undefined;
  /** The deployment of the agent, bound to the app. */
  deploymentId: string | undefined;
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
  onError?: ((error: TokenEndpointError, request: Request, context: Context) => void) | undefined;
}

/**
 * Makes the endpoint that hands out runtime tokens to the widgets of a site.
 *
 * Web-standard: mount the function where the framework takes `(request: Request) => Promise<Response>`, or wrap it by
 * `toNodeHandler`. It answers `POST { conversationId, reason }` with a {@link RuntimeToken}, `DELETE { conversationId }` by taking
 * back the tokens of that conversation, `GET` with a sign of life, and everything else with `{ code }` and no detail. Unless
 * `cors` is set, only the site's own pages can read it.
 *
 * Options that are only there when a request is, as where a build reads the file or the environment comes with the request, are
 * given by a function: it is called with the first request and what was passed beside it.
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
  options: TokenEndpointOptions<Context> | ((context: Context) => TokenEndpointOptions<Context>),
): TokenHandler<Context> => {
  if (typeof options !== 'function') return createTokenHandler(options);
  let handler: TokenHandler<Context> | undefined;
  return async (request, context) => {
    try {
      handler ??= createTokenHandler(options(context as Context));
    } catch (thrown) {
      // To the console alone: `onError` is one of these options.
      const cause = redactError(thrown);
      const error = new TokenEndpointError('internal', 'The options of createTokenEndpoint cannot work', { cause });
      logFailure(error);
      return answerError(error, undefined);
    }
    return handler(request, context);
  };
};
