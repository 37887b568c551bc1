import {
  createCall,
  createPlatform,
  createTokenManager,
  createTokenSource,
  defaultEnv,
  defaultPolicy,
  type Env,
  keepPlain,
  type Platform,
  type Policy,
  readJson,
  type RuntimeToken,
  type TokenRequest,
  ZabyError,
} from '../core/inner.js';
import { parseApiOrigin, productionOrigin } from './api-origin.js';
import { encodeId } from './platform/path.js';
import type { RuntimeCallOptions, ZabyRuntimeOptions } from './runtime.js';
import { toApiError } from './runtime-errors.js';

/** The core's calls with a token of the host's, and errors in the words of the platform's clients. */
export interface RuntimeClient {
  readonly env: Env;
  readonly policy: Policy;
  readonly platform: Platform;
  /** The last tokens, to be taken out of what is told. */
  readonly secrets: readonly string[];
  /** Asks below `/runs`; with a body by `POST`. `recover` may make an answer of a refusal, or throw it again. */
  ask<Answer>(
    place: readonly string[],
    query: string,
    body: object | undefined,
    options?: RuntimeCallOptions,
    recover?: (error: ZabyError) => Answer,
  ): Promise<Answer>;
  /** Tells something of a run. */
  tell<Answer>(place: readonly string[], body: object, options?: RuntimeCallOptions): Promise<Answer>;
}

const remembered = 4;

export const createRuntimeClient = ({ token, fetch, apiOrigin, policy: own }: ZabyRuntimeOptions): RuntimeClient => {
  if (typeof token !== 'function' && (typeof token !== 'string' || token === ''))
    throw new TypeError('token must be a runtime token, or a function that gives one');
  const policy = { ...defaultPolicy, ...own };
  const env: Env = { ...defaultEnv, fetch: plainFetch(fetch) };
  const secrets: string[] = [];
  const getToken = async ({ reason, previous, signal }: TokenRequest): Promise<string | RuntimeToken> => {
    const given = typeof token === 'string' ? token : await token({ reason, signal, ...(previous && { previous }) });
    secrets.push(typeof given === 'string' ? given : given.token);
    if (secrets.length > remembered) secrets.shift();
    return given;
  };
  const source = createTokenSource({ getToken }, env, policy);
  const call = createCall(createTokenManager({ source, conversationId: () => '', env, policy }), env, policy);
  const origin = parseApiOrigin(apiOrigin ?? productionOrigin);

  const ask: RuntimeClient['ask'] = async (place, query, body, options = {}, recover) => {
    const { signal = new AbortController().signal, timeoutMs = policy.startTimeout } = options;
    const url = [`${origin}/api/v1/agent-runtime/runs`, ...place.map(encodeId)].join('/') + query;
    try {
      return (await call(url, signal, timeoutMs, readJson, body && { ...body }).catch((error: unknown) => {
        if (recover && error instanceof ZabyError) return recover(error);
        throw error;
      })) as never;
    } catch (error) {
      throw error instanceof ZabyError ? toApiError(error, secrets) : error;
    }
  };
  return {
    env,
    policy,
    secrets,
    platform: createPlatform(origin, call, policy),
    ask,
    tell: (place, body, options) => ask(place, '', body, { timeoutMs: policy.decisionTimeout, ...options }),
  };
};

/** Sends no more than every runtime takes. */
const plainFetch =
  (own: typeof globalThis.fetch | undefined): Env['fetch'] =>
  (input, init) =>
    (own ?? globalThis.fetch)(input, keepPlain(init));
