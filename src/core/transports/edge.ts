import { patience } from '../backoff.js';
import { openEvents } from '../call.js';
import { ZabyError } from '../errors.js';
import { joinRun } from '../platform.js';
import { createRunStream } from '../run-stream.js';
import type { Transport, TransportOptions } from './transport.js';

/**
 * The direct edge stream (PROTOCOL.md §2): one request that starts a run and streams it.
 *
 * A cut never asks again: the run's own stream of the runtime API is the way back where it has one, and its stored events where not.
 * Only a run that nobody has stored was never started; then the same request goes out again, with the same run id.
 */
export const createEdgeTransport = (
  runtimeUrl: string,
  { read, call, platform, env, policy }: TransportOptions,
): Transport => ({
  ...platform,
  run: async (task) => {
    const { turn, cause, signal, onAccepted, onConnection: onWait } = task;
    let runId = turn.runId ?? turn.requestId;
    let body: Response['body'] | undefined;

    const isKnown = (): Promise<boolean> =>
      platform.storedEvents(runId, undefined, signal).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      );

    const start = async () => {
      const asked = { threadId: read().conversationId, input: task.input(), runId };
      for (let attempt = 1; ; attempt++) {
        try {
          return await openEvents(
            call,
            `${runtimeUrl.replace(/\/+$/, '')}/run/aiui`,
            signal,
            policy.startTimeout,
            asked,
          );
        } catch (error) {
          if ((error as ZabyError).status === 409) {
            ({ runId } = joinRun(error, task.isOthers));
            return undefined;
          }
          await patience(error, attempt, policy.requestAttempts, { env, policy, signal, onWait });
          if (await isKnown()) return undefined;
        }
      }
    };

    const known = cause !== 'asked' && ((cause === 'restored' && turn.runId !== undefined) || (await isKnown()));
    if (!known) body = await start();
    if (!known || turn.runId === undefined) onAccepted({ runId });

    return createRunStream({
      ...task,
      cursor: known ? task.cursor : undefined,
      shown: known && task.shown,
      runId,
      platform: {
        openStream: async (...about) => {
          const first = body;
          body = undefined;
          return first ?? platform.openStream(...about).catch(unless(isMissing));
        },
        storedEvents: async (...about) =>
          (await platform.storedEvents(...about).catch(unless(isMissing))) ?? lost(runId),
      },
      env,
      policy,
    });
  },
});

const isMissing = (error: unknown): boolean => /^(?:404|405|501)$/.test(`${(error as ZabyError).status}`);

/** `undefined` for an error that fits; throws any other. */
const unless =
  (fits: (error: unknown) => boolean) =>
  (error: unknown): undefined => {
    if (!fits(error)) throw error;
  };

const lost = (runId: string): never => {
  throw new ZabyError('incomplete', `Nothing of run ${runId} is stored`, { retryable: true });
};
