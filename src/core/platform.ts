import { type OnWait, patience } from './backoff.js';
import type { Policy } from './contract.js';
import type { Env } from './env.js';
import { ZabyError } from './errors.js';
import { type Answer, readError, readJson, request } from './http.js';
import type { TokenManager } from './token-manager.js';
import { type JsonObject, defined, own, ownNumber, ownString } from './wire.js';

/**
 * The runtime's HTTP surface (PROTOCOL.md §2), and the only place in the core that spells its addresses.
 *
 * Every call carries a bearer token, is repeated once with a new one when the platform no longer accepts the old, and is retried
 * within bounds when that is safe. It does not know what a conversation is.
 */
export interface Platform {
  /** Safe to repeat with the same `requestId`: the platform starts one run at most. */
  startRun(input: JsonObject, requestId: string, signal: AbortSignal, onWait?: OnWait): Promise<StartedRun>;
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

export interface PlatformOptions {
  readonly apiOrigin: string;
  readonly tokens: TokenManager;
  readonly env: Env;
  readonly policy: Policy;
}

const eventsPage = 1000;

/** PROTOCOL.md §3: codes by which the platform says that this very token is spent, stale or revoked. */
const isTokenRefusal = ({ status, platformCode = '' }: ZabyError): boolean =>
  !/SCOPE|ORIGIN|QUOTA/.test(platformCode) &&
  (status === 401 || ((status === 403 || status === 409) && /TOKEN|GRANT|FAMILY|ROUTING/.test(platformCode)));

const notOfTheContract = ({ call, where }: Answer, what: string): ZabyError =>
  new ZabyError('protocol', `${call} answered ${what}`, where);

/** PROTOCOL.md §2: the id stands under `runId`, `id` or `run.id`. */
const readRun = async (answer: Answer): Promise<StartedRun> => {
  const json = await readJson(answer);
  const told = Object.assign({}, own(json, 'run'), json) as JsonObject;
  const runId = ownString(told, 'runId', 'id');
  if (!runId) throw notOfTheContract(answer, 'without a run id');
  return defined({ runId, status: ownString(told, 'status'), finalOutput: own(told, 'finalOutput') ?? undefined });
};

const readEvents = async (answer: Answer): Promise<unknown[]> => {
  const json = await readJson(answer);
  const list = own(json, 'events') ?? own(json, 'items') ?? json;
  return Array.isArray(list) ? (list as unknown[]) : [];
};

const readStream = async (answer: Answer): Promise<Response['body'] | undefined> => {
  const { status, headers, body } = answer.response;
  if (status === 204) return undefined;
  const type = headers.get('content-type') ?? '';
  if (!/^text\/event-stream\s*(;|$)/i.test(type))
    throw notOfTheContract(answer, `"${type}" instead of an event stream`);
  return body;
};

const about = (runId: string, what: string): string => `/${encodeURIComponent(runId)}/${what}`;

export const createPlatform = ({ apiOrigin, tokens, env, policy }: PlatformOptions): Platform => {
  const call = async <Result>(
    path: string,
    signal: AbortSignal,
    timeout: number,
    read: (answer: Answer) => Promise<Result>,
    body?: JsonObject,
    {
      attempts = policy.requestAttempts,
      headers,
      onWait,
    }: { attempts?: number; headers?: Record<string, string>; onWait?: OnWait | undefined } = {},
  ): Promise<Result> => {
    let refused = false;
    for (let attempt = 1; ;) {
      // Its source was tried often enough by itself: what fails here is final.
      const token = await tokens.get(signal);
      try {
        return await request(
          {
            env,
            signal,
            url: `${apiOrigin.replace(/\/+$/, '')}/api/v1/agent-runtime/runs${path}`,
            timeout,
            headers: { ...headers, authorization: `Bearer ${token}` },
            body,
          },
          async (answer) => {
            if (!answer.response.ok) throw await readError(answer, env);
            return read(answer);
          },
        );
      } catch (error) {
        if (!(error instanceof ZabyError && isTokenRefusal(error))) {
          await patience(error, attempt++, attempts, { env, policy, signal, onWait });
          continue;
        }
        tokens.invalidate(token);
        if (refused)
          throw new ZabyError('session-ended', `The platform refused a fresh token as well: ${error.message}`, {
            ...error,
            cause: error,
          });
        refused = true;
      }
    }
  };

  const decide =
    (decision: string): Platform['approve'] =>
    (runId, approvalId, body, signal) =>
      call(
        about(runId, `approvals/${encodeURIComponent(approvalId)}/${decision}`),
        signal,
        policy.decisionTimeout,
        readJson,
        body,
      );

  return {
    startRun: (input, requestId, signal, onWait) =>
      call('', signal, policy.startTimeout, readRun, { input, requestId, respondAsync: true }, { onWait }).catch(
        (error: unknown) => {
          // 409 with a run id: an earlier attempt got through, and its answer was lost.
          const { status, body } = error as ZabyError;
          const runId = status === 409 && ownString(body, 'runId');
          if (runId) return { runId };
          throw error;
        },
      ),

    openStream: (runId, lastEventId, signal) =>
      call(about(runId, 'aiui'), signal, policy.streamTimeout, readStream, undefined, {
        attempts: 1,
        headers: { accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) },
      }),

    storedEvents: async (runId, after, signal) => {
      const events: unknown[] = [];
      for (let cursor = after; ;) {
        const page = await call(
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

    feedback: (runId, body, signal) => call(about(runId, 'feedback'), signal, policy.decisionTimeout, readJson, body),
  };
};
