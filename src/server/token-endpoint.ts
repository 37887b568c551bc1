import { parseApiOrigin, productionOrigin } from './api-origin.js';
import { TokenEndpointError } from './errors.js';
import { guardRequest } from './guard.js';
import type { Identify, Identity } from './identity.js';
import { mintToken, type Channel, type MintSettings } from './mint.js';
import { createRateLimit } from './rate-limit.js';
import { redactError } from './redact.js';
import { readTokenRequest } from './token-request.js';

export interface TokenEndpointOptions<Context = unknown> {
  /** The platform's API key, `zaby_pk_…`. It stays in this process: no answer, error or log line holds it. */
  apiKey: string;
  /** The platform's origin. Default `https://genapi.zaby.io`; `http` is accepted on localhost only. */
  apiOrigin?: string | undefined;
  externalAppId: string;
  deploymentId: string;
  /** A policy must exist before a token can be minted (PROTOCOL.md §5). */
  quotaPolicyId: string;
  /** Who the person is. See {@link Identify}. */
  identify: Identify<Context>;
  /** The only origins whose pages may ask, spelled exactly as browsers send them. Default: the origin the request came to. */
  allowedOrigins?: readonly string[] | undefined;
  /** Default `web`. */
  channel?: Channel | undefined;
  /** How long a token lives. Default: the policy's. */
  ttlSeconds?: number | undefined;
  /** How many calls a token is good for. Default: the policy's. */
  maxUses?: number | undefined;
  scopes?: readonly string[] | undefined;
  /** Tokens for one user in a minute, counted in this process. Default 60; `Infinity` where a gateway counts already. */
  tokensPerMinute?: number | undefined;
  /** How long the platform may take, whole answer included. Default 10,000. */
  timeoutMs?: number | undefined;
  /** Default: the global `fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Monotonic clock in ms. Default `performance.now`. */
  now?: (() => number) | undefined;
  /** Hears of every refused or failed request, free of secrets. Default: failures (5xx) go to `console.error`. */
  onError?: ((error: TokenEndpointError, request: Request) => void) | undefined;
}

/**
 * Makes the endpoint that hands out runtime tokens to the widgets of a site.
 *
 * Web-standard: mount the function where the framework takes `(request: Request) => Promise<Response>`, or wrap it by
 * `toNodeHandler`. It answers `POST { conversationId, reason }` with a {@link RuntimeToken}, `GET` with a sign of life, and
 * everything else with `{ code }` and no detail. It sets no CORS headers, on purpose: only the site's own pages can read it.
 *
 * @throws TypeError at once for settings that cannot work; the message names the setting and never its secret.
 *
 * @example
 * const handler = createTokenEndpoint({
 *   apiKey: process.env.ZABY_API_KEY,
 *   externalAppId: '…', deploymentId: '…', quotaPolicyId: '…',
 *   identify: async (request) => ({ userId: (await sessionOf(request)).userId }),
 * });
 */
export const createTokenEndpoint = <Context = unknown>(
  options: TokenEndpointOptions<Context>,
): ((request: Request, context?: Context) => Promise<Response>) => {
  const { identify, onError = logFailure } = options;
  const settings = checkSettings(options);
  const allowedOrigins = options.allowedOrigins && new Set(options.allowedOrigins.map(checkOrigin));
  const secondsToWait = createRateLimit(options.tokensPerMinute ?? 60, options.now ?? (() => performance.now()));

  const answer = async (request: Request, context: Context): Promise<Response> => {
    if (request.method === 'GET') return json(200, { status: 'ok' });
    guardRequest(request, allowedOrigins);
    const { conversationId } = await readTokenRequest(request);
    const identity = await identityOf(request, context);
    const wait = secondsToWait(identity.userId);
    if (wait > 0) {
      throw new TokenEndpointError('rate-limited', 'One user asked for too many tokens', { retryAfter: String(wait) });
    }
    return json(200, await mintToken(settings, identity, conversationId));
  };

  const identityOf = async (request: Request, context: Context): Promise<Identity> => {
    const identity = await callIdentify(request, context);
    if (!identity) throw new TokenEndpointError('sign-in-required', 'identify knows no user for this request');
    if (typeof identity.userId === 'string' && identity.userId !== '') return identity;
    throw new TokenEndpointError('internal', 'identify must give a userId, a text that is not empty, or null');
  };

  const callIdentify = async (request: Request, context: Context) => {
    try {
      return await identify(request, context);
    } catch (thrown) {
      throw new TokenEndpointError('internal', 'identify threw', { cause: redactError(thrown, [settings.apiKey]) });
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
          : new TokenEndpointError('internal', 'The token endpoint failed', {
              cause: redactError(thrown, [settings.apiKey]),
            });
      try {
        onError(error, request);
      } catch {
        // A failing log must not turn a refusal into something else.
      }
      return refuse(error);
    }
  };
};

const checkSettings = <Context>(options: TokenEndpointOptions<Context>): MintSettings => {
  if ('document' in globalThis)
    throw new TypeError('createTokenEndpoint is for servers: in a page, everyone could read the API key');
  if (typeof options.apiKey !== 'string' || !/^zaby_pk_[\x21-\x7e]+$/.test(options.apiKey)) {
    throw new TypeError('apiKey must be an API key of the platform, which begins with zaby_pk_');
  }
  for (const name of ['externalAppId', 'deploymentId', 'quotaPolicyId'] as const) {
    if (typeof options[name] !== 'string' || !/^[^\s/\\.]/.test(options[name])) {
      throw new TypeError(`${name} must be an id of the platform`);
    }
  }
  if (typeof options.identify !== 'function')
    throw new TypeError('identify must be a function that says who the user is');
  return {
    apiKey: options.apiKey,
    apiOrigin: parseApiOrigin(options.apiOrigin ?? productionOrigin),
    externalAppId: options.externalAppId,
    deploymentId: options.deploymentId,
    quotaPolicyId: options.quotaPolicyId,
    channel: options.channel ?? 'web',
    ttlSeconds: options.ttlSeconds,
    maxUses: options.maxUses,
    scopes: options.scopes,
    timeoutMs: options.timeoutMs ?? 10_000,
    // Called through, not captured: the host's instrumentation may replace it later.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  };
};

const checkOrigin = (origin: string): string => {
  if (URL.canParse(origin) && new URL(origin).origin === origin && origin !== 'null') return origin;
  throw new TypeError(`allowedOrigins takes bare origins such as https://shop.example, not ${origin}`);
};

const refuse = ({ code, status, retryAfter }: TokenEndpointError): Response =>
  json(
    status,
    { code },
    { ...(status === 405 && { allow: 'GET, POST' }), ...(retryAfter !== undefined && { 'retry-after': retryAfter }) },
  );

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });

const logFailure = (error: TokenEndpointError): void => {
  if (error.status >= 500)
    console.error(`zaby-agent: ${error.message}`, ...(error.cause === undefined ? [] : [error.cause]));
};
