import type { ConversationEvent, FeedbackInput } from './contract.js';
import type { Env } from './env.js';
import { ZabyError, toZabyError } from './errors.js';
import type { Change } from './reduce.js';
import type { ConversationState, Feedback } from './state.js';
import type { Transport } from './transports/transport.js';
import { defined, isObject } from './wire.js';

/** Sends what the person thinks of an answer. Ratings of one answer go one after the other, so that the last one wins. */
export interface Ratings {
  rate(turnId: string, feedback: FeedbackInput): Promise<void>;
}

export interface RatingsOptions {
  readonly transport: () => Promise<Transport>;
  readonly env: Env;
  readonly read: () => ConversationState;
  readonly dispatch: (change: Change) => void;
  readonly emit: (event: ConversationEvent) => void;
  readonly signal: () => AbortSignal;
}

export const createRatings = ({ transport, env, read, dispatch, emit, signal }: RatingsOptions): Ratings => {
  const tails = new Map<string, Promise<unknown>>();
  return {
    rate: (turnId, given) => {
      const find = () => read().turns.find(({ id }) => id === turnId);
      const { runId, feedback: before } = find() ?? {};
      const { rating = 1 } = given ?? {};
      const misuse = !runId
        ? `There is no answer "${turnId}"`
        : !isObject(given) || ![1, 2, 3, 4, 5].includes(rating)
          ? 'A rating is 1 to 5'
          : undefined;
      if (!runId || misuse) return Promise.reject(new ZabyError('invalid-argument', misuse ?? ''));
      const life = signal();
      const { status: _status, ...feedback } = {
        ...before,
        ...defined({ rating: given.rating, label: given.label, comment: given.comment }),
      };
      const show = (status: Feedback['status']): Feedback => {
        const shown = { ...feedback, status };
        dispatch({ type: 'rated', turnId, feedback: shown });
        return shown;
      };
      const mine = show('sending');
      const isLatest = () => !life.aborted && find()?.feedback === mine;
      const send = async () => {
        if (!isLatest()) return; // overtaken while waiting
        try {
          await (await transport()).feedback(runId, { ...feedback, requestId: env.uuid() }, life);
          if (!isLatest()) return;
          show('sent');
          emit({ type: 'feedback', turn: find()! });
        } catch (thrown) {
          if (life.aborted) return;
          const error = toZabyError(thrown);
          if (isLatest()) show('failed');
          emit({ type: 'error', error, turnId });
          throw error;
        }
      };
      const sent = Promise.resolve(tails.get(turnId)).then(send);
      tails.set(
        turnId,
        sent.catch(() => {}),
      );
      return sent;
    },
  };
};
