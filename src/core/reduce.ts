import type { AgentEvent } from './events.js';
import { findTurn, lastTurn, withLastTurn } from './last-turn.js';
import { closeParts, isOpen, patched, reduceParts, reopenParts } from './reduce-parts.js';
import type { ApprovalPart, ConversationState, Feedback, Turn, TurnError, TurnStatus } from './state.js';
import { isEnded, pendingApprovals } from './state.js';
import { defined, ownString } from './wire.js';

/** What may happen to a conversation, by the person or by the platform. `at` is the wall clock, ms. */
export type Change =
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'asked'; readonly turn: Turn }
  | { readonly type: 'asked-again'; readonly turnId: string }
  | { readonly type: 'accepted'; readonly turnId: string; readonly runId: string }
  | { readonly type: 'agent'; readonly turnId: string; readonly events: readonly AgentEvent[]; readonly at: number }
  | {
      readonly type: 'connection';
      readonly turnId: string;
      readonly reconnect?: Turn['reconnect'];
      readonly offline?: boolean;
    }
  | {
      readonly type: 'ended';
      readonly turnId: string;
      readonly status: TurnStatus;
      readonly error?: TurnError;
      readonly at: number;
    }
  /** The platform never took the question: its text goes back to where it was typed. */
  | { readonly type: 'returned'; readonly turnId: string; readonly error: TurnError; readonly at: number }
  | ({
      readonly type: 'deciding';
      readonly turnId: string;
      readonly partId: string;
    } & Pick<ApprovalPart, 'status' | 'decidedBy' | 'decidedAt' | 'reason' | 'editedArgs' | 'error'>)
  | { readonly type: 'rated'; readonly turnId: string; readonly feedback: Feedback }
  | { readonly type: 'dropped'; readonly turnId: string }
  | { readonly type: 'restored'; readonly state: ConversationState }
  /** Somebody else sits here now: only what they said themselves stays, and only where nobody has answered it. */
  | { readonly type: 'identity-changed'; readonly own: ReadonlySet<string>; readonly draft: string }
  | { readonly type: 'restoring'; readonly restoring: boolean };

/** The one place where state moves. Pure; what did not change keeps its identity. */
export const reduce = (state: ConversationState, change: Change): ConversationState => {
  switch (change.type) {
    case 'draft':
      return state.draft === change.text ? state : { ...state, draft: change.text };
    case 'restored':
      return change.state;
    case 'identity-changed': {
      const turns = state.turns.filter(({ id, status }) => change.own.has(id) && status === 'sending');
      return { ...state, shared: undefined, draft: change.draft, turns };
    }
    case 'restoring':
      return { ...state, restoring: change.restoring };
    case 'asked':
      return { ...state, draft: '', turns: [...state.turns, change.turn] };
    case 'dropped':
      return { ...state, turns: state.turns.filter((turn) => turn.id !== change.turnId) };
    case 'agent':
      return changeTurn(shareState(state, change.turnId, change.events), change.turnId, (turn) =>
        keepDecisions(
          turn,
          joinDeltas(change.events).reduce((now, event) => reduceTurn(now, event, change.at), turn),
          change.events,
        ),
      );
    case 'returned': {
      const question = state.turns.find((turn) => turn.id === change.turnId)?.question ?? '';
      const failed = changeTurn(state, change.turnId, (turn) => ({
        ...end(turn, 'failed', change.at),
        error: change.error,
        returned: true,
      }));
      return { ...failed, draft: state.draft && question ? `${question}\n${state.draft}` : question || state.draft };
    }
    default:
      return changeTurn(state, change.turnId, (turn) => reduceAction(turn, change));
  }
};

export const createState = (conversationId: string): ConversationState => ({
  conversationId,
  turns: [],
  draft: '',
  shared: undefined,
  restoring: false,
});

const changeTurn = (state: ConversationState, turnId: string, make: (turn: Turn) => Turn): ConversationState => {
  const old = findTurn(state, turnId);
  if (!old) return state;
  const next = make(old);
  if (next === old) return state;
  if (old === lastTurn(state)) return withLastTurn(state, next);
  return { ...state, turns: state.turns.map((turn) => (turn === old ? next : turn)) };
};

type TurnAction = Extract<Change, { type: 'asked-again' | 'accepted' | 'connection' | 'ended' | 'deciding' | 'rated' }>;

const reduceAction = (turn: Turn, change: TurnAction): Turn => {
  switch (change.type) {
    case 'asked-again':
      return working(
        defined({
          ...turn,
          status: turn.runId ? ('running' as const) : ('sending' as const),
          parts: reopenParts(turn.parts),
          error: undefined,
          endedAt: undefined,
          returned: undefined,
          reconnect: undefined,
        }),
      );
    case 'accepted':
      return isEnded(turn)
        ? turn
        : // An answer begins: what an earlier attempt left of one makes room.
          defined({ ...turn, runId: change.runId, status: 'running' as const, reconnect: undefined, parts: [] });
    case 'connection': {
      const { reconnect, offline } = change;
      if (isEnded(turn) || !(reconnect ?? turn.reconnect)) return turn;
      const next = defined({ ...turn, reconnect });
      if (!reconnect || turn.status === 'sending') return working(next);
      return { ...next, status: offline ? 'offline' : 'reconnecting' };
    }
    case 'ended':
      return isEnded(turn) ? turn : defined({ ...end(turn, change.status, change.at), error: change.error });
    case 'deciding': {
      const { type: _type, turnId: _turnId, partId, ...told } = change;
      return working({
        ...turn,
        parts: turn.parts.map((part) =>
          part.id === partId && part.kind === 'approval' ? defined({ ...part, error: undefined, ...told }) : part,
        ),
      });
    }
    case 'rated':
      return { ...turn, feedback: change.feedback };
  }
};

/** The status of a turn that is at work: waiting where a person is asked, else running. */
const working = (turn: Turn): Turn => {
  if (isEnded(turn) || turn.status === 'sending') return turn;
  const status = pendingApprovals(turn).length > 0 ? 'waiting-approval' : 'running';
  return turn.status === status ? turn : { ...turn, status };
};

const end = (turn: Turn, status: TurnStatus, endedAt: number): Turn =>
  defined({
    ...turn,
    status,
    endedAt,
    reconnect: undefined,
    parts: closeParts(turn.parts, endedAt, status === 'finished'),
  });

/** A piece of what grows: of a text, of reasoning, of a call's arguments. */
type Delta = Extract<AgentEvent, { readonly delta: string }> & {
  readonly messageId?: string;
  readonly toolCallId?: string;
};

const isDelta = (event: AgentEvent): event is Delta => 'delta' in event && typeof event.delta === 'string';

/** Neighbouring pieces of one thing as one: an answer comes in very many of them. */
const joinDeltas = (events: readonly AgentEvent[]): AgentEvent[] => {
  const joined: AgentEvent[] = [];
  let pieces: string[] = [];
  events.forEach((event, position) => {
    if (!isDelta(event)) return joined.push(event);
    pieces.push(event.delta);
    // Of the same type, it is a piece, too.
    const next = events[position + 1] as Delta | undefined;
    const goesOn =
      next?.type === event.type &&
      next.messageId === event.messageId &&
      next.toolCallId === event.toolCallId &&
      next.subagentRunId === event.subagentRunId;
    if (goesOn) return;
    joined.push(pieces.length > 1 ? { ...event, delta: pieces.join('') } : event);
    pieces = [];
  });
  return joined;
};

const isReload = (event: AgentEvent | undefined): boolean => event?.type === 'warning' && event.code === 'run-reloaded';

/** What a person has decided is known here, whether the platform repeats it or not. */
const keepDecisions = (before: Turn, turn: Turn, [first]: readonly AgentEvent[]): Turn => {
  if (!isReload(first)) return turn;
  const parts = turn.parts.map((part) => {
    const old = before.parts.find(({ id }) => id === part.id);
    return part.kind === 'approval' && old?.kind === 'approval'
      ? { ...old, ...part, status: isOpen(part) ? old.status : part.status }
      : part;
  });
  return working({ ...turn, parts });
};

const reduceTurn = (turn: Turn, event: AgentEvent, at: number): Turn => {
  if (event.type === 'run-failed') {
    // A late failure turns a finished answer into a failed one (DECISIONS.md, "Policy"); what the person stopped stays stopped.
    if (isEnded(turn) && turn.status !== 'finished') return turn;
    const { message, retryable = true, code: platformCode } = event;
    return {
      ...end(turn, 'failed', at),
      error: defined({ code: 'run-failed' as const, message, retryable, platformCode }),
    };
  }
  if (isEnded(turn)) return turn;
  // The answer comes again in the same breath: nobody sees it empty.
  if (isReload(event)) return { ...turn, parts: [], hidden: [] };
  if (event.type === 'run-finished')
    return event.outcome === 'interrupt'
      ? working(turn)
      : end(withResult(turn, event.result), event.outcome === 'cancelled' ? 'cancelled' : 'finished', at);
  // A role that AG-UI does not know counts as none.
  if (event.type === 'text-start' && /^(?:developer|system|user|tool)$/i.test(event.role ?? ''))
    return { ...turn, hidden: [...(turn.hidden ?? []), event.messageId] };
  const parts = reduceParts(turn, event, at);
  return parts === turn.parts ? turn : working({ ...turn, parts });
};

/** A result that is text is shown where the stream carried none, and never twice. */
const withResult = (turn: Turn, result: unknown): Turn => {
  const text =
    typeof result === 'string' ? result : ownString(result, 'message', 'text', 'content', 'output', 'finalOutput');
  if (!text || turn.parts.some((part) => part.kind === 'text' && part.text !== '')) return turn;
  return { ...turn, parts: [...turn.parts, { kind: 'text', id: 'text:result', text, done: true }] };
};

/** What the agent shares while its turn is at work; what comes after an end is of nobody's concern. */
const shareState = (state: ConversationState, turnId: string, events: readonly AgentEvent[]): ConversationState => {
  let { shared } = state;
  const turn = findTurn(state, turnId);
  if (!turn || isEnded(turn)) return state;
  for (const event of events) {
    if (event.type === 'state-snapshot') shared = event.snapshot;
    if (event.type === 'state-delta') shared = patched(shared, event.delta);
    if (event.type === 'run-failed' || (event.type === 'run-finished' && event.outcome !== 'interrupt')) break;
  }
  return shared === state.shared ? state : { ...state, shared };
};
