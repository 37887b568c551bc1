import { readBlock } from './blocks.js';
import { type EventName, eventName, runOutcome } from './event-name.js';
import type { AgentEvent, EventCommon } from './events.js';
import {
  approvalFromBlock,
  approvalFromInterrupt,
  approvalFromInterruption,
  readInterrupts,
  readResolution,
} from './read-approval.js';
import { args, callId, contentText, delta, field, message, messageId, toolName } from './wire-fields.js';
import { type WireEvent, isObject, own, ownString } from './wire.js';

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
  readonly calls: readonly { readonly id: string; readonly name: string; readonly lane: string }[];
}

interface Lane {
  readonly text?: string;
  readonly reasoning?: string;
  readonly span?: string;
  readonly call?: string;
}

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

const usage = (data: unknown) => {
  const list = own(data, 'usage');
  return Array.isArray(list) ? { usage: list.filter(isObject) } : {};
};

export const createNormalizer = (start?: OpenItems): Normalizer => {
  let made = start?.made ?? 0;
  const lanes = new Map<string, Mutable<Lane>>(
    Object.entries(start?.lanes ?? {}).map(([name, lane]) => [name, { ...lane }]),
  );
  let calls = [...(start?.calls ?? [])];

  const makeId = (letter: string) => `~${letter}${++made}`;

  /** Everything one wire event needs: where it belongs, and a list to put events in. */
  const context = (data: unknown) => {
    const subagentRunId = field(data, 'subagentRunId');
    const name = subagentRunId ?? '';
    let lane = lanes.get(name);
    if (!lane) lanes.set(name, (lane = {}));
    const timestamp = own(data, 'timestamp');
    const metadata = own(data, 'metadata');
    const common: EventCommon = {
      ...optional('subagentRunId', subagentRunId),
      ...(typeof timestamp === 'number' && { timestamp }),
      ...(isObject(metadata) && { metadata }),
    };
    return { lane, name, common, events: [] as AgentEvent[] };
  };
  type Context = ReturnType<typeof context>;

  const put = ({ events, common }: Context, event: AgentEvent) => {
    events.push({ ...common, ...event } as AgentEvent);
  };

  const endText = (at: Context) => {
    if (at.lane.text === undefined) return;
    put(at, { type: 'text-end', messageId: at.lane.text });
    delete at.lane.text;
  };
  const endReasoning = (at: Context) => {
    if (at.lane.reasoning === undefined) return;
    put(at, { type: 'reasoning-end', messageId: at.lane.reasoning });
    delete at.lane.reasoning;
  };
  const endCall = (at: Context) => {
    if (at.lane.call === undefined) return;
    put(at, { type: 'tool-call-end', toolCallId: at.lane.call });
    delete at.lane.call;
  };
  const endAll = () => {
    const events: AgentEvent[] = [];
    for (const [name, lane] of lanes) {
      const at: Context = { lane, name, common: name ? { subagentRunId: name } : {}, events };
      endText(at);
      endReasoning(at);
      endCall(at);
      if (lane.span !== undefined) put(at, { type: 'reasoning-span-end', messageId: lane.span });
      delete lane.span;
    }
    return events;
  };

  const openText = (at: Context, id: string, data?: unknown) => {
    endReasoning(at);
    if (at.lane.text === id) return;
    endText(at);
    at.lane.text = id;
    put(at, {
      type: 'text-start',
      messageId: id,
      ...optional('role', ownString(data, 'role')),
      ...optional('name', ownString(data, 'name')),
    });
  };
  const openReasoning = (at: Context, id: string) => {
    if (at.lane.reasoning === id) return;
    endReasoning(at);
    at.lane.reasoning = id;
    put(at, { type: 'reasoning-start', messageId: id });
  };
  const openCall = (at: Context, id: string, data: unknown, name = toolName(data)) => {
    if (at.lane.call === id) return;
    endReasoning(at);
    endText(at);
    endCall(at);
    at.lane.call = id;
    if (calls.some((call) => call.id === id)) return; // announced before: going on with it
    calls.push({ id, name: name ?? '', lane: at.name });
    put(at, {
      type: 'tool-call-start',
      toolCallId: id,
      toolName: name ?? '',
      ...optional('parentMessageId', field(data, 'parentMessageId')),
    });
  };

  /** PROTOCOL.md §4: a result without an id belongs to the last unanswered call of its name, else to the last unanswered. */
  const answered = (data: unknown): { id: string; name: string } | undefined => {
    const id = callId(data);
    const name = toolName(data);
    if (id !== undefined) return calls.find((call) => call.id === id) ?? { id, name: name ?? '' };
    return calls.findLast((call) => call.name === name) ?? calls.at(-1);
  };

  const interrupts = (at: Context, data: unknown) => {
    const list = readInterrupts(data);
    for (const interrupt of list) put(at, { type: 'approval-requested', request: approvalFromInterrupt(interrupt) });
    return list;
  };

  const steps: Record<EventName, (at: Context, data: unknown, wire: WireEvent) => void> = {
    PING: () => {},
    RUN_STARTED: (at, data) =>
      put(at, {
        type: 'run-started',
        ...optional('runId', field(data, 'runId')),
        ...optional('threadId', field(data, 'threadId')),
        ...optional('parentRunId', field(data, 'parentRunId')),
        ...optional('protocolVersion', field(data, 'protocolVersion')),
        ...optional('input', own(data, 'input')),
      }),
    RUN_FINISHED: (at, data, wire) => {
      at.events.push(...endAll());
      const pending = own(own(data, 'outcome'), 'pendingToolCallIds');
      const result =
        own(data, 'result') ??
        own(data, 'finalOutput') ??
        own(data, 'final_output') ??
        own(data, 'content') ??
        own(data, 'output');
      put(at, {
        type: 'run-finished',
        outcome: runOutcome(wire),
        interrupts: interrupts(at, data),
        ...optional('runId', field(data, 'runId')),
        ...optional('result', result),
        ...(Array.isArray(pending) && { pendingToolCallIds: pending.filter((id) => typeof id === 'string') }),
        ...usage(data),
      });
    },
    RUN_ERROR: (at, data) => {
      at.events.push(...endAll());
      const code = field(data, 'code', 'errorCode') ?? ownString(own(data, 'error'), 'code');
      const retryable = own(data, 'retryable') ?? own(own(data, 'error'), 'retryable');
      put(at, {
        type: 'run-failed',
        message: message(data),
        ...optional('code', code),
        ...(typeof retryable === 'boolean' && { retryable }),
        ...usage(data),
      });
    },
    STEP_STARTED: (at, data) =>
      put(at, { type: 'step-started', stepName: field(data, 'stepName', 'step', 'name', 'title') ?? '' }),
    STEP_FINISHED: (at, data) =>
      put(at, { type: 'step-finished', stepName: field(data, 'stepName', 'step', 'name', 'title') ?? '' }),

    TEXT_MESSAGE_START: (at, data) => {
      const id = messageId(data) ?? makeId('m');
      if (at.lane.text === id) delete at.lane.text;
      openText(at, id, data);
    },
    TEXT_MESSAGE_CONTENT: (at, data) => {
      const id = messageId(data) ?? at.lane.text ?? makeId('m');
      endCall(at);
      openText(at, id);
      put(at, { type: 'text-delta', messageId: id, delta: delta(data) });
    },
    TEXT_MESSAGE_END: (at, data) => {
      const id = messageId(data) ?? at.lane.text;
      if (id === undefined) return;
      if (id === at.lane.text) delete at.lane.text;
      put(at, { type: 'text-end', messageId: id });
    },
    TEXT_MESSAGE_CHUNK: (at, data) => {
      const id = messageId(data) ?? at.lane.text ?? makeId('m');
      endCall(at);
      openText(at, id, data);
      const text = delta(data);
      if (text) put(at, { type: 'text-delta', messageId: id, delta: text });
    },

    REASONING_START: (at, data) => {
      const id = messageId(data) ?? makeId('s');
      at.lane.span = id;
      put(at, { type: 'reasoning-span-start', messageId: id, ...optional('title', ownString(data, 'title')) });
    },
    REASONING_END: (at, data) => {
      endReasoning(at);
      const id = messageId(data) ?? at.lane.span ?? makeId('s');
      delete at.lane.span;
      put(at, { type: 'reasoning-span-end', messageId: id });
    },
    REASONING_MESSAGE_START: (at, data) => {
      const id = messageId(data) ?? makeId('r');
      if (at.lane.reasoning === id) delete at.lane.reasoning;
      openReasoning(at, id);
    },
    REASONING_MESSAGE_CONTENT: (at, data) => {
      const id = messageId(data) ?? at.lane.reasoning ?? makeId('r');
      openReasoning(at, id);
      put(at, { type: 'reasoning-delta', messageId: id, delta: delta(data) });
    },
    REASONING_MESSAGE_END: (at, data) => {
      const id = messageId(data) ?? at.lane.reasoning;
      if (id === undefined) return;
      if (id === at.lane.reasoning) delete at.lane.reasoning;
      put(at, { type: 'reasoning-end', messageId: id });
    },
    REASONING_MESSAGE_CHUNK: (at, data, wire) => steps.REASONING_MESSAGE_CONTENT(at, data, wire),
    REASONING_ENCRYPTED_VALUE: (at, data) =>
      put(at, {
        type: 'reasoning-encrypted',
        entityId: field(data, 'entityId') ?? '',
        subtype: field(data, 'subtype') ?? 'message',
        encryptedValue: field(data, 'encryptedValue') ?? '',
      }),

    TOOL_CALL_START: (at, data) => {
      openCall(at, callId(data) ?? makeId('t'), data);
      const whole = args(data);
      if (whole !== undefined) put(at, { type: 'tool-call-args', toolCallId: at.lane.call!, delta: whole });
    },
    TOOL_CALL_ARGS: (at, data) => {
      const id = callId(data) ?? at.lane.call ?? makeId('t');
      openCall(at, id, data);
      put(at, {
        type: 'tool-call-args',
        toolCallId: id,
        delta: field(data, 'delta', 'content', 'text') ?? args(data) ?? '',
      });
    },
    TOOL_CALL_END: (at, data) => {
      const id = callId(data) ?? at.lane.call;
      if (id === undefined) return;
      if (id === at.lane.call) delete at.lane.call;
      put(at, { type: 'tool-call-end', toolCallId: id });
    },
    TOOL_CALL_CHUNK: (at, data) => {
      const id = callId(data) ?? at.lane.call ?? makeId('t');
      openCall(at, id, data);
      const text = field(data, 'delta');
      if (text) put(at, { type: 'tool-call-args', toolCallId: id, delta: text });
    },
    TOOL_CALL: (at, data) => {
      const id = callId(data) ?? makeId('t');
      openCall(at, id, data);
      const whole = args(data);
      if (whole !== undefined) put(at, { type: 'tool-call-args', toolCallId: id, delta: whole });
      endCall(at);
      const result = own(data, 'result') ?? own(data, 'output');
      if (result !== undefined)
        steps.TOOL_CALL_RESULT(at, { toolCallId: id, content: result }, { event: '', data: {} });
    },
    TOOL_CALL_RESULT: (at, data) => {
      let call = answered(data);
      if (!call) {
        call = { id: makeId('t'), name: toolName(data) ?? '' };
        openCall(at, call.id, data, call.name);
      }
      const { id } = call;
      if (at.lane.call === id) endCall(at);
      calls = calls.filter((other) => other.id !== id);
      const content = own(data, 'content') ?? own(data, 'result') ?? own(data, 'output') ?? own(data, 'error') ?? '';
      const failed =
        own(data, 'isError') === true ||
        own(data, 'is_error') === true ||
        own(data, 'success') === false ||
        (own(data, 'error') !== undefined && own(data, 'error') !== null);
      put(at, {
        type: 'tool-call-result',
        toolCallId: id,
        content: contentText(content),
        ...(typeof content !== 'string' && { json: content }),
        ...(failed && { failed }),
        ...optional('messageId', messageId(data)),
      });
    },

    STATE_SNAPSHOT: (at, data) =>
      put(at, { type: 'state-snapshot', snapshot: own(data, 'snapshot') ?? own(data, 'state') }),
    STATE_DELTA: (at, data) => {
      const patch = own(data, 'delta') ?? own(data, 'patch');
      put(at, { type: 'state-delta', delta: Array.isArray(patch) ? patch : [] });
    },
    MESSAGES_SNAPSHOT: (at, data) => {
      const messages = own(data, 'messages');
      put(at, { type: 'messages-snapshot', messages: Array.isArray(messages) ? messages : [] });
    },
    ACTIVITY_SNAPSHOT: (at, data) => {
      const content = own(data, 'content');
      put(at, {
        type: 'activity-snapshot',
        messageId: messageId(data) ?? makeId('a'),
        activityType: field(data, 'activityType') ?? 'unknown',
        content: isObject(content) ? content : {},
        replace: own(data, 'replace') !== false,
      });
    },
    ACTIVITY_DELTA: (at, data) => {
      const patch = own(data, 'patch') ?? own(data, 'delta');
      put(at, {
        type: 'activity-delta',
        messageId: messageId(data) ?? '',
        activityType: field(data, 'activityType') ?? 'unknown',
        patch: Array.isArray(patch) ? patch : [],
      });
    },
    SUBAGENT_STARTED: (at, data) =>
      put(at, {
        type: 'subagent-started',
        name: field(data, 'name') ?? '',
        ...optional('description', ownString(data, 'description')),
        ...optional('parentSubagentRunId', field(data, 'parentSubagentRunId')),
        ...optional('parentToolCallId', field(data, 'parentToolCallId')),
        ...optional('parentMessageId', field(data, 'parentMessageId')),
      }),
    SUBAGENT_FINISHED: (at, data) =>
      put(at, {
        type: 'subagent-finished',
        ...optional('result', own(data, 'result')),
        ...(ownString(own(data, 'outcome'), 'type') === 'suspended' && { suspended: true }),
      }),
    SUBAGENT_ERROR: (at, data) =>
      put(at, { type: 'subagent-failed', message: message(data), ...optional('code', field(data, 'code')) }),

    UI_BLOCK: (at, data) => {
      const nested = own(data, 'block');
      const block = readBlock(isObject(nested) ? nested : data, makeId('b'));
      if (!block) return;
      if (block.kind === 'approval-card')
        put(at, { type: 'approval-requested', request: approvalFromBlock(data, block.data) });
      else put(at, { type: 'block', block });
    },
    INTERRUPTION: (at, data) => put(at, { type: 'approval-requested', request: approvalFromInterruption(data) }),
    CUSTOM: (at, data) => {
      const name = ownString(data, 'name') ?? '';
      const value = own(data, 'value');
      if (/^approval[-_]?resolved$/i.test(name) && isObject(value)) put(at, readResolution(value));
      else put(at, { type: 'custom', name, value });
    },
    RAW: (at, data) =>
      put(at, { type: 'raw', event: own(data, 'event'), ...optional('source', ownString(data, 'source')) }),
  };

  const normalize = (wire: WireEvent): AgentEvent[] => {
    if (wire.oversized)
      return [{ type: 'warning', code: 'oversized-event', detail: `Event ${wire.id ?? ''} is larger than the limit` }];
    if (wire.event === 'missing-events')
      return [{ type: 'warning', code: 'missing-events', detail: `Events after ${String(wire.data)} are missing` }];
    if (wire.malformed)
      return [{ type: 'warning', code: 'malformed-event', detail: `Event ${wire.id ?? ''} is not JSON` }];
    const name = eventName(wire);
    if (!name) return [{ type: 'unknown', wire }];
    const at = context(wire.data);
    steps[name](at, wire.data, wire);
    return at.events;
  };

  return Object.defineProperty(normalize as Normalizer, 'open', {
    get: (): OpenItems => ({ made, lanes: Object.fromEntries(lanes), calls: [...calls] }),
  });
};
