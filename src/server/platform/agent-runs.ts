import { agentsPath } from './path.js';
import type { Agents } from './agents.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** `input` is opaque JSON: a text, or an object such as `{ message }`. */
export interface AgentRunInput {
  input: unknown;
  /** Default: the agent's newest active deployment. */
  deploymentId?: string | undefined;
  sessionId?: string | null | undefined;
  /** Answers before the run ends. */
  respondAsync?: boolean | undefined;
  /** The idempotency key: the same key never starts a second run, and the call is repeated when its answer is lost. */
  requestId?: string | undefined;
  [field: string]: unknown;
}

export type RunStatus =
  | 'QUEUED'
  | 'PENDING'
  | 'RUNNING'
  | 'WAITING_FOR_APPROVAL'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELLED'
  | (string & {});

export interface AgentRun {
  readonly runId: string;
  readonly status?: RunStatus;
  readonly latestSeq?: number;
  /** Where the run is over. */
  readonly finalOutput?: unknown;
  readonly [field: string]: unknown;
}

export interface RunProgress {
  readonly runId?: string;
  readonly status?: RunStatus;
  readonly [field: string]: unknown;
}

/** Stored events, oldest first: `events`, or `items` in older answers. */
export interface AgentRunEvents {
  readonly events?: readonly RunEventRecord[];
  readonly items?: readonly RunEventRecord[];
  readonly [field: string]: unknown;
}

export interface RunEventRecord {
  readonly seq?: number;
  readonly type?: string;
  readonly data?: unknown;
  readonly [field: string]: unknown;
}

type AgentRuns = Pick<Agents, 'testRun' | 'startRun' | 'getRunProgress' | 'listRunEvents'>;

export const createAgentRuns = (call: PlatformCall): AgentRuns => {
  const start =
    (what: string) =>
    async (agentId: string, input: AgentRunInput, options: CallOptions = {}): Promise<AgentRun> => {
      const body = { ...input, requestId: input.requestId ?? options.idempotencyKey };
      return call({ method: 'POST', path: agentsPath`/${agentId}/${what}`, body }, options);
    };
  return {
    testRun: start('test-runs'),
    startRun: start('runs'),
    getRunProgress: async (runId, options) =>
      call({ method: 'GET', path: agentsPath`/runs/${runId}/progress` }, options),
    listRunEvents: async (runId, query, options) =>
      call({ method: 'GET', path: agentsPath`/runs/${runId}/events`, query }, options),
  };
};
