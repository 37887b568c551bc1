import type { ConversationEvent, ConversationOptions } from './contract.js';
import { withoutQuery } from './content-policy.js';
import type { Env } from './env.js';
import type { AgentEvent } from './events.js';
import { lastTurn } from './last-turn.js';
import type { Change } from './reduce.js';
import type { ConversationState, TurnStatus } from './state.js';
import { defined } from './wire.js';

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

/** Where everything that is worth a note is told. */
export interface Witness {
  readonly note: Note;
  changed(change: Change, before: ConversationState, after: ConversationState): void;
  happened(event: ConversationEvent): void;
  report(state: ConversationState, hands: Pick<DiagnosticsReport, 'token' | 'lastEventId'>): DiagnosticsReport;
}

/** A trail that forgets its beginning; printed as well while `debug` says so. */
export const createWitness = (env: Env, debug: ConversationOptions['debug']): Witness => {
  const trail: TrailEntry[] = [];
  const passedBy: Record<string, number> = {};
  /** The turn whose run has told its end. */
  let ended: string | undefined;
  const begin = env.now();
  const note: Note = (what, ...details) => {
    const known = details.filter((detail): detail is TrailDetail => detail !== undefined && detail !== Infinity);
    const entry: TrailEntry = [Math.round(env.now() - begin), what, ...known];
    trail.push(entry);
    if (trail.length > trailLength) trail.shift();
    if (typeof debug === 'function' ? debug() : debug) console.debug('zaby-agent', ...entry);
  };

  /** Counts what of the streams was passed by; the first of each kind is worth a note, and a flood of them is not. */
  const seen = (event: AgentEvent, turnId: string) => {
    const { type } = event;
    const late = turnId === ended && type !== 'run-failed' ? 'late-event' : undefined;
    const what = type === 'warning' ? event.code : type === 'unknown' ? 'unknown-event' : late;
    if (type === 'run-failed' || (type === 'run-finished' && event.outcome !== 'interrupt')) ended = turnId;
    if (!what) return;
    passedBy[what] = (passedBy[what] ?? 0) + 1;
    if (passedBy[what] === 1) note('warning', what);
  };

  return {
    note,
    // How the last turn stands, what was decided, and what is waited for.
    changed: (change, before, after) => {
      const [then, now] = [lastTurn(before), lastTurn(after)];
      if (now && (now.status !== then?.status || now.id !== then.id))
        note('turn', now.status, now.runId, now.error?.code, now.error?.status);
      if (change.type === 'deciding') note('decision', change.status, change.error?.code);
      if (change.type === 'connection' && change.reconnect) {
        const { attempt, nextAt = 0, code } = change.reconnect;
        note('wait', attempt, Math.max(0, nextAt - env.date()), code);
      }
    },
    // The sentences of errors may be the agent's own, and stay out.
    happened: (told) => {
      if (told.type === 'agent-event') seen(told.event, told.turnId);
      else if (told.type === 'run-accepted') ended = undefined;
      else if (told.type === 'identity-expired') note(told.type);
      else if (told.type === 'error') {
        const { code, status, url, platformCode, requestId } = told.error;
        note(told.type, code, status, url && withoutQuery(url), platformCode, requestId);
      }
    },
    report: ({ conversationId, turns }, hands) => ({
      at: new Date(env.date()).toISOString(),
      conversationId,
      ...defined(hands),
      turns: turns.slice(-20).map(({ runId, status, error }) => defined({ runId, status, code: error?.code })),
      passedBy: { ...passedBy },
      trail: [...trail],
    }),
  };
};
