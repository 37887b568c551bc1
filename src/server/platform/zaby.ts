import { parseApiOrigin, productionOrigin } from '../api-origin.js';
import { type Agents, createAgents } from './agents.js';
import { type ApiKey, checkApiKey } from './api-key.js';
import { type Approvals, createApprovals } from './approvals.js';
import { createDeployments, type Deployments } from './deployments.js';
import { createExternalApps, type ExternalApps } from './external-apps.js';
import { createHealth, type Health } from './health.js';
import { createRuntimeTokens, type RuntimeTokens } from './runtime-tokens.js';
import { createRuntimeTokenFamilies, type RuntimeTokenFamilies } from './token-families.js';
import { createRuntimeTokenGrants, type RuntimeTokenGrants } from './token-grants.js';
import { createRuntimeTokenPolicies, type RuntimeTokenPolicies } from './token-policies.js';
import { createTransport } from './transport.js';
import { createRuntimeTokenUsage, createUsage, type RuntimeTokenUsage, type Usage } from './usage.js';

export interface ZabyOptions {
  /** The platform's API key, `zaby_pk_…`, or a function that gives it, asked anew for every call. */
  apiKey: ApiKey;
  /** Default `https://genapi.zaby.io`; `http` on localhost only. */
  apiOrigin?: string | undefined;
  /** Default: the global `fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch | undefined;
  /** How long one attempt may take, the whole answer included. Default 30,000. */
  timeoutMs?: number | undefined;
  /** Attempts beyond the first, of calls that change nothing or carry an idempotency key. Default 2. */
  maxRetries?: number | undefined;
  /** How to wait between attempts. Default: as long as asked for, or until the signal aborts. For tests. */
  wait?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/**
 * The platform's management API (PROTOCOL.md §5), for a host's server.
 *
 * Every method takes {@link CallOptions} last and rejects with a {@link ZabyApiError}. Fields that are not named in the types pass through
 * both ways. The key is held in closures alone: neither a log of the client nor one of its errors shows it.
 *
 * @throws TypeError at once for settings that cannot work, and in a page.
 *
 * @example
 * const zaby = new Zaby({ apiKey: process.env.ZABY_API_KEY });
 * const agent = await zaby.agents.create({ name: 'Shop', slug: 'shop', instructions: 'Answer in one sentence.' });
 */
export class Zaby {
  readonly health: Health;
  readonly agents: Agents;
  readonly deployments: Deployments;
  readonly externalApps: ExternalApps;
  readonly runtimeTokens: RuntimeTokens;
  readonly runtimeTokenFamilies: RuntimeTokenFamilies;
  readonly runtimeTokenPolicies: RuntimeTokenPolicies;
  readonly runtimeTokenGrants: RuntimeTokenGrants;
  readonly runtimeTokenUsage: RuntimeTokenUsage;
  readonly approvals: Approvals;
  readonly usage: Usage;

  constructor(options: ZabyOptions) {
    checkCounts(options);
    const call = createTransport({
      ...options,
      apiKey: checkApiKey(options.apiKey, 'Zaby'),
      apiOrigin: parseApiOrigin(options.apiOrigin ?? productionOrigin),
    });
    this.health = createHealth(call);
    this.agents = createAgents(call);
    this.deployments = createDeployments(call);
    this.externalApps = createExternalApps(call);
    this.runtimeTokens = createRuntimeTokens(call);
    this.runtimeTokenFamilies = createRuntimeTokenFamilies(call);
    this.runtimeTokenPolicies = createRuntimeTokenPolicies(call);
    this.runtimeTokenGrants = createRuntimeTokenGrants(call);
    this.runtimeTokenUsage = createRuntimeTokenUsage(call);
    this.approvals = createApprovals(call);
    this.usage = createUsage(call);
  }
}

const checkCounts = ({ timeoutMs = 1, maxRetries = 0 }: ZabyOptions): void => {
  if (!(timeoutMs > 0)) throw new TypeError('timeoutMs is a number of milliseconds above 0');
  if (!(maxRetries >= 0)) throw new TypeError('maxRetries is 0 or more');
};
