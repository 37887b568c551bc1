import { type Approval, type Run, type StoredEvent, storedEvent } from './runs.js';
import type { RequestRecord, Store } from './store.js';

/** What a test may ask afterwards. Everything is a copy in plain JSON. */
export interface ReadBack {
  runs(filter?: { deploymentId?: string }): readonly RunRecord[];
  approvals(filter?: { deploymentId?: string }): readonly ApprovalRecord[];
  feedback(filter?: { deploymentId?: string }): readonly FeedbackRecord[];
  /** Calls in the order in which they were answered. */
  requests(filter?: { deploymentId?: string; name?: string }): readonly RequestRecord[];
  /** How many event streams somebody listens to now. */
  openStreams(): number;
}

export interface RunRecord {
  readonly runId: string;
  readonly deploymentId: string;
  readonly agentSessionId: string;
  readonly externalUserId: string;
  readonly requestId?: string;
  readonly status: string;
  readonly input: unknown;
  readonly finalOutput: string;
  readonly events: readonly StoredEvent[];
}

export type ApprovalRecord = Omit<Approval, 'id'> & { readonly approvalId: string };

export type FeedbackRecord = { readonly runId: string; readonly [key: string]: unknown };

const describeRun = (run: Run): RunRecord => ({
  runId: run.id,
  deploymentId: run.deploymentId,
  agentSessionId: run.agentSessionId,
  externalUserId: run.externalUserId,
  ...(run.requestId !== undefined && { requestId: run.requestId }),
  status: run.status,
  input: run.input,
  finalOutput: run.finalOutput,
  events: run.log.flatMap((entry) => (entry.kind === 'event' ? [storedEvent(entry)] : [])),
});

const describeApproval = ({ id, ...approval }: Approval): ApprovalRecord => ({
  approvalId: id,
  ...approval,
});

export const createReadBack = ({ runs, requests, streams }: Store): ReadBack => {
  const chosen = ({ deploymentId }: { deploymentId?: string } = {}): Run[] =>
    [...runs.values()].filter((run) => deploymentId === undefined || run.deploymentId === deploymentId);
  return {
    runs: (filter) => chosen(filter).map(describeRun),
    approvals: (filter) => chosen(filter).flatMap((run) => [...run.approvals.values()].map(describeApproval)),
    feedback: (filter) => chosen(filter).flatMap((run) => run.feedback.map((given) => ({ ...given, runId: run.id }))),
    requests: ({ deploymentId, name } = {}) =>
      requests.filter(
        (request) =>
          (deploymentId === undefined || request.deploymentId === deploymentId) &&
          (name === undefined || request.name === name),
      ),
    openStreams: () => streams.size,
  };
};
