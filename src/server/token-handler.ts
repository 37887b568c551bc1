import { allowedMethods, answerEmpty, answerError, answerJson } from './answers.js';
import { corsHeaders, isPreflight, preflightHeaders } from './cors.js';
import { TokenEndpointError } from './errors.js';
import { guardRequest, guardSite } from './guard.js';
import { createAsker, createIdentification } from './identity.js';
import { createRateLimit } from './rate-limit.js';
import { redactError } from './redact.js';
import { checkSettings } from './settings.js';
import { createTokenDesk } from './token-desk.js';
import type { TokenEndpointOptions } from './token-endpoint.js';
import { readTokenRequest } from './token-request.js';

/** Where `identify` wants a context, the host passes one beside the request. */
export type TokenHandler<Context> = (request: Request, context?: Context) => Promise<Response>;

/** Answers the requests of one endpoint: who may ask, how often, and what they hear when something fails. */
export const createTokenHandler = <Context>(options: TokenEndpointOptions<Context>): TokenHandler<Context> => {
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
    await limitUser(identity.userId, (error) => void report(error, request, context));
    const asker = createAsker(identity, conversationId);
    if (method === 'POST') return answerJson(200, await desk.give(asker, reason), headers);
    await desk.revoke(asker);
    return answerEmpty(headers);
  };

  const answerOptions = (request: Request, headers: Readonly<Record<string, string>> | undefined): Response => {
    if (!isPreflight(request)) return answerEmpty({ ...headers, allow: allowedMethods });
    guardSite(request, site);
    return answerEmpty({ ...headers, ...(site.cors && preflightHeaders) });
  };

  const countAddress = async (request: Request, context: Context): Promise<void> => {
    const address = await addressOf(request, context);
    if (address) await limitAddress(address, (error) => void report(error, request, context));
  };

  const addressOf = async (request: Request, context: Context): Promise<string | undefined> => {
    try {
      return (await clientAddress?.(request, context))?.slice(0, 64);
    } catch (thrown) {
      throw new TokenEndpointError('internal', 'clientAddress threw', { cause: redactError(thrown) });
    }
  };

  const report = async (error: TokenEndpointError, request: Request, context: Context): Promise<void> => {
    try {
      await onError(error, request, context);
    } catch {
      // A log that fails, at once or later, must not turn a refusal into something else.
    }
  };

  return async (request, context) => {
    try {
      return await answer(request, context as Context);
    } catch (thrown) {
      const error =
        thrown instanceof TokenEndpointError
          ? thrown
          : new TokenEndpointError('internal', 'The token endpoint failed', { cause: redactError(thrown) });
      void report(error, request, context as Context);
      return answerError(error, corsHeaders(request, site));
    }
  };
};

export const logFailure = (error: TokenEndpointError): void => {
  if (error.status >= 500)
    console.error(`zaby-agent: ${error.message}`, ...(error.cause === undefined ? [] : [error.cause]));
};
