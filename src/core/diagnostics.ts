import { wait } from './backoff.js';
import type { ConversationEvent } from './contract.js';
import type { Env } from './env.js';
import { ZabyError } from './errors.js';
import type { Change } from './reduce.js';
import type { ConversationState, TurnStatus } from './state.js';

/**
 * What a conversation did, for a bug report: its calls, tokens, waits and errors, and how its turns went.
 *
 * Holds no token, no header, no query, and nothing that a person wrote or an agent answered.
 */
export interface Diagnostics {
  /** Plain JSON, to be sent along with a bug report. */
  export(): DiagnosticsReport;
}

export interface DiagnosticsReport {
  /** ISO-8601, by this machine's clock. */
  readonly at: string;
  readonly conversationId: string;
  /** The token in hand: how long ago it came, and how often it may still be used, where that is limited. */
  readonly token?: { readonly ageSeconds: number; readonly usesLeft?: number };
  /** Where the stream of the last run stands. */
  readonly lastEventId?: string;
  readonly turns: readonly { readonly runId?: string; readonly status: TurnStatus; readonly code?: string }[];
  /** What came and could not be used, how often: `malformed-event`, `oversized-event`, …, `unknown-event`, and `late-event` after an end. */
  readonly passedBy: Readonly<Record<string, number>>;
  /** The last 200 things that happened: ms since the conversation was made, what it was, and its details. */
  readonly trail: readonly TrailEntry[];
}

export type TrailEntry = readonly [ms: number, what: string, ...details: TrailDetail[]];
type TrailDetail = string | number;

/** Puts something on the trail; details that are unknown or endless are left out. */
export type Note = (what: string, ...details: (TrailDetail | undefined)[]) => void;

const trailLength = 200;

/** A list of what happened that forgets its beginning; printed as well while `debug` says so. */
export const createTrail = (env: Env, debug: () => unknown): { readonly note: Note; readonly trail: TrailEntry[] } => {
  const trail: TrailEntry[] = [];
  const begin = env.now();
  return {
    trail,
    note: (what, ...details) => {
      const known = details.filter((detail): detail is TrailDetail => detail !== undefined && detail !== Infinity);
      const entry: TrailEntry = [Math.round(env.now() - begin), what, ...known];
      trail.push(entry);
      if (trail.length > trailLength) trail.shift();
      if (debug()) console.debug('zaby-agent', ...entry);
    },
  };
};

const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');

/** What of a change of the state is worth a note: how the last turn stands, what was decided, and what is waited for. */
export const noteChange = (
  note: Note,
  change: Change,
  before: ConversationState,
  after: ConversationState,
  env: Env,
): void => {
  const [then, now] = [before.turns.at(-1), after.turns.at(-1)];
  if (now && (now.status !== then?.status || now.id !== then.id))
    note('turn', now.status, now.runId, now.error?.code, now.error?.status);
  if (change.type === 'deciding') note('decision', change.status, change.error?.code);
  if (change.type === 'connection' && change.reconnect) {
    const { attempt, nextAt = 0, code } = change.reconnect;
    note('wait', attempt, Math.max(0, nextAt - env.date()), code);
  }
};

/** What of an event is worth a note. The sentences of errors may be the agent's own, and stay out. */
export const noteEvent = (note: Note, event: ConversationEvent): void => {
  if (event.type === 'error') {
    const { code, status, url, platformCode, requestId } = event.error;
    note('error', code, status, url && withoutQuery(url), platformCode, requestId);
  } else if (event.type === 'identity-expired') note(event.type);
};

/** Counts what of the streams was passed by; the first of each kind is worth a note, and a flood of them is not. */
export const countPassedBy = (
  note: Note,
): { see(event: ConversationEvent): void; readonly counts: Record<string, number> } => {
  const counts: Record<string, number> = {};
  let ended: string | undefined;
  return {
    counts,
    see: (told) => {
      if (told.type === 'run-accepted') ended = undefined;
      if (told.type !== 'agent-event') return;
      const { event, turnId } = told;
      const { type } = event;
      const isEnd = type === 'run-failed' || (type === 'run-finished' && event.outcome !== 'interrupt');
      const late = turnId === ended && type !== 'run-failed' ? 'late-event' : undefined;
      const what = type === 'warning' ? event.code : type === 'unknown' ? 'unknown-event' : late;
      if (isEnd) ended = turnId;
      if (!what) return;
      counts[what] = (counts[what] ?? 0) + 1;
      if (counts[what] === 1) note('warning', what);
    },
  };
};

/** A page tells of a request that its content policy forbade just after the request failed. */
const policyTime = 20;

/** The surroundings with a `fetch` that leaves a trace, and knows a request that the page's own content policy forbade. */
export const observe = (env: Env, note: Note): Env => {
  const fetch: Env['fetch'] = async (input, init) => {
    const url = withoutQuery(input);
    const call = `${init.method} ${url}`;
    const begin = env.now();
    const told = (outcome: TrailDetail) =>
      note(
        'call',
        call,
        outcome,
        Math.round(env.now() - begin),
        new Headers(init.headers).get('last-event-id') ?? undefined,
      );
    try {
      const response = await env.fetch(input, init);
      told(response.status);
      return response;
    } catch (error) {
      const signal = init.signal!;
      let isForbidden = false;
      let stop: (() => void) | undefined;
      told(signal.aborted ? 'aborted' : 'failed');
      await wait(policyTime, env, signal, (wake) => {
        stop = env.signals((event) => {
          // The page names an absolute address; ours may be relative to it.
          if (event.type !== 'csp-blocked' || !withoutQuery(event.url).endsWith(url.replace(/^[./]+/, ''))) return;
          isForbidden = true;
          wake();
        });
      }).finally(() => stop?.());
      if (!isForbidden) throw error;
      throw new ZabyError(
        'blocked-by-csp',
        `The page's content policy forbids ${call}: its connect-src has to allow it`,
        {
          url,
          cause: error,
        },
      );
    }
  };
  return Object.create(env, { fetch: { value: fetch } }) as Env;
};
