import { parseApiOrigin, productionOrigin } from './api-origin.js';
import type { SiteRules } from './guard.js';
import type { MintSettings } from './mint.js';
import { checkApiKey } from './platform/api-key.js';
import type { TransportSettings } from './platform/transport.js';
import type { TokenPolicyOptions } from './policy.js';
import type { TokenEndpointOptions } from './token-endpoint.js';

/** The options of an endpoint, checked and with everything that has a default. */
export interface Settings {
  readonly transport: TransportSettings;
  readonly mint: MintSettings;
  readonly site: SiteRules;
  readonly policy: string | TokenPolicyOptions;
  readonly renewal: 'mint' | 'rotate';
  readonly perMinute: number;
  readonly perAddressPerMinute: number;
}

/** @throws TypeError for what cannot work. The message names the option and never a secret. */
export const checkSettings = <Context>(options: TokenEndpointOptions<Context>): Settings => {
  const apiKey = checkApiKey(options.apiKey, 'createTokenEndpoint');
  const { identify, clientAddress, rateLimit = {}, renewal = 'mint', timeoutMs = 10_000 } = options;
  if (typeof identify !== 'function') throw new TypeError('identify must be a function that says who the user is');
  if (clientAddress !== undefined && typeof clientAddress !== 'function')
    throw new TypeError('clientAddress must be a function that says where a request comes from');
  if (rateLimit.store !== undefined && typeof rateLimit.store.increment !== 'function')
    throw new TypeError('rateLimit.store must have increment(key, windowMs)');
  if (renewal !== 'mint' && renewal !== 'rotate') throw new TypeError("renewal is 'mint' or 'rotate'");
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) throw new TypeError('timeoutMs must be a number of milliseconds');
  return {
    transport: {
      apiKey,
      apiOrigin: parseApiOrigin(options.apiOrigin ?? productionOrigin),
      fetch: options.fetch,
      timeoutMs,
      maxRetries: 0,
    },
    mint: {
      externalAppId: checkId('externalAppId', options.externalAppId),
      deploymentId: checkId('deploymentId', options.deploymentId),
      channel: options.channel ?? 'web',
      ttlSeconds: options.ttlSeconds,
      maxUses: options.maxUses,
      scopes: options.scopes,
    },
    site: checkSite(options),
    policy: checkPolicy(options),
    renewal,
    perMinute: checkLimit('rateLimit.perMinute', rateLimit.perMinute ?? 60),
    perAddressPerMinute: checkLimit('rateLimit.perAddressPerMinute', rateLimit.perAddressPerMinute ?? 600),
  };
};

/** Encoded in addresses anyway; what no id looks like is refused, since it is there by mistake or by malice. */
const checkId = (name: string, id: unknown): string => {
  if (typeof id === 'string' && /^[A-Za-z\d][\w.:~-]{0,199}$/.test(id)) return id;
  throw new TypeError(`${name} must be an id of the platform`);
};

const checkPolicy = ({ quotaPolicyId, policy }: Pick<TokenEndpointOptions, 'quotaPolicyId' | 'policy'>) => {
  if (policy === undefined) return checkId('quotaPolicyId, or else a policy,', quotaPolicyId);
  if (quotaPolicyId !== undefined)
    throw new TypeError('quotaPolicyId or policy: one of them, since policy is found by its name');
  if (typeof policy.name === 'string' && policy.name.trim() !== '') return policy;
  throw new TypeError('policy needs a name, by which it is found again');
};

const checkLimit = (name: string, limit: unknown): number => {
  if (typeof limit === 'number' && limit >= 1) return limit;
  throw new TypeError(`${name} must be a number from 1 on, or Infinity`);
};

const checkSite = ({
  allowedOrigins,
  cors = false,
}: Pick<TokenEndpointOptions, 'allowedOrigins' | 'cors'>): SiteRules => {
  if (cors && !allowedOrigins?.length)
    throw new TypeError('cors needs allowedOrigins: pages of other origins are let in by name only');
  return { allowedOrigins: allowedOrigins && new Set(allowedOrigins.map(checkOrigin)), cors };
};

const checkOrigin = (origin: string): string => {
  if (URL.canParse(origin) && new URL(origin).origin === origin && origin !== 'null') return origin;
  throw new TypeError(`allowedOrigins takes bare origins such as https://shop.example, not ${origin}`);
};
