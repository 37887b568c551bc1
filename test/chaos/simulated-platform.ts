import { answerApproval, settleApproval } from '../../demo/emulator/approvals.js';
import { ApiError, notFound } from '../../demo/emulator/errors.js';
import { flatEvent, storedEvent } from '../../demo/emulator/runs.js';
import type { RuntimeToken } from '../../src/core/index.js';
import type { CallFault, CallName, PageFault, Plan } from './faults.js';
import { type Once, createOnce } from './once.js';
import type { Random } from './random.js';
import type { SimulatedClock } from './simulated-clock.js';
import type { Fetch } from './simulated-page.js';
import { answerWith, json, refusal } from './simulated-answer.js';
import { type SimulatedRun, createSimulatedRun } from './simulated-run.js';
import { openSimulatedStream } from './simulated-stream.js';
import type { Story } from './story.js';

/**
 * The platform without a network (PROTOCOL.md §2): the emulator's own player makes the events, and their bytes go out as the plan of
 * faults wants it. It keeps what the invariants ask for: runs, decisions, and how much it was asked.
 */
export interface SimulatedPlatform {
  /** The network as one life of the page sees it; ends with `gone`. */
  fetch(gone: AbortSignal): Fetch;
  mint(): Promise<RuntimeToken>;
  /** Lets somebody else approve. */
  decideAs(name: string, approvalId: string): void;
  readonly runs: readonly SimulatedRun[];
  /** Every decision that arrived, be it the second of the same. */
  readonly decisions: readonly { readonly approvalId: string; readonly decision: string }[];
  readonly requests: readonly string[];
  readonly openStreams: number;
  /** Faults that came to pass. */
  readonly met: readonly string[];
}

export interface SimulatedPlatformOptions {
  readonly story: Story;
  readonly plan: Plan;
  readonly random: Random;
  readonly clock: SimulatedClock;
  readonly onPageFault: (fault: PageFault) => void;
  /** Reports what must not happen. */
  readonly complain: (what: string) => void;
}

/** Marks what must never be seen outside a request's header. */
export const tokenMark = 'secret-token-';

const base = '/api/v1/agent-runtime/runs';
/** Where the direct edge stream is. */
export const edgePath = '/edge';
/** Beyond the time that the core gives a call; see `policy.ts`. */
const tooLong = { runs: 31_000, aiui: 16_000, events: 31_000, approvals: 21_000, feedback: 21_000, token: 9_000 };
const forEver = new AbortController().signal;

interface Asked {
  readonly name: CallName;
  readonly isEdge: boolean;
  readonly runId: string | undefined;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: {
    readonly input?: { readonly message: string };
    readonly requestId?: string;
    readonly runId?: string;
    readonly [key: string]: unknown;
  };
  /** Aborts when nobody waits for the answer. */
  readonly signal: AbortSignal;
}

const readAsked = (input: string, init: RequestInit, signal: AbortSignal): Asked => {
  const { pathname, searchParams } = new URL(input);
  const isEdge = pathname.startsWith(edgePath);
  const [runId, name = 'runs', ...rest] = (isEdge ? base : pathname)
    .slice(base.length + 1)
    .split('/')
    .map(decodeURIComponent);
  return {
    name: name as CallName,
    isEdge,
    runId: runId === '' ? undefined : runId,
    rest,
    query: searchParams,
    headers: new Headers(init.headers),
    body: typeof init.body === 'string' ? (JSON.parse(init.body) as Asked['body']) : {},
    signal,
  };
};

/** How many events somebody has who heard the one with that id. */
const countOf = (source: SimulatedRun, lastEventId: string | null): number =>
  source.events().findIndex((event) => lastEventId !== null && source.idOf(event) === lastEventId) + 1;

export const createSimulatedPlatform = (options: SimulatedPlatformOptions): SimulatedPlatform => {
  const { story, plan, random, clock, onPageFault, complain } = options;
  const runs: SimulatedRun[] = [];
  const decisions: { approvalId: string; decision: string }[] = [];
  const requests: string[] = [];
  const met: string[] = [];
  const armed: CallFault[] = [...plan.calls];
  const line = new Set(plan.line);
  const pageFaults = new Set(plan.page);
  const deadTokens = new Map<string, string>();
  let minted = 0;
  let openStreams = 0;

  const meet = (name: CallName, message: number): CallFault | undefined => {
    const index = armed.findIndex((fault) => fault.on === name && fault.message <= message);
    if (index < 0) return undefined;
    const [fault] = armed.splice(index, 1);
    met.push(`${fault!.row} ${name}: ${fault!.how} ${fault!.status || ''}`);
    return fault;
  };

  const latency = (signal?: AbortSignal): Promise<void> | undefined =>
    random.chance(0.5) ? clock.sleep(random.integer(1, 400), signal) : undefined;

  const findRun = ({ runId }: Asked): SimulatedRun => {
    const found = runs.find(({ run }) => run.id === runId);
    if (!found) throw notFound('The run');
    return found;
  };

  const startRun = ({ body, isEdge }: Asked): SimulatedRun => {
    const requestId = (isEdge ? body.runId : body.requestId) ?? '';
    const known = runs.find(({ run }) => run.requestId === requestId);
    if (known) return known;
    const started = createSimulatedRun(story, clock, {
      id: isEdge ? requestId : `run_story${String.fromCodePoint(65 + runs.length)}`,
      text: body.input?.message ?? '',
      requestId,
    });
    runs.push(started);
    return started;
  };

  const openStream = (asked: Asked, type = 'text/event-stream; charset=utf-8'): Response => {
    const source = asked.isEdge ? startRun(asked) : findRun(asked);
    if (!asked.isEdge && story.way === 'edge, stored only') throw notFound('The stream');
    const after = countOf(source, asked.headers.get('last-event-id'));
    if (source.run.played && after === source.run.latestSeq) return answerWith(204, '');
    openStreams += 1;
    const body = openSimulatedStream({
      source,
      after,
      clock,
      random,
      signal: asked.signal,
      takeFault: (before) => {
        for (const fault of line) {
          if (fault.message !== source.message || fault.at >= before) continue;
          line.delete(fault);
          met.push(`${fault.row} at ${fault.at}: ${fault.happens}`);
          armed.push(...fault.next);
          return fault;
        }
        return undefined;
      },
      onSent: (bytes) => {
        for (const fault of pageFaults) {
          if (fault.message !== source.message || fault.at > bytes) continue;
          pageFaults.delete(fault);
          met.push(`page at ${fault.at}: ${fault.happens}`);
          clock.setTimeout(() => onPageFault(fault), random.integer(0, 50));
        }
      },
      onClose: () => {
        openStreams -= 1;
      },
    });
    return answerWith(200, body, { 'content-type': type });
  };

  const storedEvents = (asked: Asked): Response => {
    const source = findRun(asked);
    const after = Number(asked.query.get('after') ?? 0);
    const events = source.events().filter(({ seq }) => seq > after);
    return json(
      story.shapes === 'older' && story.ids !== 'opaque'
        ? { items: events.map(flatEvent) }
        : { events: events.map((event) => ({ ...storedEvent(event), id: source.idOf(event) ?? String(event.seq) })) },
    );
  };

  const decide = (asked: Asked): Response => {
    const [approvalId = '', verb] = asked.rest;
    const decision = verb === 'approve' ? ('approved' as const) : ('rejected' as const);
    decisions.push({ approvalId, decision });
    const { reason, editedArgs } = asked.body as { reason?: string; editedArgs?: unknown };
    const verdict = { decision, by: 'visitor', reason, editedArgs };
    return json(answerApproval(findRun(asked).run, approvalId, verdict, clock));
  };

  const perform = (asked: Asked): Response => {
    switch (asked.name) {
      case 'runs': {
        if (asked.isEdge) return openStream(asked);
        const { run } = startRun(asked);
        return json({ runId: run.id, status: run.status });
      }
      case 'aiui':
        return openStream(asked);
      case 'events':
        return storedEvents(asked);
      case 'approvals':
        return decide(asked);
      default:
        findRun(asked).run.feedback.push(asked.body);
        return json({ accepted: true });
    }
  };

  const answer = async (asked: Asked): Promise<Response> => {
    await latency(asked.signal);
    const message =
      asked.name === 'runs'
        ? story.messages.findIndex(({ text }) => text === asked.body.input?.message)
        : findRun(asked).message;
    const fault = meet(asked.name, message);
    const token = (asked.headers.get('authorization') ?? '').slice('Bearer '.length);
    if (fault?.how === 'expired token' || fault?.how === 'spent token') deadTokens.set(token, fault.how);
    if (deadTokens.has(token))
      throw deadTokens.get(token) === 'expired token'
        ? new ApiError(401, 'MANAGED_AGENT_RUNTIME_TOKEN_EXPIRED', 'The token has expired.')
        : new ApiError(403, 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_MAX_USES_EXCEEDED', 'The token is spent.');
    switch (fault?.how) {
      case 'status':
        // Said to one who has nothing yet, it would be no fault but a lie.
        if (fault.status === 204) return asked.headers.has('last-event-id') ? answerWith(204, '') : openStream(asked);
        return json(
          { message: 'Refused.', code: `HTTP_${fault.status}` },
          fault.status,
          fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
        );
      case 'page':
        return answerWith(200, '<!doctype html><title>Hotel</title>', { 'content-type': 'text/html' });
      case 'empty':
        return answerWith(200, '');
      case 'invalid':
        return answerWith(200, '{"runId":"run_', { 'content-type': 'application/json' });
      case 'nameless':
        return json({ status: 'RUNNING' });
      case 'odd type':
        return openStream(asked, 'text/event-stream;');
      case 'running already': {
        const runId = startRun(asked).run.id;
        return json({ code: 'MANAGED_AGENT_RUN_ALREADY_RUNNING', runId }, 409);
      }
      case 'lost':
        await perform(asked).body?.cancel();
        throw new TypeError('fetch failed');
      case 'refused line':
        throw new TypeError('fetch failed');
      case 'slow': {
        const done = asked.name === 'aiui' ? undefined : perform(asked);
        await clock.sleep(tooLong[asked.name], asked.signal);
        return done ?? perform(asked);
      }
      case 'never':
        await clock.sleep(undefined, asked.signal);
    }
    const response = perform(asked);
    await latency(asked.signal);
    return response;
  };

  const onces = new WeakMap<AbortSignal, Once>();

  return {
    fetch: (gone) => (input, init) =>
      new Promise((resolve, reject) => {
        const signal = AbortSignal.any([gone, init.signal ?? forEver]);
        const asked = readAsked(input, init, signal);
        requests.push(asked.name);
        const once = onces.get(gone) ?? createOnce(complain);
        onces.set(gone, once);
        const settle = once.begin(init.method ?? 'GET', input, asked.body);
        signal.addEventListener('abort', () => settle(), { once: true });
        const abort = (): void => reject(signal.reason);
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        answer(asked)
          .catch((error: unknown) => {
            if (error instanceof ApiError) return refusal(error);
            throw error;
          })
          .then((response) => {
            const isStream = /event-stream/.test(response.headers.get('content-type') ?? '');
            settle(asked.isEdge && !isStream ? 0 : response.status);
            return resolve(response);
          })
          .catch((error: unknown) => {
            settle();
            reject(error);
          });
      }),
    mint: async () => {
      requests.push('token');
      await latency();
      const fault = meet('token', runs.length);
      if (fault?.how === 'status') throw new Error('The token endpoint failed.');
      if (fault) await clock.sleep(tooLong.token);
      minted += 1;
      return { token: `${tokenMark}${minted}`, agentSessionId: 'session', rotateAfterSeconds: 570 };
    },
    decideAs: (by, approvalId) => {
      const source = runs.find(({ run }) => run.approvals.has(approvalId));
      if (source)
        settleApproval(source.run, source.run.approvals.get(approvalId)!, { decision: 'approved', by }, clock);
    },
    runs,
    decisions,
    requests,
    get openStreams() {
      return openStreams;
    },
    met,
  };
};
