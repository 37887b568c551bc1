import type { AgentDefinition } from './definition.js';
import type { CallFault } from './faults.js';
import type { JsonObject } from './json.js';
import type { Run } from './runs.js';
import { Table } from './table.js';

/** What is kept record by record. Every record belongs to a tenant: the owner of an API key. */
export interface Tables {
  /** API key to tenant. */
  readonly tenants: Table<string>;
  readonly agents: Table<Agent>;
  readonly versions: Table<AgentVersion>;
  readonly deployments: Table<Deployment>;
  readonly apps: Table<ExternalApp>;
  readonly policies: Table<TokenPolicy>;
  readonly families: Table<TokenFamily>;
  /** By their `jti`. */
  readonly tokens: Table<TokenRecord>;
}

/** Everything the platform knows, in memory. */
export interface Store extends Tables {
  readonly runs: Table<Run>;
  readonly legs: Table<Leg>;
  /** HTTP calls that are to fail, in the order they were armed. */
  readonly denials: Denial[];
  /** Streams being sent, so that a revocation can cut them. */
  readonly streams: Set<OpenStream>;
  /** The last calls, oldest first. */
  readonly requests: RequestRecord[];
}

export interface Agent {
  readonly id: string;
  /** Counts up with every agent that is made: what a cursor of the list stands on. */
  readonly serial: number;
  readonly tenantId: string;
  readonly definition: AgentDefinition;
  /** Set where the definition is code: under which name a restart finds it again. */
  readonly definitionName?: string;
  readonly slug: string;
  readonly name: string;
  readonly status: 'DRAFT' | 'PUBLISHED';
  /** Whatever else was sent: description, instructions, model, and what nobody knows. */
  readonly details: JsonObject;
  readonly attached: Readonly<Record<Attachment, readonly JsonObject[]>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type Attachment = 'mcpTools' | 'knowledgeBases' | 'skills';

/** An agent as it was when it was published. */
export interface AgentVersion {
  readonly id: string;
  readonly tenantId: string;
  readonly agentId: string;
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly details: JsonObject;
  readonly attached: Agent['attached'];
  readonly createdAt: string;
}

export interface Deployment {
  readonly id: string;
  readonly tenantId: string;
  readonly agentId: string;
  readonly agentVersionId: string;
  readonly environment: 'TEST' | 'PRODUCTION';
  readonly createdAt: string;
  /** Milliseconds since the epoch; never, where it is missing. */
  readonly activeFrom?: number;
  /** Why it will never be active. */
  readonly failure?: string;
}

export interface Binding {
  readonly deploymentId: string;
  readonly allowBrowserRuntime: boolean;
  readonly allowServerRuntime: boolean;
  readonly allowApprovals: boolean;
  readonly rateLimitPerMinute?: number;
}

export interface ExternalApp {
  readonly id: string;
  readonly serial: number;
  readonly tenantId: string;
  readonly name: string;
  readonly slug: string;
  readonly allowedOrigins: readonly string[];
  readonly tokenTtlSeconds?: number;
  readonly details: JsonObject;
  /** By deployment. */
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface TokenPolicy {
  readonly id: string;
  readonly serial: number;
  readonly tenantId: string;
  readonly externalAppId: string;
  readonly deploymentId: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly autoRotateEnabled: boolean;
  readonly maxConcurrentRuns?: number;
  readonly tokenTtlSeconds?: number;
  readonly maxUsesPerToken?: number;
  readonly rotateBeforeExpirySeconds?: number;
  readonly details: JsonObject;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The tokens of one conversation of one user. */
export interface TokenFamily {
  readonly id: string;
  readonly serial: number;
  readonly tenantId: string;
  readonly externalAppId?: string;
  readonly deploymentId: string;
  readonly name: string;
  readonly sessionKey: string;
  readonly status: 'ACTIVE' | 'REVOKED';
  /** A family revoked for good is not replaced by a new one. */
  readonly forGood: boolean;
  readonly reason?: string;
  readonly createdAt: string;
}

export interface TokenRecord {
  /** The `jti`. */
  readonly id: string;
  readonly tenantId: string;
  /** Missing on a playground token. */
  readonly externalAppId?: string;
  readonly deploymentId: string;
  readonly quotaPolicyId?: string;
  readonly agentSessionId: string;
  readonly tokenFamilyId: string;
  readonly grantId: string;
  readonly externalUserId: string;
  readonly displayName?: string;
  readonly scopes: readonly string[];
  /** What minting asked for, so that rotation can ask again. */
  readonly request: MintRequest;
  readonly status: 'active' | 'stale' | 'expired' | 'spent' | 'revoked';
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly rotateAfterSeconds?: number;
  readonly maxUses?: number;
  /** How many calls were made with it. */
  readonly uses: number;
}

export interface MintRequest {
  readonly deploymentId: string;
  readonly quotaPolicyId?: string;
  readonly externalUserId: string;
  readonly externalSessionId?: string;
  readonly channel?: string;
  readonly ttlSeconds?: number;
  readonly maxUses?: number;
  readonly scopes?: readonly string[];
  readonly displayName?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly metadata?: JsonObject;
  readonly requestId?: string;
}

/** A run as a client of the AG-UI endpoint counts: from its start, or from an answer, to the next question or the end. By its id. */
export interface Leg {
  readonly run: Run;
  /** The number of the last event before it. */
  readonly after: number;
  /** That of its own last event, once another leg goes on behind it. */
  readonly until?: number;
}

export interface Denial {
  readonly deploymentId: string;
  /** Set where it is meant for one start call only. */
  readonly requestId?: string;
  readonly fault: CallFault;
  timesLeft: number;
}

export interface OpenStream {
  readonly tokenFamilyId: string;
  readonly cut: () => void;
}

/** One request as a test may ask about it. Never a token. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  /** As in `deny({ on })`, where the call is one of those. */
  readonly name?: string;
  readonly deploymentId?: string;
  readonly origin?: string;
  readonly lastEventId?: string;
  readonly status: number;
}

export const createStore = (): Store => ({
  tenants: new Table(),
  agents: new Table(),
  versions: new Table(),
  deployments: new Table(),
  apps: new Table(),
  policies: new Table(),
  families: new Table(),
  tokens: new Table(),
  runs: new Table(),
  legs: new Table(),
  denials: [],
  streams: new Set(),
  requests: [],
});

export const createId = (prefix: string): string => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;
