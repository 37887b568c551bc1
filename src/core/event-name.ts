import type { RunOutcome } from './events.js';
import { type WireEvent, own, ownString } from './wire.js';

/** Finds out what an event is called, whatever the dialect (PROTOCOL.md §4, "Finding an event's name"). */

/** The canonical names: AG-UI 1.0, the platform's own, and what the simple dialect says in one event. */
const names = [
  'RUN_STARTED',
  'RUN_FINISHED',
  'RUN_ERROR',
  'STEP_STARTED',
  'STEP_FINISHED',
  'TEXT_MESSAGE_START',
  'TEXT_MESSAGE_CONTENT',
  'TEXT_MESSAGE_END',
  'TEXT_MESSAGE_CHUNK',
  'TOOL_CALL_START',
  'TOOL_CALL_ARGS',
  'TOOL_CALL_END',
  'TOOL_CALL_CHUNK',
  'TOOL_CALL_RESULT',
  'TOOL_CALL',
  'STATE_SNAPSHOT',
  'STATE_DELTA',
  'MESSAGES_SNAPSHOT',
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'REASONING_START',
  'REASONING_END',
  'REASONING_MESSAGE_START',
  'REASONING_MESSAGE_CONTENT',
  'REASONING_MESSAGE_END',
  'REASONING_MESSAGE_CHUNK',
  'REASONING_ENCRYPTED_VALUE',
  'SUBAGENT_STARTED',
  'SUBAGENT_FINISHED',
  'SUBAGENT_ERROR',
  'UI_BLOCK',
  'INTERRUPTION',
  'CUSTOM',
  'RAW',
  'PING',
] as const;

export type EventName = (typeof names)[number];

const aliases: Record<string, EventName> = {
  TEXT: 'TEXT_MESSAGE_CONTENT',
  TEXT_DELTA: 'TEXT_MESSAGE_CONTENT',
  TOKEN: 'TEXT_MESSAGE_CONTENT',
  MESSAGE_DELTA: 'TEXT_MESSAGE_CONTENT',
  THINKING: 'REASONING_MESSAGE_CONTENT',
  THINKING_START: 'REASONING_START',
  THINKING_END: 'REASONING_END',
  THINKING_TEXT_MESSAGE_START: 'REASONING_MESSAGE_START',
  THINKING_TEXT_MESSAGE_CONTENT: 'REASONING_MESSAGE_CONTENT',
  THINKING_TEXT_MESSAGE_END: 'REASONING_MESSAGE_END',
  TOOL_RESULT: 'TOOL_CALL_RESULT',
  COMPLETED: 'RUN_FINISHED',
  COMPLETE: 'RUN_FINISHED',
  RESULT: 'RUN_FINISHED',
  DONE: 'RUN_FINISHED',
  END: 'RUN_FINISHED',
  RUN_COMPLETED: 'RUN_FINISHED',
  RUN_CANCELLED: 'RUN_FINISHED',
  ERROR: 'RUN_ERROR',
  RUN_FAILED: 'RUN_ERROR',
  INTERRUPT: 'INTERRUPTION',
  HEARTBEAT: 'PING',
  KEEPALIVE: 'PING',
  KEEP_ALIVE: 'PING',
};

const known = new Map<string, EventName>([...names.map((name) => [name, name] as const), ...Object.entries(aliases)]);

const canonical = (spelling: string): EventName | undefined => {
  const exact = known.get(spelling);
  if (exact || spelling.length > 64) return exact;
  const shouted = spelling
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toUpperCase()
    .replace(/^AG_?UI_/, '')
    .replace(/_EVENT$/, '');
  return known.get(shouted);
};

/** Spellings repeat for every delta of a run; each is worked out once. Bounded, since they come from outside. */
const cache = new Map<string, EventName | undefined>();

const resolve = (spelling: string | undefined): EventName | undefined => {
  if (spelling === undefined) return undefined;
  if (cache.has(spelling)) return cache.get(spelling);
  const name = canonical(spelling);
  if (cache.size < 256) cache.set(spelling, name);
  return name;
};

/** `undefined` where none of its names is known. `PING` for whatever only shows that the line is alive. */
export const eventName = ({ event, data }: WireEvent): EventName | undefined => {
  if (data === '' || data === '[DONE]') return 'PING';
  return (
    resolve(ownString(data, 'type')) ??
    (event === 'message' ? undefined : resolve(event)) ??
    resolve(ownString(data, 'event'))
  );
};

/** AG-UI 1.0 `RUN_FINISHED.outcome`; absent is success. */
export const runOutcome = ({ event, data }: WireEvent): RunOutcome => {
  const outcome = own(data, 'outcome');
  const word =
    typeof outcome === 'string' ? outcome : (ownString(outcome, 'type') ?? ownString(data, 'reason', 'status') ?? '');
  if (/cancel/i.test(word) || /^run_?cancelled/i.test(ownString(data, 'type') ?? event)) return 'cancelled';
  return /^interrupt/i.test(word) ? 'interrupt' : 'success';
};

/** True for the event after which a run has nothing more to say. An interrupt is none: the run goes on once it is answered. */
export const isTerminal = (wire: WireEvent): boolean => {
  const name = eventName(wire);
  return name === 'RUN_ERROR' || (name === 'RUN_FINISHED' && runOutcome(wire) !== 'interrupt');
};
