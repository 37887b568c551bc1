import type { ConversationEvent } from './contract.js';
import type { Env } from './env.js';
import { ZabyError, toZabyError } from './errors.js';
import type { AgentEvent } from './events.js';
import { readDecision } from './read-approval.js';
import type { Change } from './reduce.js';
import { readRun } from './read-run.js';
import { type ApprovalPart, type ConversationState, type Turn, isEnded, pendingApprovals } from './state.js';
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
  /** The network is back: what was not sent for want of it can be decided. */
  online(): void;
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

/** What was sent with an earlier decision, taken back. */
const nothing = { editedArgs: undefined, reason: undefined };

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
  online: () => {
    for (const turn of read().turns)
      for (const { id: partId, error } of pendingApprovals(turn))
        if (error?.code === 'network') dispatch({ type: 'deciding', turnId: turn.id, partId, status: 'pending' });
  },
  decide: async (decision, approvalId, body) => {
    const find = () =>
      read()
        .turns.flatMap((turn) => turn.parts.map((part) => ({ turn, part })))
        .findLast(({ part }) => part.kind === 'approval' && part.request.approvalId === approvalId) as
        | { turn: Turn; part: ApprovalPart }
        | undefined;
    const found = find();
    if (!found) throw new ZabyError('invalid-argument', `There is no approval "${approvalId}"`);
    const { turn, part } = found;
    const { id: turnId, runId } = turn;
    const life = signal();
    // Sent or decided already: a second press changes nothing.
    if (!runId || !/^(?:pending|unconfirmed)$/.test(part.status)) return;
    const show = (status: ApprovalPart['status'], more: object) =>
      dispatch({ type: 'deciding', turnId, partId: part.id, status, ...more });
    if (offline()) {
      const error = new ZabyError('network', 'The page is offline', { retryable: true });
      return show(part.status, { error: describeError(error, env) });
    }
    show('sending', { ...nothing, ...body });
    const resolves = (event: AgentEvent): event is Extract<AgentEvent, { type: 'approval-resolved' }> =>
      event.type === 'approval-resolved' && event.approvalId === approvalId;
    // Where the stream was faster its word stands. What the end of a run or of the page's patience left open is answered even then.
    const isOpen = () => !life.aborted && /^(?:sending|un|decided)/.test(find()?.part.status ?? '');
    const settle = (answer: unknown, status = readDecision(answer)) => {
      if (!isOpen()) return;
      const told = { decidedBy: ownString(answer, 'decidedBy'), decidedAt: ownString(answer, 'decidedAt') };
      // Decided otherwise, what was sent from here did not count.
      show(status, { ...(status !== decision && nothing), ...defined(told) });
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
      // After a lost answer nobody knows whether it counted; a refusal certainly did not.
      const isLost = status !== 429 && (retryable || code === 'network');
      const told = isLost ? (await readRun(await transport(), runId, life)).findLast(resolves) : undefined;
      if (told) return settle(told, told.decision);
      if (life.aborted) return;
      const now = find();
      if (now && /^(?:sending|unconfirmed)$/.test(now.part.status))
        show(isLost ? 'unconfirmed' : isEnded(now.turn) ? 'undecided' : 'pending', {
          error: describeError(error, env),
        });
    }
  },
});
