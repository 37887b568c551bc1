import { createListing, type Listing, type ListQuery } from './listing.js';
import { agentsPath } from './path.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** Runs that wait for a person. */
export interface Approvals {
  list(query?: ListQuery, options?: CallOptions): Listing<PendingApproval>;
  /** @throws ZabyConflictError where it was decided already. */
  approve(runId: string, approvalId: string, input?: ApproveInput, options?: CallOptions): Promise<ApprovalDecision>;
  reject(runId: string, approvalId: string, input?: RejectInput, options?: CallOptions): Promise<ApprovalDecision>;
}

export interface PendingApproval {
  readonly approvalId?: string;
  readonly runId?: string;
  readonly status?: string;
  readonly [field: string]: unknown;
}

export interface ApproveInput {
  /** What the tool is called with instead of what was asked for. */
  editedArgs?: unknown;
  [field: string]: unknown;
}

export interface RejectInput {
  reason?: string | undefined;
  [field: string]: unknown;
}

export interface ApprovalDecision {
  readonly status?: string;
  readonly [field: string]: unknown;
}

export const createApprovals = (call: PlatformCall): Approvals => {
  const decide =
    (decision: string) =>
    async (runId: string, approvalId: string, body: object = {}, options?: CallOptions): Promise<ApprovalDecision> =>
      call({ method: 'POST', path: agentsPath`/runs/${runId}/approvals/${approvalId}/${decision}`, body }, options);
  return {
    list: (query, options) => createListing(call, agentsPath`/approvals`, query, options),
    approve: decide('approve'),
    reject: decide('reject'),
  };
};
