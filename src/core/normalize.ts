import { readBlock } from './blocks.js';
import { eventName, runOutcome } from './event-name.js';
import type { AgentEvent } from './events.js';
import {
  approvalFromBlock,
  approvalFromCustom,
  approvalFromInterrupt,
  approvalFromInterruption,
  readInterrupts,
  readResolution,
} from './read-approval.js';
import { type WireEvent, defined, isObject, own, ownString } from './wire.js';
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
  readonly lanes: readonly (readonly [lane: string, open: Lane])[];
  /** Calls without a result, oldest first. */
  readonly calls: readonly (readonly [id: string, name: string])[];
}

/** What grows piece by piece, by the prefix of its events. */
type Kind = 'text' | 'reasoning' | 'tool-call' | 'reasoning-span';

/** What is open in a lane, and what the helper and the span are called. Only one of text, reasoning and call is open: the next closes it. */
type Lane = { [Name in Kind | 'name' | 'title']?: string | undefined };

const kinds: readonly Kind[] = ['text', 'reasoning', 'tool-call', 'reasoning-span'];

const keyOf = (kind: Kind) => (kind === 'tool-call' ? 'toolCallId' : 'messageId');

/** What nearly all events are: a piece of something. */
const pieces: { readonly [name: string]: readonly [Kind, AgentEvent['type']] } = {
  TEXT_MESSAGE_CONTENT: ['text', 'text-delta'],
  REASONING_MESSAGE_CONTENT: ['reasoning', 'reasoning-delta'],
  TOOL_CALL_ARGS: ['tool-call', 'tool-call-args'],
};

/** `STEP_STARTED` is `step-started`. */
const ourName = (name: string): string =>
  name.toLowerCase().replaceAll('_', '-').replace('error', 'failed').replace('-value', '');

const warning = (code: string, detail: string): AgentEvent[] => [{ type: 'warning', code, detail }] as AgentEvent[];

export const createNormalizer = (start?: OpenItems): Normalizer => {
  const kept = structuredClone(start);
  let made = kept?.made ?? 0;
  const laneOf = new Map(asList(kept?.lanes) as [string, Lane][]);
  const calls = new Map(asList(kept?.calls) as [string, string][]);

  // The event at hand, shared by the functions below: an answer is made of very many.
  let events: AgentEvent[];
  let data: unknown;
  let fields: Record<string, unknown>;
  let lane: Lane;
  let common: object;

  const whose = (owner: string | undefined) => owner && { subagentRunId: owner, subagentName: laneOf.get(owner)?.name };
  const makeId = (letter: string) => `~${letter}${++made}`;
  const put = (type: string, more: object) => events.push({ ...common, type, ...more } as AgentEvent);
  const read = (...names: string[]) => text(fields, ...names);
  const toolName = () => read('toolCallName', 'toolName', 'name') ?? '';
  const callId = () => read('toolCallId', 'callId', 'id');
  const failure = () => read('message', 'detail', 'error') ?? ownString(fields.error, 'message');
  /** What a piece adds; of a call also all its arguments at once. */
  const piece = () => read('delta', 'content', 'text', 'token') ?? ownString(own(data, 'delta'), 'text', 'content');
  const whole = () => {
    const args = first(fields, 'args', 'arguments', 'input');
    return args === undefined ? undefined : asText(args);
  };

  const close = (kind: Kind) => {
    if (lane[kind] !== undefined) put(`${kind}-end`, { [keyOf(kind)]: lane[kind] });
    delete lane[kind];
  };

  const open = (kind: Kind, id: string) => {
    for (const other of kinds) if (other !== 'reasoning-span' && (other !== kind || lane[kind] !== id)) close(other);
    if (lane[kind] === id) return;
    lane[kind] = id;
    const { role, name, title = lane['reasoning-span'] && lane.title, parentMessageId } = fields;
    if (kind === 'text') return put('text-start', { messageId: id, role, name });
    if (kind === 'reasoning-span') lane.title = title as string;
    if (kind !== 'tool-call') return put(`${kind}-start`, { messageId: id, title });
    if (calls.has(id)) return;
    calls.set(id, toolName());
    put('tool-call-start', { toolCallId: id, toolName: toolName(), parentMessageId });
  };

  /** Something grows, starts or ends. */
  const grow = (kind: Kind, verb: string) => {
    const isCall = kind === 'tool-call';
    const named = isCall ? callId() : read('messageId');
    const id = named ?? (verb === 'START' ? undefined : lane[kind]);
    if (verb === 'END') {
      if (kind === 'reasoning-span') close('reasoning');
      if (id === lane[kind]) delete lane[kind];
      if (id !== undefined) put(`${kind}-end`, { [keyOf(kind)]: id });
      return;
    }
    const now = id ?? makeId(kind[0]!);
    if (verb === 'START' && !isCall && lane[kind] === now) delete lane[kind];
    open(kind, now);
    // A chunk may carry nothing but `metadata`.
    const delta = isCall ? (piece() ?? whole()) : verb === 'START' ? undefined : piece();
    if (delta !== undefined || verb === 'CHUNK')
      put(isCall ? 'tool-call-args' : `${kind}-delta`, { [keyOf(kind)]: now, delta: delta ?? '' });
    if (verb !== '') return;
    close(kind);
    const content = first(fields, 'result', 'output');
    if (content !== undefined) answer(now, content);
  };

  const answer = (toolCallId: string, content: unknown) => {
    const { isError, success, error, messageId } = fields;
    if (lane['tool-call'] === toolCallId) close('tool-call');
    calls.delete(toolCallId);
    const failed = isError === true || success === false || (error !== undefined && error !== null);
    put('tool-call-result', {
      toolCallId,
      content: contentText(content),
      ...(typeof content !== 'string' && { json: content }),
      failed: failed || undefined,
      messageId,
    });
  };

  /** PROTOCOL.md §4: a result without an id belongs to the last unanswered call of its name, else to the last unanswered. */
  const result = () => {
    let id = callId();
    if (id === undefined) {
      const waiting = [...calls];
      [id] = waiting.findLast(([, name]) => name === toolName()) ?? waiting.at(-1) ?? [makeId('t')];
      if (!calls.has(id)) open('tool-call', id);
    }
    answer(id, first(fields, 'content', 'result', 'output', 'error') ?? '');
  };

  const closeAll = () => {
    const told = common;
    for (const [owner, items] of laneOf) {
      common = { ...whose(owner) };
      lane = items;
      kinds.forEach(close);
    }
    common = told;
  };

  const normalize = (name: string) => {
    const [, family = '', message, verb = ''] =
      /^(TEXT|REASONING|TOOL)(_MESSAGE|_CALL)?_?(START|CONTENT|ARGS|END|CHUNK|)$/.exec(name) ?? [];
    if (family)
      return grow(family === 'TOOL' ? 'tool-call' : message ? (family.toLowerCase() as Kind) : 'reasoning-span', verb);
    const our = ourName(name);
    // Words without an id that come after what is shown here are not of the message before it.
    if (/^(?:STEP|UI|INTERRUPTION)/.test(name)) close('text');
    switch (name) {
      case 'PING':
        return;
      case 'TOOL_CALL_RESULT':
        return result();
      case 'RUN_FINISHED': {
        closeAll();
        const interrupts = readInterrupts(data);
        for (const interrupt of interrupts)
          put('approval-requested', { request: approvalFromInterrupt(interrupt), ...whose(interrupt.subagentRunId) });
        const { pendingToolCallIds: pending } = readFields(fields.outcome);
        return put(our, {
          ...fields,
          outcome: runOutcome(data),
          interrupts,
          result: first(fields, 'result', 'finalOutput', 'content', 'output'),
          ...(Array.isArray(pending) && { pendingToolCallIds: pending.map((id) => asText(id)) }),
        });
      }
      case 'RUN_ERROR':
        // What is open was not said to its end, and is to be shown so.
        laneOf.clear();
        return put(our, {
          ...fields,
          message: failure() ?? (typeof data === 'string' ? data : ''),
          code: read('code', 'errorCode') ?? ownString(fields.error, 'code'),
          retryable: [fields.retryable, own(fields.error, 'retryable')].find((value) => typeof value === 'boolean'),
        });
      case 'STEP_STARTED':
      case 'STEP_FINISHED':
        return put(our, { stepName: read('stepName', 'step', 'name', 'title') ?? '' });
      case 'STATE_DELTA':
        // The one `delta` that is a list.
        return put(our, { delta: asList(own(data, 'delta')) });
      case 'MESSAGES_SNAPSHOT':
        return put(our, { messages: asList(fields.messages) });
      case 'ACTIVITY_SNAPSHOT':
      case 'ACTIVITY_DELTA': {
        const { messageId = makeId('a'), activityType = 'unknown', content, patch, replace } = fields;
        return put(our, {
          messageId,
          activityType,
          ...(name === 'ACTIVITY_DELTA'
            ? { patch: asList(patch) }
            : { content: isObject(content) ? content : {}, replace: replace !== false }),
        });
      }
      case 'SUBAGENT_ERROR':
        kinds.forEach(close);
        return put(our, { ...fields, message: failure() ?? '' });
      case 'SUBAGENT_FINISHED':
        kinds.forEach(close);
        return put(our, { ...fields, suspended: ownString(fields.outcome, 'type') === 'suspended' || undefined });
      case 'UI_BLOCK': {
        const nested = own(data, 'block');
        const block = readBlock(isObject(nested) ? nested : data, makeId('b'));
        if (block?.kind === 'approval-card')
          put('approval-requested', { request: approvalFromBlock(data, block.data) });
        else if (block) put('block', { block });
        return;
      }
      case 'INTERRUPTION':
        return put('approval-requested', { request: approvalFromInterruption(data) });
      case 'CUSTOM':
        if (/^approval[-_]?resolved$/i.test(read('name') ?? '') && isObject(fields.value))
          return put('', readResolution(fields.value));
        if (read('name') === 'on_interrupt')
          return put('approval-requested', { request: approvalFromCustom(fields.value) });
        return put(our, { name: '', ...fields });
      case 'SUBAGENT_STARTED':
        lane.name = read('name');
        return put(our, { name: '', ...fields });
      case 'RAW':
        return put(our, { ...fields, event: own(data, 'event') });
      // RUN_STARTED, STATE_SNAPSHOT, REASONING_ENCRYPTED_VALUE: their fields say it all.
      default:
        put(our, fields);
    }
  };

  const normalizeWire = (wire: WireEvent): AgentEvent[] => {
    const { id = '', event } = wire;
    ({ data } = wire);
    if (wire.oversized) return warning('oversized-event', `Event ${id} is larger than the limit`);
    if (event === 'run-reloaded') return warning(event, 'What was said is told anew');
    if (event === 'missing-events') return warning(event, `Events after ${String(data)} are missing`);
    if (wire.malformed) return warning('malformed-event', `Event ${id} is not JSON`);
    const name = eventName(wire);
    if (!name) return [{ type: 'unknown', wire }];
    // The straight path of nearly all events: one more piece of what is open, and nothing beside it but perhaps its time.
    const straight = pieces[name];
    if (straight) {
      const [kind, our] = straight;
      const flat = Object(data) as Record<string, unknown>;
      const { type, delta, timestamp } = flat;
      const key = keyOf(kind);
      const isTimed = Number.isFinite(timestamp);
      if (
        typeof type === 'string' &&
        typeof delta === 'string' &&
        typeof flat[key] === 'string' &&
        flat[key] === laneOf.get('')?.[kind] &&
        Object.keys(flat).length === (isTimed ? 4 : 3)
      )
        return [{ ...flat, type: our } as unknown as AgentEvent];
    }
    events = [];
    const { subagentRunId, timestamp, metadata, rawEvent, ...rest } = readFields(data);
    fields = rest;
    const owner = (subagentRunId ?? '') as string;
    lane = laneOf.get(owner) ?? {};
    laneOf.set(owner, lane);
    common = defined({ ...whose(owner), timestamp, metadata, rawEvent: rawEvent ?? undefined });
    normalize(name);
    return events;
  };

  return Object.defineProperty(normalizeWire as Normalizer, 'open', {
    get: (): OpenItems => ({ made, lanes: [...laneOf], calls: [...calls] }),
  });
};
