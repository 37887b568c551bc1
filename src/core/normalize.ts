import { readBlock } from './blocks.js';
import { eventName, runOutcome } from './event-name.js';
import type { AgentEvent } from './events.js';
import {
  approvalFromBlock,
  approvalFromInterrupt,
  approvalFromInterruption,
  readInterrupts,
  readResolution,
} from './read-approval.js';
import { type JsonObject, type WireEvent, isObject, own, ownString } from './wire.js';
import { asList, asText, contentText, first, readFields, text } from './wire-fields.js';

/**
 * Turns wire events of any dialect into our own vocabulary (PROTOCOL.md §4, AG-UI 1.0).
 *
 * Forgiving: a missing start is made up, a missing id gets a local one, an atomic tool call becomes the full sequence, and what is not
 * known passes by untouched. No payload, however malformed, throws. It remembers what is open, and nothing else.
 */
export interface Normalizer {
  (wire: WireEvent): AgentEvent[];
  /** What is open, as JSON: a normalizer made from it goes on where this one stands. */
  readonly open: OpenItems;
}

/** What has begun and not ended. A lane is a helper agent, or the agent itself (`''`). */
export interface OpenItems {
  /** Local ids given so far. */
  readonly made: number;
  readonly lanes: { readonly [lane: string]: Lane };
  /** Calls without a result, oldest first. */
  readonly calls: readonly { readonly id: string; readonly name: string }[];
}

/** What is open in a lane, by kind. Only one of text, reasoning and call is: the next one closes it. */
type Lane = { [Name in Kind | 'span']?: string };

/** What grows piece by piece: the prefix of its events, the field that names it, the event of a piece. */
const kinds = {
  text: ['text', 'messageId', 'text-delta'],
  reasoning: ['reasoning', 'messageId', 'reasoning-delta'],
  call: ['tool-call', 'toolCallId', 'tool-call-args'],
} as const;

type Kind = keyof typeof kinds;

const families: Record<string, Kind> = { TEXT_MESSAGE: 'text', REASONING_MESSAGE: 'reasoning', TOOL_CALL: 'call' };

/** Our name for an event that needs no more than its fields: `STEP_STARTED` is `step-started`. */
const ourName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/error$/, 'failed')
    .replace('-value', '');

/** Names that tools, calls and their pieces go by. */
const toolName = (fields: JsonObject) => text(fields, 'toolCallName', 'toolName', 'name', 'tool') ?? '';
const callId = (fields: JsonObject) => text(fields, 'toolCallId', 'callId', 'id');
const piece = (fields: JsonObject, data: unknown): string =>
  text(fields, 'delta', 'content', 'text', 'token') ?? ownString(own(data, 'delta'), 'text', 'content') ?? '';
const whole = (fields: JsonObject): string | undefined => {
  const args = first(fields, 'args', 'arguments', 'input', 'toolArgs', 'parameters');
  return args === undefined ? undefined : asText(args);
};
const message = (fields: JsonObject): string =>
  text(fields, 'message', 'detail', 'error') ?? ownString(fields.error, 'message') ?? '';

const warning = (code: string, detail: string): AgentEvent[] => [{ type: 'warning', code, detail }] as AgentEvent[];

export const createNormalizer = (start?: OpenItems): Normalizer => {
  let made = start?.made ?? 0;
  let calls = [...(start?.calls ?? [])];
  const lanes = new Map(Object.entries(start?.lanes ?? {}).map(([name, lane]) => [name, { ...lane }]));

  const makeId = (letter: string) => `~${letter}${++made}`;

  const normalize = (name: string, wire: WireEvent, data: unknown): AgentEvent[] => {
    const events: AgentEvent[] = [];
    const fields = readFields(data);
    const { subagentRunId, timestamp, metadata } = fields;
    const laneName = typeof subagentRunId === 'string' ? subagentRunId : '';
    const lane: Lane = lanes.get(laneName) ?? {};
    lanes.set(laneName, lane);
    const common = {
      ...(laneName && { subagentRunId: laneName }),
      ...(typeof timestamp === 'number' && { timestamp }),
      ...(isObject(metadata) && { metadata }),
    };
    const put = (type: string, more: object) => events.push({ ...common, type, ...more } as AgentEvent);

    const close = (which: Lane, kind: Kind, owner: object = common) => {
      const [prefix, key] = kinds[kind];
      if (which[kind] !== undefined)
        events.push({ ...owner, type: `${prefix}-end`, [key]: which[kind] } as unknown as AgentEvent);
      delete which[kind];
    };
    const closeAll = (which: Lane, except?: Kind, owner?: object) => {
      for (const kind of Object.keys(kinds) as Kind[]) if (kind !== except) close(which, kind, owner);
    };
    const end = () => {
      for (const [owner, open] of lanes) {
        const of = owner ? { subagentRunId: owner } : {};
        closeAll(open, undefined, of);
        if (open.span !== undefined) events.push({ ...of, type: 'reasoning-span-end', messageId: open.span });
        delete open.span;
      }
    };

    const open = (kind: Kind, id: string) => {
      const [prefix, key] = kinds[kind];
      closeAll(lane, kind);
      if (lane[kind] === id) return;
      close(lane, kind);
      lane[kind] = id;
      const { role, name: called, parentMessageId } = fields;
      if (kind !== 'call')
        put(`${prefix}-start`, {
          [key]: id,
          ...(kind === 'text' && {
            ...(role !== undefined && { role }),
            ...(called !== undefined && { name: called }),
          }),
        });
      else if (!calls.some((call) => call.id === id)) {
        calls.push({ id, name: toolName(fields) });
        put('tool-call-start', {
          toolCallId: id,
          toolName: toolName(fields),
          ...(parentMessageId !== undefined && { parentMessageId }),
        });
      }
    };

    /** A piece of something that grows, or its start or end. */
    const grow = (kind: Kind, verb: string) => {
      const [prefix, key, type] = kinds[kind];
      const named = kind === 'call' ? callId(fields) : text(fields, 'messageId');
      const id = named ?? (verb === 'START' ? undefined : lane[kind]);
      if (verb === 'END') {
        if (id === undefined) return;
        if (id === lane[kind]) delete lane[kind];
        put(`${prefix}-end`, { [key]: id });
        return;
      }
      const now = id ?? makeId(kind[0]!);
      if (verb === 'START' && kind !== 'call' && lane[kind] === now) delete lane[kind];
      open(kind, now);
      const delta =
        kind === 'call'
          ? (text(fields, 'delta', 'content', 'text') ?? whole(fields))
          : verb === 'START'
            ? undefined
            : piece(fields, data);
      if (delta || (delta !== undefined && verb === 'CONTENT')) put(type, { [key]: now, delta });
      if (verb === '') close(lane, 'call');
    };

    /** PROTOCOL.md §4: a result without an id belongs to the last unanswered call of its name, else to the last unanswered. */
    const result = () => {
      const named = callId(fields);
      const id = named ?? (calls.findLast((call) => call.name === toolName(fields)) ?? calls.at(-1))?.id ?? makeId('t');
      if (named === undefined && !calls.some((call) => call.id === id)) open('call', id);
      if (lane.call === id) close(lane, 'call');
      calls = calls.filter((call) => call.id !== id);
      const content = first(fields, 'content', 'result', 'output', 'error') ?? '';
      const failed =
        fields.isError === true || fields.success === false || (fields.error !== undefined && fields.error !== null);
      const { messageId } = fields;
      put('tool-call-result', {
        toolCallId: id,
        content: contentText(content),
        ...(typeof content !== 'string' && { json: content }),
        ...(failed && { failed }),
        ...(messageId !== undefined && { messageId }),
      });
    };

    const [, family = '', verb = ''] =
      /^(TEXT_MESSAGE|REASONING_MESSAGE|TOOL_CALL)_?(START|CONTENT|ARGS|END|CHUNK|)$/.exec(name) ?? [];
    const kind = families[family];
    if (kind) {
      grow(kind, verb);
      const answer = verb === '' ? first(fields, 'result', 'output') : undefined;
      if (answer !== undefined)
        events.push(...normalize('TOOL_CALL_RESULT', wire, { toolCallId: calls.at(-1)?.id, content: answer }));
      return events;
    }
    switch (name) {
      case 'PING':
        break;
      case 'TOOL_CALL_RESULT':
        result();
        break;
      case 'RUN_FINISHED': {
        end();
        const interrupts = readInterrupts(data);
        for (const interrupt of interrupts) put('approval-requested', { request: approvalFromInterrupt(interrupt) });
        const { outcome, ...rest } = fields;
        const pending = own(outcome, 'pendingToolCallIds');
        put('run-finished', {
          ...rest,
          outcome: runOutcome(wire),
          interrupts,
          result: first(fields, 'result', 'finalOutput', 'content', 'output'),
          ...(Array.isArray(pending) && { pendingToolCallIds: pending.filter((id) => typeof id === 'string') }),
        });
        break;
      }
      case 'RUN_ERROR':
        end();
        put('run-failed', {
          ...fields,
          message: message(fields) || (typeof data === 'string' ? data : ''),
          code: text(fields, 'code', 'errorCode') ?? ownString(fields.error, 'code'),
          retryable: [fields.retryable, own(fields.error, 'retryable')].find((value) => typeof value === 'boolean'),
        });
        break;
      case 'STEP_STARTED':
      case 'STEP_FINISHED':
        put(ourName(name), { stepName: text(fields, 'stepName', 'step', 'name', 'title') ?? '' });
        break;
      case 'REASONING_START':
        lane.span = text(fields, 'messageId') ?? makeId('s');
        put('reasoning-span-start', { ...fields, messageId: lane.span });
        break;
      case 'REASONING_END': {
        close(lane, 'reasoning');
        const messageId = text(fields, 'messageId') ?? lane.span ?? makeId('s');
        delete lane.span;
        put('reasoning-span-end', { messageId });
        break;
      }
      case 'STATE_SNAPSHOT':
        put('state-snapshot', { snapshot: first(fields, 'snapshot', 'state') });
        break;
      case 'STATE_DELTA':
        // The one `delta` that is a list.
        put('state-delta', { delta: asList(own(data, 'delta') ?? own(data, 'patch')) });
        break;
      case 'MESSAGES_SNAPSHOT':
        put('messages-snapshot', { messages: asList(fields.messages) });
        break;
      case 'ACTIVITY_SNAPSHOT':
      case 'ACTIVITY_DELTA': {
        const { messageId = makeId('a'), activityType = 'unknown', content } = fields;
        const more =
          name === 'ACTIVITY_DELTA'
            ? { patch: asList(own(data, 'patch') ?? own(data, 'delta')) }
            : { content: isObject(content) ? content : {}, replace: fields.replace !== false };
        put(ourName(name), { messageId, activityType, ...more });
        break;
      }
      case 'SUBAGENT_STARTED':
      case 'SUBAGENT_FINISHED':
      case 'SUBAGENT_ERROR': {
        const suspended = ownString(fields.outcome, 'type') === 'suspended' && { suspended: true };
        put(ourName(name), {
          ...(name.endsWith('STARTED') && { name: '' }),
          ...fields,
          ...(name.endsWith('ERROR') && { message: message(fields) }),
          ...suspended,
        });
        break;
      }
      case 'UI_BLOCK': {
        const nested = own(data, 'block');
        const block = readBlock(isObject(nested) ? nested : data, makeId('b'));
        if (block?.kind === 'approval-card')
          put('approval-requested', { request: approvalFromBlock(data, block.data) });
        else if (block) put('block', { block });
        break;
      }
      case 'INTERRUPTION':
        put('approval-requested', { request: approvalFromInterruption(data) });
        break;
      case 'CUSTOM':
        if (/^approval[-_]?resolved$/i.test(String(fields.name)) && isObject(fields.value))
          put('', readResolution(fields.value));
        else put('custom', { name: fields.name ?? '', value: own(data, 'value') });
        break;
      case 'RAW':
        put('raw', { event: own(data, 'event'), source: fields.source });
        break;
      // RUN_STARTED, REASONING_ENCRYPTED_VALUE: their fields say it all.
      default:
        put(ourName(name), fields);
    }
    return events;
  };

  const read = (wire: WireEvent): AgentEvent[] => {
    const { id = '', event, data } = wire;
    if (wire.oversized) return warning('oversized-event', `Event ${id} is larger than the limit`);
    if (event === 'missing-events') return warning(event, `Events after ${String(data)} are missing`);
    if (wire.malformed) return warning('malformed-event', `Event ${id} is not JSON`);
    const name = eventName(wire);
    return name ? normalize(name, wire, data) : [{ type: 'unknown', wire }];
  };

  return Object.defineProperty(read as Normalizer, 'open', {
    get: (): OpenItems => ({ made, lanes: Object.fromEntries(lanes), calls }),
  });
};
