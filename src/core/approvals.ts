import type { ConversationEvent } from './contract.js';
import type { Env } from './env.js';
import { ZabyError, toZabyError } from './errors.js';
import type { Platform } from './platform.js';
import { readDecision } from './read-approval.js';
import type { Change } from './reduce.js';
import { type ApprovalPart, type ConversationState, type Turn, isEnded } from './state.js';
import { describeError } from './turn-runner.js';
import { type JsonObject, ownString } from './wire.js';

/**
 * Carries a person's decision to the platform, once.
 *
 * What the platform says stands: a decision made elsewhere is shown as such, and an unknown outcome is never guessed.
 */
export interface Approvals {
  decide(decision: 'approved' | 'rejected', approvalId: string, body: JsonObject): Promise<void>;
}

export interface ApprovalsOptions {
  readonly platform: Platform;
  readonly env: Env;
  readonly read: () => ConversationState;
  readonly dispatch: (change: Change) => void;
  readonly emit: (event: ConversationEvent) => void;
  /** A decision reached the platform: the stream has news. */
  readonly wake: () => void;
  readonly signal: () => AbortSignal;
  readonly offline: () => boolean;
}

const find = (state: ConversationState, approvalId: string): { turn: Turn; part: ApprovalPart } | undefined => {
  for (const turn of state.turns.toReversed()) {
    const part = turn.parts.find(
      (candidate): candidate is ApprovalPart =>
        candidate.kind === 'approval' && candidate.request.approvalId === approvalId,
    );
    if (part) return { turn, part };
  }
  return undefined;
};

export const createApprovals = ({
  platform,
  env,
  read,
  dispatch,
  emit,
  wake,
  signal,
  offline,
}: ApprovalsOptions): Approvals => ({
  decide: async (decision, approvalId, body) => {
    const found = find(read(), approvalId);
    if (!found) throw new ZabyError('invalid-argument', `This conversation has no approval "${approvalId}"`);
    const { turn, part } = found;
    const life = signal();
    // Sent or decided already: a second press changes nothing.
    if (isEnded(turn) || !turn.runId || (part.status !== 'pending' && part.status !== 'unconfirmed')) return;
    const place = { type: 'deciding', turnId: turn.id, partId: part.id } as const;
    if (offline()) {
      const error = new ZabyError('network', 'The page is offline; the decision was not sent', { retryable: true });
      return dispatch({ ...place, status: part.status, error: describeError(error, env) });
    }
    dispatch({
      ...place,
      status: 'sending',
      ...(typeof body.reason === 'string' && { reason: body.reason }),
      ...(body.editedArgs !== undefined && { editedArgs: body.editedArgs }),
    });
    const settle = (answer: unknown, known?: 'approved' | 'rejected' | 'expired') => {
      const now = find(read(), approvalId);
      // The stream was faster, or the turn was stopped: its word stands.
      if (!now || now.part.status !== 'sending' || life.aborted) return;
      const decidedBy = ownString(answer, 'decidedBy');
      const decidedAt = ownString(answer, 'decidedAt');
      dispatch({
        type: 'agent',
        turnId: turn.id,
        at: env.date(),
        events: [
          {
            type: 'approval-resolved',
            approvalId,
            decision: known ?? readDecision(answer),
            ...(decidedBy && { decidedBy }),
            ...(decidedAt && { decidedAt }),
          },
        ],
      });
      emit({ type: 'approval-resolved', turnId: turn.id, partId: part.id });
      wake();
    };
    try {
      const send = decision === 'approved' ? platform.approve : platform.reject;
      settle(await send(turn.runId, approvalId, body, life), decision);
    } catch (thrown) {
      if (life.aborted) return;
      const error = toZabyError(thrown);
      if (error.status === 409) return settle(error.body);
      if (error.status === 404 || error.status === 410) return settle(error.body, 'expired');
      emit({ type: 'error', error, turnId: turn.id });
      const now = find(read(), approvalId);
      if (now?.part.status !== 'sending') return;
      // After a lost answer nobody knows whether it counted; a refusal certainly did not.
      const unknown = error.retryable || error.code === 'network' || error.code === 'timeout';
      dispatch({
        ...place,
        status: unknown && error.status !== 429 ? 'unconfirmed' : 'pending',
        error: describeError(error, env),
      });
    }
  },
});
