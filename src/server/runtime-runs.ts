import { type AgentEvent, createNormalizer, createRunStream, type Cursor, joinRun, ZabyError } from '../core/inner.js';
import type { AgentRun, AgentRunEvents } from './platform/agent-runs.js';
import { createApiError } from './platform/errors.js';
import type { RunEvent, RuntimeRuns } from './runtime.js';
import type { RuntimeClient } from './runtime-client.js';
import { toStreamError } from './runtime-errors.js';

/** ms. A start without `respondAsync` takes as long as the run. */
const wholeRun = 300_000;

export const createRuntimeRuns = ({ ask, env, policy, platform, secrets }: RuntimeClient): RuntimeRuns => ({
  start: async ({ requestId = env.uuid(), ...input }, options) => {
    const timeoutMs = input.respondAsync ? policy.startTimeout : wholeRun;
    const answer = await ask<unknown>([], '', { ...input, requestId }, { timeoutMs, ...options }, (error) =>
      joinRun(error),
    );
    return readRun(answer);
  },

  events: async (runId, { limit = 50, after } = {}, options) => {
    const query = `?limit=${limit}${after === undefined ? '' : `&after=${after}`}`;
    const answer = await ask<AgentRunEvents | undefined>([runId, 'events'], query, undefined, options);
    return { ...answer, events: answer?.events ?? answer?.items ?? [] };
  },

  async *stream(runId, { lastEventId } = {}, { signal = new AbortController().signal } = {}) {
    const normalize = createNormalizer();
    let waits = false;
    const stream = createRunStream({
      runId,
      platform,
      env,
      policy,
      signal,
      cursor: cursorOf(lastEventId),
      patient: () => waits,
      onConnection: () => {},
    });
    try {
      for await (const events of stream) {
        for (const event of events) {
          const meaning = normalize(event);
          waits = meaning.reduce(waitsAfter, waits);
          yield { ...event, meaning } satisfies RunEvent;
        }
      }
    } catch (error) {
      throw error instanceof ZabyError ? toStreamError(error, secrets) : error;
    }
  },
});

/** PROTOCOL.md §2: the id stands under `runId`, `id` or `run.id`. */
const readRun = (answer: unknown): AgentRun => {
  const told = { ...(answer as { run?: object } | undefined)?.run, ...(answer as object) } as Record<string, unknown>;
  const runId = told['runId'] ?? told['id'];
  if (typeof runId === 'string' && runId !== '') return { ...told, runId };
  throw createApiError('The runtime API started a run and did not say which: look at apiOrigin', { code: 'protocol' });
};

const cursorOf = (id: string | undefined): Cursor | undefined =>
  id === undefined ? undefined : { id, unnumbered: 0, ...(/^\d{1,15}$/.test(id) && { seq: Number(id) }) };

/** While a person decides, a server may close the stream, and that costs no patience. */
const waitsAfter = (waits: boolean, { type }: AgentEvent): boolean =>
  type === 'approval-requested' || (waits && (type === 'custom' || type === 'unknown' || type.startsWith('run-')));
