import { withRetries } from './backoff.js';
import type { Policy } from './contract.js';
import type { Env } from './env.js';
import { ZabyError } from './errors.js';
import { bareUrl, readError, readJson, request } from './http.js';
import type { TokenManager } from './token-manager.js';
import { type JsonObject, own, ownNumber, ownString } from './wire.js';

/**
 * The runtime's HTTP surface (PROTOCOL.md §2), and the only place in the core that spells its addresses.
 *
 * Every call carries a bearer token, is repeated once with a new one when the platform no longer accepts the old, and is retried
 * within bounds when that is safe. It does not know what a conversation is.
 */
export interface Platform {
  /** Safe to repeat with the same `requestId`: the platform starts one run at most. */
  startRun(input: JsonObject, requestId: string, signal: AbortSignal): Promise<StartedRun>;
  /** Opens the run's stream, once; following it is `run-stream`'s work. `undefined` where the server has nothing more (204). */
  openStream(
    runId: string,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Stored events after a sequence number, oldest first. */
  storedEvents(runId: string, after: number | undefined, signal: AbortSignal): Promise<unknown[]>;
  approve(runId: string, approvalId: string, body: JsonObject, signal: AbortSignal): Promise<unknown>;
  reject(runId: string, approvalId: string, body: JsonObject, signal: AbortSignal): Promise<unknown>;
  feedback(runId: string, body: JsonObject, signal: AbortSignal): Promise<void>;
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

interface Call<Result> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: JsonObject;
  readonly headers?: Record<string, string>;
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly read: (response: Response, url: string) => Promise<Result>;
}

const eventsPage = 1000;

/** PROTOCOL.md §3: codes by which the platform says that this very token is spent, stale or revoked. */
const isTokenRefusal = ({ status, platformCode = '' }: ZabyError): boolean =>
  status === 401
    ? !/SCOPE|ORIGIN/.test(platformCode)
    : (status === 403 || status === 409) &&
      /TOKEN|GRANT|FAMILY|ROUTING/.test(platformCode) &&
      !/SCOPE|ORIGIN|QUOTA/.test(platformCode);

/** PROTOCOL.md §2: the id stands under `runId`, `id` or `run.id`. */
const readRun = (answer: unknown): StartedRun | undefined => {
  const runId = ownString(answer, 'runId', 'run_id', 'id') ?? ownString(own(answer, 'run'), 'id', 'runId');
  if (!runId) return undefined;
  const status = ownString(answer, 'status') ?? ownString(own(answer, 'run'), 'status');
  const finalOutput = own(answer, 'finalOutput') ?? own(own(answer, 'run'), 'finalOutput');
  return {
    runId,
    ...(status && { status }),
    ...(finalOutput !== undefined && finalOutput !== null && { finalOutput }),
  };
};

const run = (runId: string): string => `/runs/${encodeURIComponent(runId)}`;

export const createPlatform = ({ apiOrigin, tokens, env, policy }: PlatformOptions): Platform => {
  const base = `${apiOrigin.replace(/\/+$/, '')}/api/v1/agent-runtime`;

  const once = async <Result>({
    method,
    path,
    body,
    headers,
    timeout,
    signal,
    read,
  }: Call<Result>): Promise<Result> => {
    const url = `${base}${path}`;
    for (let refusals = 0; ; refusals++) {
      const token = await tokens.get(signal);
      try {
        return await request(
          {
            env,
            signal,
            method,
            url,
            timeout,
            headers: {
              accept: 'application/json',
              ...headers,
              ...(body && { 'content-type': 'application/json' }),
              authorization: `Bearer ${token}`,
            },
            ...(body && { body: JSON.stringify(body) }),
          },
          async (response) => {
            if (!response.ok) throw await readError(response, { method, url }, env);
            return read(response, url);
          },
        );
      } catch (error) {
        if (!(error instanceof ZabyError) || !isTokenRefusal(error)) throw error;
        tokens.invalidate(token);
        if (refusals === 0) continue;
        throw new ZabyError('session-ended', `The platform refused a fresh token as well: ${error.message}`, {
          url: error.url,
          status: error.status,
          platformCode: error.platformCode,
          requestId: error.requestId,
          cause: error,
        });
      }
    }
  };

  const call = <Result>(options: Call<Result>): Promise<Result> =>
    withRetries(() => once(options), {
      env,
      policy,
      signal: options.signal,
      // What came from elsewhere is the token's source, and that was tried often enough by itself.
      isFinal: ({ url }) => !url?.startsWith(base),
    });

  const decide =
    (decision: 'approve' | 'reject') => (runId: string, approvalId: string, body: JsonObject, signal: AbortSignal) =>
      call({
        method: 'POST',
        path: `${run(runId)}/approvals/${encodeURIComponent(approvalId)}/${decision}`,
        body,
        timeout: policy.decisionTimeout,
        signal,
        read: readJson,
      });

  return {
    startRun: (input, requestId, signal) =>
      call({
        method: 'POST',
        path: '/runs',
        body: { input, requestId, respondAsync: true },
        timeout: policy.startTimeout,
        signal,
        read: async (response, url) => {
          const started = readRun(await readJson(response));
          if (!started)
            throw new ZabyError('protocol', `POST ${bareUrl(url)} answered without a run id`, {
              url: bareUrl(url),
              status: response.status,
            });
          return started;
        },
      }).catch((error: unknown) => {
        // 409 with a run id: an earlier attempt got through, and its answer was lost.
        if (error instanceof ZabyError && error.status === 409)
          for (const told of [error.body, own(error.body, 'error'), own(error.body, 'details')]) {
            const runId = ownString(told, 'runId', 'run_id');
            if (runId) return { runId };
          }
        throw error;
      }),

    openStream: (runId, lastEventId, signal) =>
      once({
        method: 'GET',
        path: `${run(runId)}/aiui`,
        headers: { accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) },
        timeout: policy.streamTimeout,
        signal,
        read: async (response, url) => {
          if (response.status === 204) return undefined;
          const type = response.headers.get('content-type') ?? '';
          if (!/^text\/event-stream\s*(;|$)/i.test(type) || !response.body) {
            throw new ZabyError('protocol', `GET ${bareUrl(url)} answered "${type}" instead of an event stream`, {
              url: bareUrl(url),
              status: response.status,
            });
          }
          return response.body;
        },
      }),

    storedEvents: async (runId, after, signal) => {
      const events: unknown[] = [];
      for (let cursor = after; ;) {
        const page = await call({
          method: 'GET',
          path: `${run(runId)}/events?limit=${eventsPage}${cursor === undefined ? '' : `&after=${cursor}`}`,
          timeout: policy.startTimeout,
          signal,
          read: async (response) => {
            const answer = await readJson(response);
            const list = Array.isArray(answer) ? answer : (own(answer, 'events') ?? own(answer, 'items'));
            return Array.isArray(list) ? (list as unknown[]) : [];
          },
        });
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

    feedback: (runId, body, signal) =>
      call({
        method: 'POST',
        path: `${run(runId)}/feedback`,
        body,
        timeout: policy.decisionTimeout,
        signal,
        read: async () => undefined,
      }),
  };
};
