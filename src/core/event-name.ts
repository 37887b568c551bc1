import type { RunOutcome } from './events.js';
import { type WireEvent, own, ownString } from './wire.js';

/** Finds out what an event is called, whatever the dialect (PROTOCOL.md §4, "Finding an event's name"). */

/** Each line: a canonical name (AG-UI 1.0, the platform's own, or what the simple dialect says in one event), then what else it is called. */
const table = `
RUN_STARTED
RUN_FINISHED COMPLETED COMPLETE RESULT DONE END RUN_COMPLETED RUN_CANCELLED
RUN_ERROR ERROR RUN_FAILED
STEP_STARTED
STEP_FINISHED
TEXT_MESSAGE_START
TEXT_MESSAGE_CONTENT TEXT TEXT_DELTA TOKEN MESSAGE_DELTA
TEXT_MESSAGE_END
TEXT_MESSAGE_CHUNK
TOOL_CALL
TOOL_CALL_START
TOOL_CALL_ARGS
TOOL_CALL_END
TOOL_CALL_CHUNK
TOOL_CALL_RESULT TOOL_RESULT
STATE_SNAPSHOT
STATE_DELTA
MESSAGES_SNAPSHOT
ACTIVITY_SNAPSHOT
ACTIVITY_DELTA
REASONING_START THINKING_START
REASONING_END THINKING_END
REASONING_MESSAGE_START THINKING_TEXT_MESSAGE_START
REASONING_MESSAGE_CONTENT THINKING THINKING_TEXT_MESSAGE_CONTENT
REASONING_MESSAGE_END THINKING_TEXT_MESSAGE_END
REASONING_MESSAGE_CHUNK
REASONING_ENCRYPTED_VALUE
SUBAGENT_STARTED
SUBAGENT_FINISHED
SUBAGENT_ERROR
UI_BLOCK
INTERRUPTION INTERRUPT
CUSTOM
RAW
PING HEARTBEAT KEEPALIVE KEEP_ALIVE`;

const known = new Map<string, string>();
for (const line of table.trim().split('\n')) {
  const [name = '', ...others] = line.split(' ');
  for (const spelling of [name, ...others]) known.set(spelling, name);
}

/** Spellings repeat for every delta of a run; each is worked out once. Bounded, since they come from outside. */
const resolve = (spelling: string | undefined): string | undefined => {
  if (spelling === undefined || known.has(spelling) || spelling.length > 64) return known.get(spelling ?? '');
  const name = known.get(
    spelling
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/[\s.-]+/g, '_')
      .toUpperCase()
      .replace(/^AG_?UI_/, '')
      .replace(/_EVENT$/, ''),
  );
  if (name && known.size < 512) known.set(spelling, name);
  return name;
};

/** `undefined` where none of its names is known. `PING` for whatever only shows that the line is alive. */
export const eventName = ({ event, data }: WireEvent): string | undefined => {
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
    ownString({ outcome }, 'outcome') ?? ownString(outcome, 'type') ?? ownString(data, 'reason', 'status') ?? '';
  if (/cancel/i.test(word) || /^run_?cancelled/i.test(ownString(data, 'type') ?? event)) return 'cancelled';
  return /^interrupt/i.test(word) ? 'interrupt' : 'success';
};

/** True for the event after which a run has nothing more to say. An interrupt is none: the run goes on once it is answered. */
export const isTerminal = (wire: WireEvent): boolean => {
  const name = eventName(wire);
  return name === 'RUN_ERROR' || (name === 'RUN_FINISHED' && runOutcome(wire) !== 'interrupt');
};
