import { agentsPath, managedPath } from './path.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** What runtime tokens were used for. */
export interface RuntimeTokenUsage {
  get(query?: TokenUsageQuery, options?: CallOptions): Promise<UsageReport>;
}

/** What agents have cost. */
export interface Usage {
  getAgentUsage(query?: AgentUsageQuery, options?: CallOptions): Promise<UsageReport>;
}

export interface TokenUsageQuery {
  agentId?: string | undefined;
  externalAppId?: string | undefined;
  [field: string]: unknown;
}

export interface AgentUsageQuery {
  agentId?: string | undefined;
  /** ISO-8601. */
  from?: string | Date | undefined;
  to?: string | Date | undefined;
  [field: string]: unknown;
}

/** Its fields are not documented; they are passed on as they come. */
export interface UsageReport {
  readonly [field: string]: unknown;
}

export const createRuntimeTokenUsage = (call: PlatformCall): RuntimeTokenUsage => ({
  get: (query, options) => call({ method: 'GET', path: managedPath`/runtime-token-usage`, query }, options),
});

export const createUsage = (call: PlatformCall): Usage => ({
  getAgentUsage: (query, options) => call({ method: 'GET', path: agentsPath`/usage`, query }, options),
});
