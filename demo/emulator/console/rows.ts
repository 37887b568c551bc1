import { addUp, tokensOf } from '../manage-usage.js';
import type { Platform } from '../platform.js';
import type { Run } from '../runs.js';
import { noteOf } from './request-notes.js';

/** A line of one of the console's lists. Plain JSON, and never a token or a key. */
export interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** How many of each the console shows, the newest. */
const KEPT = 300;
/** Of an approval's arguments, in characters. */
const MAX_ARGS = 4000;

const lastRuns = ({ store }: Platform): Run[] => [...store.runs.values()].slice(-KEPT);

const runRows = (platform: Platform): Row[] =>
  lastRuns(platform).map((run) => ({
    id: run.id,
    status: run.status,
    message: run.message.slice(0, 500),
    createdAt: run.createdAt,
    userId: run.externalUserId,
    sessionId: run.agentSessionId,
    agent: platform.store.agents.get(run.agentId)?.name ?? run.agentId,
    familyId: run.tokenFamilyId,
    events: run.latestSeq,
    output: run.finalOutput.slice(0, 500),
    tokens: tokensOf(run),
  }));

const approvalRows = (platform: Platform): Row[] =>
  lastRuns(platform).flatMap((run) =>
    [...run.approvals.values()].map(({ id, tool, title, args, decision, decidedBy, decidedAt, reason }) => ({
      id: `${run.id} ${id}`,
      approvalId: id,
      runId: run.id,
      tool,
      title,
      args: JSON.stringify(args, null, 2)?.slice(0, MAX_ARGS),
      decision,
      decidedBy,
      decidedAt,
      reason,
      isOver: run.status !== 'WAITING_FOR_APPROVAL',
    })),
  );

const feedbackRows = (platform: Platform): Row[] =>
  lastRuns(platform).flatMap((run) =>
    run.feedback.map(({ rating, label, comment }, index) => ({
      id: `${run.id} ${index}`,
      runId: run.id,
      message: run.message.slice(0, 200),
      rating,
      label,
      comment,
    })),
  );

const tokenRows = ({ store }: Platform): Row[] =>
  [...store.tokens.values()].slice(-KEPT).map((token) => ({
    id: token.id,
    userId: token.externalUserId,
    sessionId: token.agentSessionId,
    familyId: token.tokenFamilyId,
    family: store.families.get(token.tokenFamilyId)?.status,
    status: token.status,
    issuedAt: token.issuedAt * 1000,
    expiresAt: token.expiresAt * 1000,
    uses: token.uses,
    maxUses: token.maxUses,
  }));

const requestRows = ({ store }: Platform): Row[] =>
  store.requests.slice(-KEPT).map((request) => ({ ...noteOf(request), ...request }));

const usageRows = ({ store }: Platform): Row[] => {
  const byAgent = new Map<string, Run[]>();
  for (const run of store.runs.values()) {
    const known = byAgent.get(run.agentId);
    if (known) known.push(run);
    else byAgent.set(run.agentId, [run]);
  }
  return [...byAgent].map(([id, runs]) => ({ id, agent: store.agents.get(id)?.name ?? id, ...addUp(runs) }));
};

/** Everything the console lists, by the name of the list. */
export const rowsOf: Readonly<Record<string, (platform: Platform) => Row[]>> = {
  runs: runRows,
  approvals: approvalRows,
  feedback: feedbackRows,
  tokens: tokenRows,
  requests: requestRows,
  usage: usageRows,
};
