import type { OnWait } from './backoff.js';
import { type Call, notOfTheContract, openEvents } from './call.js';
import type { Policy } from './contract.js';
import type { ZabyError } from './errors.js';
import { type Answer, readJson } from './http.js';
import { type JsonObject, defined, own, ownNumber, ownString } from './wire.js';

/**
 * The runtime's HTTP surface (PROTOCOL.md §2), and the only place in the core that spells its addresses.
 *
 * Every call goes out by `call`. It does not know what a conversation is.
 */
export interface Platform {
  /** Safe to repeat with the same `requestId`: the platform starts one run at most. */
  startRun(
    input: JsonObject,
    requestId: string,
    signal: AbortSignal,
    onWait?: OnWait,
    isOthers?: IsOthers,
  ): Promise<StartedRun>;
  /** Opens the run's stream, once; following it is `run-stream`'s work. `undefined` where the server has nothing more (204). */
  openStream(
    runId: string,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<Response['body'] | undefined>;
  /** Stored events after a sequence number, oldest first. */
  storedEvents(runId: string, after: number | undefined, signal: AbortSignal): Promise<unknown[]>;
  approve(runId: string, approvalId: string, body: JsonObject, signal: AbortSignal): Promise<unknown>;
  reject(runId: string, approvalId: string, body: JsonObject, signal: AbortSignal): Promise<unknown>;
  feedback(runId: string, body: JsonObject, signal: AbortSignal): Promise<unknown>;
}

export interface StartedRun {
  readonly runId: string;
  readonly status?: string;
  /** Where the platform answered only when the run was over. */
  readonly finalOutput?: unknown;
}

const eventsPage = 1000;

/** PROTOCOL.md §2: the id stands under `runId`, `id` or `run.id`. */
const readRun = async (answer: Answer): Promise<StartedRun> => {
  const json = await readJson(answer);
  const told = Object.assign({}, own(json, 'run'), json) as JsonObject;
  const runId = ownString(told, 'runId', 'id');
  if (!runId) throw notOfTheContract(answer, 'without a run id');
  return defined({ runId, status: ownString(told, 'status'), finalOutput: own(told, 'finalOutput') ?? undefined });
};

/** Whether a run is that of another question of the conversation. */
export type IsOthers = (runId: string) => boolean;

/**
 * 409 with a run id: an earlier attempt got through, and its answer was lost. A run of an earlier question, as one that was stopped here
 * and goes on there, is not joined: its answer is none to this question.
 */
export const joinRun = (error: unknown, isOthers?: IsOthers): StartedRun => {
  const { status, body } = error as ZabyError;
  const runId = status === 409 && ownString(body, 'runId');
  if (!runId) throw error;
  if (!isOthers?.(runId)) return { runId };
  throw Object.assign(error as ZabyError, { retryable: true });
};

const readEvents = async (answer: Answer): Promise<unknown[]> => {
  const json = await readJson(answer);
  const list = own(json, 'events') ?? own(json, 'items') ?? json;
  return Array.isArray(list) ? (list as unknown[]) : [];
};

const about = (runId: string, what: string): string => `/${encodeURIComponent(runId)}/${what}`;

export const createPlatform = (apiOrigin: string, call: Call, policy: Policy): Platform => {
  const base = `${apiOrigin.replace(/\/+$/, '')}/api/v1/agent-runtime/runs`;
  const to: Call = (path, ...rest) => call(base + path, ...rest);

  const tell = (runId: string, what: string, body: JsonObject, signal: AbortSignal): Promise<unknown> =>
    to(about(runId, what), signal, policy.decisionTimeout, readJson, body);

  const decide =
    (decision: string): Platform['approve'] =>
    (runId, approvalId, body, signal) =>
      tell(runId, `approvals/${encodeURIComponent(approvalId)}/${decision}`, body, signal);

  return {
    startRun: (input, requestId, signal, onWait, isOthers) =>
      to('', signal, policy.startTimeout, readRun, { input, requestId, respondAsync: true }, { onWait }).catch(
        (error) => joinRun(error, isOthers),
      ),

    openStream: (runId, lastEventId, signal) =>
      openEvents(to, about(runId, 'aiui'), signal, policy.streamTimeout, undefined, lastEventId),

    storedEvents: async (runId, after, signal) => {
      const events: unknown[] = [];
      for (let cursor = after; ;) {
        const page = await to(
          about(runId, `events?limit=${eventsPage}${cursor === undefined ? '' : `&after=${cursor}`}`),
          signal,
          policy.startTimeout,
          readEvents,
        );
        const last = ownNumber(page.at(-1), 'seq', 'sequence');
        // A server without `after` gives the same page again: then the first is all there is.
        if (last !== undefined && cursor !== undefined && last <= cursor) return events;
        events.push(...page);
        if (page.length < eventsPage || last === undefined) return events;
        cursor = last;
      }
    },

    approve: decide('approve'),
    reject: decide('reject'),

    feedback: (runId, body, signal) => tell(runId, 'feedback', body, signal),
  };
};
