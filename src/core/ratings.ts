import type { ConversationEvent, FeedbackInput } from './contract.js';
import type { Env } from './env.js';
import { ZabyError, toZabyError } from './errors.js';
import type { Platform } from './platform.js';
import type { Change } from './reduce.js';
import type { ConversationState, Feedback } from './state.js';
import { isObject } from './wire.js';

/** Sends what the person thinks of an answer. Ratings of a turn go one after the other, so that the last one wins. */
export interface Ratings {
  rate(turnId: string, feedback: FeedbackInput): Promise<void>;
}

export interface RatingsOptions {
  readonly platform: Platform;
  readonly env: Env;
  readonly read: () => ConversationState;
  readonly dispatch: (change: Change) => void;
  readonly emit: (event: ConversationEvent) => void;
  readonly signal: () => AbortSignal;
}

export const createRatings = ({ platform, env, read, dispatch, emit, signal }: RatingsOptions): Ratings => {
  const queues = new Map<string, { latest: number; tail: Promise<unknown> }>();
  return {
    rate: (turnId, given) => {
      const { rating, label, comment } = given ?? {};
      const turn = read().turns.find(({ id }) => id === turnId);
      if (!turn?.runId)
        return Promise.reject(new ZabyError('invalid-argument', `Turn "${turnId}" has no answer to rate`));
      if (!isObject(given) || (rating !== undefined && !(Number.isInteger(rating) && rating >= 1 && rating <= 5))) {
        return Promise.reject(new ZabyError('invalid-argument', 'A rating is a whole number from 1 to 5'));
      }
      const { runId } = turn;
      const life = signal();
      const { status: _status, ...before } = turn.feedback ?? { status: 'sent' };
      const feedback = {
        ...before,
        ...(rating !== undefined && { rating }),
        ...(label !== undefined && { label }),
        ...(comment !== undefined && { comment }),
      };
      const show = (status: Feedback['status']) => {
        dispatch({ type: 'rated', turnId, feedback: { ...feedback, status } });
      };
      show('sending');

      const queue = queues.get(turnId) ?? { latest: 0, tail: Promise.resolve() };
      queues.set(turnId, queue);
      const mine = ++queue.latest;
      const send = async () => {
        if (mine !== queue.latest) return; // overtaken while waiting
        try {
          await platform.feedback(runId, { ...feedback, requestId: env.uuid() }, life);
          if (life.aborted) return;
          if (mine === queue.latest) show('sent');
          const now = read().turns.find(({ id }) => id === turnId);
          if (now && mine === queue.latest) emit({ type: 'feedback', turn: now });
        } catch (thrown) {
          if (life.aborted) return;
          const error = toZabyError(thrown);
          if (mine === queue.latest) show('failed');
          emit({ type: 'error', error, turnId });
          throw error;
        }
      };
      const sent = queue.tail.then(send, send);
      queue.tail = sent.catch(() => {});
      return sent;
    },
  };
};
