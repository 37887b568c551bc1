import type { AgentDefinition } from './definition.js';
import type { CallFault } from './faults.js';
import type { Run } from './runs.js';

/** Everything the platform knows, in memory. Every record belongs to a tenant: the owner of an API key. */
export interface Store {
  /** API key to tenant. */
  readonly tenants: Map<string, string>;
  readonly agents: Map<string, Agent>;
  readonly deployments: Map<string, Deployment>;
  readonly apps: Map<string, ExternalApp>;
  readonly policies: Map<string, TokenPolicy>;
  readonly families: Map<string, TokenFamily>;
  readonly tokens: Map<string, TokenRecord>;
  readonly runs: Map<string, Run>;
  /** HTTP calls that are to fail, in the order they were armed. */
  readonly legs: Map<string, Leg>;
  readonly denials: Denial[];
  /** Streams being sent, so that a revocation can cut them. */
  readonly streams: Set<OpenStream>;
  readonly requests: RequestRecord[];
}

export interface Agent {
  readonly id: string;
  readonly tenantId: string;
  readonly definition: AgentDefinition;
  readonly slug: string;
  name: string;
  status: 'DRAFT' | 'PUBLISHED';
  readonly details: Readonly<Record<string, unknown>>;
  readonly versionIds: string[];
  readonly createdAt: string;
}

export interface Deployment {
  readonly id: string;
  readonly tenantId: string;
  readonly agentId: string;
  readonly agentVersionId: string;
  readonly environment: 'TEST' | 'PRODUCTION';
  readonly createdAt: string;
  /** Milliseconds since the epoch. */
  readonly activeFrom: number;
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
  readonly tenantId: string;
  name: string;
  readonly slug: string;
  allowedOrigins: readonly string[];
  tokenTtlSeconds?: number;
  readonly bindings: Map<string, Binding>;
  readonly createdAt: string;
}

export interface TokenPolicy {
  readonly id: string;
  readonly tenantId: string;
  readonly externalAppId: string;
  readonly deploymentId: string;
  name: string;
  status: string;
  autoRotateEnabled: boolean;
  maxConcurrentRuns?: number;
  tokenTtlSeconds?: number;
  maxUsesPerToken?: number;
  rotateBeforeExpirySeconds?: number;
}

/** The tokens of one conversation of one user. */
export interface TokenFamily {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly sessionKey: string;
  status: 'ACTIVE' | 'REVOKED';
  /** A family revoked for good is not replaced by a new one. */
  forGood: boolean;
}

export interface TokenRecord {
  readonly jti: string;
  readonly tenantId: string;
  readonly externalAppId: string;
  readonly deploymentId: string;
  readonly quotaPolicyId: string;
  readonly agentSessionId: string;
  readonly tokenFamilyId: string;
  readonly grantId: string;
  readonly externalUserId: string;
  readonly displayName?: string;
  readonly scopes: readonly string[];
  /** What minting asked for, so that rotation can ask again. */
  readonly request: MintRequest;
  status: 'active' | 'stale' | 'expired' | 'revoked';
  /** `Infinity` where uses are not limited. */
  remainingUses: number;
}

export interface MintRequest {
  readonly deploymentId: string;
  readonly quotaPolicyId: string;
  readonly externalUserId: string;
  readonly externalSessionId?: string;
  readonly ttlSeconds?: number;
  readonly maxUses?: number;
  readonly scopes?: readonly string[];
  readonly displayName?: string;
}

/** A run as a client of the AG-UI endpoint counts: from its start, or from an answer, to the next question or the end. By its id. */
export interface Leg {
  readonly run: Run;
  /** The number of the last event before it. */
  readonly after: number;
  /** That of its own last event, once another leg goes on behind it. */
  until?: number;
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
  tenants: new Map(),
  agents: new Map(),
  deployments: new Map(),
  apps: new Map(),
  policies: new Map(),
  families: new Map(),
  tokens: new Map(),
  runs: new Map(),
  legs: new Map(),
  denials: [],
  streams: new Set(),
  requests: [],
});

export const createId = (prefix: string): string => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;
