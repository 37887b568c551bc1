import type { ConversationEvent } from './contract.js';
import type { Env } from './env.js';
import { ZabyError, toZabyError } from './errors.js';
import { readDecision } from './read-approval.js';
import type { Change } from './reduce.js';
import { type ApprovalPart, type ConversationState, type Turn, isEnded } from './state.js';
import type { Transport } from './transports/transport.js';
import { describeError } from './turn-runner.js';
import { type JsonObject, defined, ownString } from './wire.js';

/**
 * Carries a person's decision to the platform, once.
 *
 * What the platform says stands: a decision made elsewhere is shown as such, and an unknown outcome is never guessed.
 */
export interface Approvals {
  decide(decision: 'approved' | 'rejected', approvalId: string, body: JsonObject): Promise<void>;
}

export interface ApprovalsOptions {
  readonly transport: () => Promise<Transport>;
  readonly env: Env;
  readonly read: () => ConversationState;
  readonly dispatch: (change: Change) => void;
  readonly emit: (event: ConversationEvent) => void;
  /** A decision reached the platform: the stream has news. */
  readonly wake: () => void;
  readonly signal: () => AbortSignal;
  readonly offline: () => boolean;
}

export const createApprovals = ({
  transport,
  env,
  read,
  dispatch,
  emit,
  wake,
  signal,
  offline,
}: ApprovalsOptions): Approvals => ({
  decide: async (decision, approvalId, body) => {
    const find = () =>
      read()
        .turns.flatMap((turn) => turn.parts.map((part) => ({ turn, part })))
        .findLast(({ part }) => part.kind === 'approval' && part.request.approvalId === approvalId) as
        | { turn: Turn; part: ApprovalPart }
        | undefined;
    const found = find();
    if (!found) throw new ZabyError('invalid-argument', `This conversation has no approval "${approvalId}"`);
    const { turn, part } = found;
    const { id: turnId, runId } = turn;
    const life = signal();
    // Sent or decided already: a second press changes nothing.
    if (isEnded(turn) || !runId || !/^(?:pending|unconfirmed)$/.test(part.status)) return;
    const show = (status: ApprovalPart['status'], more: object) =>
      dispatch({ type: 'deciding', turnId, partId: part.id, status, ...more });
    if (offline()) {
      const error = new ZabyError('network', 'The page is offline; the decision was not sent', { retryable: true });
      return show(part.status, { error: describeError(error, env) });
    }
    show('sending', body);
    // Where the stream was faster, or the turn was stopped, its word stands.
    const isMine = () => !life.aborted && find()?.part.status === 'sending';
    const settle = (answer: unknown, known?: 'approved' | 'rejected' | 'expired') => {
      if (!isMine()) return;
      const resolved = defined({
        type: 'approval-resolved' as const,
        approvalId,
        decision: known ?? readDecision(answer),
        decidedBy: ownString(answer, 'decidedBy'),
        decidedAt: ownString(answer, 'decidedAt'),
      });
      dispatch({ type: 'agent', turnId, at: env.date(), events: [resolved] });
      emit({ type: 'approval-resolved', turnId, partId: part.id });
      wake();
    };
    try {
      const { approve, reject } = await transport();
      const send = decision === 'approved' ? approve : reject;
      settle(await send(runId, approvalId, body, life), decision);
    } catch (thrown) {
      if (life.aborted) return;
      const error = toZabyError(thrown);
      const { status, code, retryable } = error;
      if (status === 409) return settle(error.body);
      if (status === 404 || status === 410) return settle(error.body, 'expired');
      emit({ type: 'error', error, turnId });
      if (!isMine()) return;
      // After a lost answer nobody knows whether it counted; a refusal certainly did not.
      const unknown = status !== 429 && (retryable || code === 'network');
      show(unknown ? 'unconfirmed' : 'pending', { error: describeError(error, env) });
    }
  },
});
