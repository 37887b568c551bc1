import { createListing, type Listing, type ListQuery } from './listing.js';
import { managedPath } from './path.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** What tokens of one app and deployment may cost. One must exist before a token can be minted. */
export interface RuntimeTokenPolicies {
  list(query?: ListQuery, options?: CallOptions): Listing<TokenPolicy>;
  create(input: CreateTokenPolicyInput, options?: CallOptions): Promise<TokenPolicy>;
  get(policyId: string, options?: CallOptions): Promise<TokenPolicy>;
  update(policyId: string, input: UpdateTokenPolicyInput, options?: CallOptions): Promise<TokenPolicy>;
}

export interface TokenPolicy extends TokenLimits {
  readonly id: string;
  readonly name: string;
  readonly externalAppId: string;
  readonly deploymentId: string;
  readonly status?: 'ACTIVE' | (string & {});
  readonly [field: string]: unknown;
}

export interface TokenLimits {
  maxConcurrentRuns?: number | undefined;
  tokenTtlSeconds?: number | undefined;
  maxUsesPerToken?: number | undefined;
  autoRotateEnabled?: boolean | undefined;
  rotateBeforeExpirySeconds?: number | undefined;
}

export interface CreateTokenPolicyInput extends TokenLimits {
  name: string;
  externalAppId: string;
  deploymentId: string;
  /** Default `ACTIVE`; under any other no token is minted. */
  status?: 'ACTIVE' | (string & {}) | undefined;
  [field: string]: unknown;
}

export type UpdateTokenPolicyInput = Partial<CreateTokenPolicyInput>;

const policies = managedPath`/runtime-token-policies`;

export const createRuntimeTokenPolicies = (call: PlatformCall): RuntimeTokenPolicies => ({
  list: (query, options) => createListing(call, policies, query, options),
  create: (body, options) => call({ method: 'POST', path: policies, body }, options),
  get: async (policyId, options) =>
    call({ method: 'GET', path: managedPath`/runtime-token-policies/${policyId}` }, options),
  update: async (policyId, body, options) =>
    call({ method: 'PATCH', path: managedPath`/runtime-token-policies/${policyId}`, body }, options),
});
