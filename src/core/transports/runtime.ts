import type { Policy } from '../contract.js';
import type { Env } from '../env.js';
import { ZabyError } from '../errors.js';
import type { Platform } from '../platform.js';
import { createRunStream } from '../run-stream.js';
import type { Transport } from './transport.js';

/** The runtime API (PROTOCOL.md §2): a call that starts the run, and a stream that can be opened as often as it takes. */
export const createRuntimeTransport = (platform: Platform, env: Env, policy: Policy): Transport => ({
  ...platform,
  run: async (task) => {
    const known: typeof platform = {
      ...platform,
      openStream: (...about) => platform.openStream(...about).catch(tellGone),
      storedEvents: (...about) => platform.storedEvents(...about).catch(tellGone),
    };
    let { runId } = task.turn;
    if (runId === undefined) {
      const { turn, signal, onConnection, isOthers } = task;
      const started = await platform.startRun(task.input(), turn.requestId, signal, onConnection, isOthers);
      task.onAccepted(started);
      ({ runId } = started);
    }
    return createRunStream({ ...task, runId, platform: known, env, policy });
  },
});

/** A run that was taken and is not known any more was forgotten: nobody will tell how it did, and the question may be asked anew. */
const tellGone = (error: unknown): never => {
  const { status, message } = error as ZabyError;
  if (status !== 404) throw error;
  throw new ZabyError('incomplete', message, { ...(error as ZabyError), retryable: true, cause: error });
};
