import type { RunOutcome } from './events.js';
import { type WireEvent, memoize, own, ownString } from './wire.js';

/** Finds out what an event is called, whatever the dialect (PROTOCOL.md §4, "Finding an event's name"). */

/** What has a name (AG-UI 1.0, and the platform's own). `TOOL_CALL` is a call in one event. */
const canonical =
  /^(?:(?:RUN|SUBAGENT)_(?:STARTED|FINISHED|ERROR)|STEP_(?:STARTED|FINISHED)|(?:(?:TEXT|REASONING)_MESSAGE|TOOL_CALL)_(?:START|CONTENT|ARGS|END|CHUNK)|TOOL_CALL(?:_RESULT)?|REASONING_(?:START|END|ENCRYPTED_VALUE)|(?:STATE|ACTIVITY)_(?:SNAPSHOT|DELTA)|MESSAGES_SNAPSHOT|UI_BLOCK|INTERRUPTION|CUSTOM|RAW|PING)$/;

/** What else they are called. */
const aliases: Record<string, string> = {};
for (const [name, others] of [
  ['TEXT_MESSAGE_CONTENT', 'TEXT TEXT_DELTA TOKEN MESSAGE_DELTA'],
  ['REASONING_MESSAGE_CONTENT', 'THINKING'],
  ['TOOL_CALL_RESULT', 'TOOL_RESULT'],
  ['RUN_FINISHED', 'COMPLETED COMPLETE RESULT DONE END'],
  ['RUN_ERROR', 'ERROR'],
  ['PING', 'HEARTBEAT KEEPALIVE KEEP_ALIVE'],
] as const)
  for (const other of others.split(' ')) aliases[other] = name;

const resolve = memoize((spelling): string | undefined => {
  const loud = spelling
    .replace(/[a-z0-9](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g, '$&_')
    .replace(/[\s.-]+/g, '_')
    .toUpperCase()
    .replace(/^AG_?UI_|_EVENT$/g, '');
  const name = Object.hasOwn(aliases, loud) ? aliases[loud]! : loud.replace(/^THINKING_(?:TEXT_)?/, 'REASONING_');
  return canonical.test(name) ? name : undefined;
});

/** `undefined` where none of its names is known. `PING` for whatever only shows that the line is alive. */
export const eventName = ({ event, data }: WireEvent): string | undefined =>
  data === '' || data === '[DONE]'
    ? 'PING'
    : (resolve(ownString(data, 'type') ?? '') ??
      resolve(event) ?? // `message` is nobody's name
      resolve(ownString(data, 'event') ?? ''));

/** AG-UI 1.0 `RUN_FINISHED.outcome`; absent is success. */
export const runOutcome = (data: unknown): RunOutcome => {
  const word =
    ownString(data, 'outcome') ?? ownString(own(data, 'outcome'), 'type') ?? ownString(data, 'reason', 'status');
  const [outcome = 'success'] =
    /cancelled|interrupt/.exec(word?.toLowerCase().replace('canceled', 'cancelled') ?? '') ?? [];
  return outcome as RunOutcome;
};

/** True for the event after which a run has nothing more to say. An interrupt is none: the run goes on once it is answered. */
export const isTerminal = (wire: WireEvent): boolean => {
  const name = eventName(wire);
  return name === 'RUN_ERROR' || (name === 'RUN_FINISHED' && runOutcome(wire.data) !== 'interrupt');
};
