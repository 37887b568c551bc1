import type { Clock } from './clock.js';
import { ApiError, notFound } from './errors.js';
import { type Approval, type Decision, notify, type Run } from './runs.js';

export interface Verdict {
  readonly decision: Decision;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
  readonly editedArgs?: unknown;
}

/** Decides once. False where someone, or the time limit, was faster. */
export const settleApproval = (
  run: Run,
  approval: Approval,
  { decision, by, reason, editedArgs }: Verdict,
  clock: Clock,
): boolean => {
  if (approval.decision) return false;
  approval.decision = decision;
  approval.decidedAt = new Date(clock.now()).toISOString();
  if (by !== undefined) approval.decidedBy = by;
  if (reason !== undefined) approval.reason = reason;
  if (editedArgs !== undefined) approval.editedArgs = editedArgs;
  notify(run);
  return true;
};

const describe = (approval: Approval) => ({
  approvalId: approval.id,
  status: (approval.decision ?? 'pending').toUpperCase(),
  ...(approval.decidedBy !== undefined && { decidedBy: approval.decidedBy }),
  ...(approval.decidedAt !== undefined && { decidedAt: approval.decidedAt }),
  ...(approval.reason !== undefined && { reason: approval.reason }),
});

/** What an approval call answers: the decision, 409 after another one, 410 after the time limit, 404 for no such approval. */
export const answerApproval = (run: Run, approvalId: string, verdict: Verdict, clock: Clock): object => {
  const approval = run.approvals.get(approvalId);
  if (!approval) throw notFound('The approval');
  if (settleApproval(run, approval, verdict, clock)) return { runId: run.id, ...describe(approval) };
  const details = describe(approval);
  throw approval.decision === 'expired'
    ? new ApiError(410, 'MANAGED_AGENT_APPROVAL_EXPIRED', 'The approval has expired.', { details })
    : new ApiError(409, 'MANAGED_AGENT_APPROVAL_ALREADY_DECIDED', 'The approval was already decided.', { details });
};
