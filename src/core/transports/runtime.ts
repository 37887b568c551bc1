import type { Policy } from '../contract.js';
import type { Env } from '../env.js';
import type { Platform } from '../platform.js';
import { createRunStream } from '../run-stream.js';
import type { Transport } from './transport.js';

/** The runtime API (PROTOCOL.md §2): a call that starts the run, and a stream that can be opened as often as it takes. */
export const createRuntimeTransport = (platform: Platform, env: Env, policy: Policy): Transport => ({
  ...platform,
  run: async (task) => {
    let { runId } = task.turn;
    if (runId === undefined) {
      const { turn, signal, onConnection, isOthers } = task;
      const started = await platform.startRun(task.input(), turn.requestId, signal, onConnection, isOthers);
      task.onAccepted(started);
      ({ runId } = started);
    }
    return createRunStream({ ...task, runId, platform, env, policy });
  },
});
