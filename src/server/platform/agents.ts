import type { Attachment, AttachKnowledgeBaseInput, AttachMcpToolInput, AttachSkillInput } from './attachments.js';
import { type CreateDeploymentInput, type Deployment, deploy } from './deployments.js';
import { createListing, type Listing, type ListQuery } from './listing.js';
import { agentsPath } from './path.js';
import {
  type AgentRun,
  type AgentRunEvents,
  createAgentRuns,
  type AgentRunInput,
  type RunProgress,
} from './agent-runs.js';
import type { MintedToken, PlaygroundTokenInput } from './runtime-tokens.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** Agents: from a draft over published versions to deployments, and runs of them by this key. */
export interface Agents {
  /** Makes a draft. @throws ZabyConflictError where the tenant has an agent of that slug. */
  create(input: CreateAgentInput, options?: CallOptions): Promise<Agent>;
  list(query?: AgentQuery, options?: CallOptions): Listing<Agent>;
  get(agentId: string, options?: CallOptions): Promise<Agent>;
  update(agentId: string, input: UpdateAgentInput, options?: CallOptions): Promise<Agent>;
  delete(agentId: string, options?: CallOptions): Promise<void>;
  /** Freezes the draft as a version; its `id` is what is deployed. */
  publish(agentId: string, options?: CallOptions): Promise<AgentVersion>;
  /** Deploys a version. It is `PENDING` at first: see `deployments.waitUntilActive`. The same as `deployments.create`. */
  deploy(agentId: string, input: CreateDeploymentInput, options?: CallOptions): Promise<Deployment>;
  attachMcpTool(agentId: string, input: AttachMcpToolInput, options?: CallOptions): Promise<Attachment>;
  attachKnowledgeBase(agentId: string, input: AttachKnowledgeBaseInput, options?: CallOptions): Promise<Attachment>;
  attachSkill(agentId: string, input: AttachSkillInput, options?: CallOptions): Promise<Attachment>;
  /** A dry run. */
  testRun(agentId: string, input: AgentRunInput, options?: CallOptions): Promise<AgentRun>;
  startRun(agentId: string, input: AgentRunInput, options?: CallOptions): Promise<AgentRun>;
  getRunProgress(runId: string, options?: CallOptions): Promise<RunProgress>;
  listRunEvents(runId: string, query?: { limit?: number | undefined }, options?: CallOptions): Promise<AgentRunEvents>;
  /** Mints a token to try a deployment with, without an external app or a policy. */
  playgroundRuntimeTokens(agentId: string, input: PlaygroundTokenInput, options?: CallOptions): Promise<MintedToken>;
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly status: 'DRAFT' | 'PUBLISHED' | 'ACTIVE' | (string & {});
  readonly description?: string | null;
  readonly instructions?: string | null;
  readonly defaultModel?: string;
  /** ISO-8601. */
  readonly createdAt?: string;
  readonly [field: string]: unknown;
}

export interface CreateAgentInput {
  name: string;
  /** Unique per tenant. */
  slug: string;
  description?: string | null | undefined;
  instructions?: string | null | undefined;
  defaultModel?: string | undefined;
  [field: string]: unknown;
}

export type UpdateAgentInput = Partial<CreateAgentInput>;

export interface AgentQuery extends ListQuery {
  status?: string | undefined;
}

export interface AgentVersion {
  readonly id: string;
  readonly [field: string]: unknown;
}

export const createAgents = (call: PlatformCall): Agents => {
  const attach =
    (what: string) =>
    async (agentId: string, body: object, options?: CallOptions): Promise<Attachment> =>
      call({ method: 'POST', path: agentsPath`/${agentId}/${what}`, body }, options);
  return {
    ...createAgentRuns(call),
    create: (body, options) => call({ method: 'POST', path: agentsPath``, body }, options),
    list: (query, options) => createListing(call, agentsPath``, query, options),
    get: async (agentId, options) => call({ method: 'GET', path: agentsPath`/${agentId}` }, options),
    update: async (agentId, body, options) => call({ method: 'PATCH', path: agentsPath`/${agentId}`, body }, options),
    delete: async (agentId, options) => {
      await call({ method: 'DELETE', path: agentsPath`/${agentId}` }, options);
    },
    publish: async (agentId, options) => call({ method: 'POST', path: agentsPath`/${agentId}/publish` }, options),
    deploy: (agentId, input, options) => deploy(call, agentId, input, options),
    attachMcpTool: attach('mcp-tools'),
    attachKnowledgeBase: attach('knowledge-bases'),
    attachSkill: attach('skills'),
    playgroundRuntimeTokens: async (agentId, body, options) =>
      call({ method: 'POST', path: agentsPath`/${agentId}/playground/runtime-tokens`, body }, options),
  };
};
