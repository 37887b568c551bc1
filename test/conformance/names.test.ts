import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventName, isTerminal } from '../../src/core/event-name.js';
import { createNormalizer } from '../../src/core/normalize.js';
import { readStored, readWire } from '../../src/core/read-wire.js';
import type { WireEvent } from '../../src/core/wire.js';
import { play, plain, shown, wire } from './play.js';

/** PROTOCOL.md §4, "Finding an event's name". */
describe('the name of an event', () => {
  const cases: readonly (readonly [title: string, wire: WireEvent, name: string | undefined])[] = [
    ['stands in data.type', wire({ type: 'TEXT_MESSAGE_END' }), 'TEXT_MESSAGE_END'],
    ['stands in the SSE event where data.type is unknown', wire({ type: 'delta' }, 'RUN_ERROR'), 'RUN_ERROR'],
    ['stands in data.event where both are', wire({ type: 'x', event: 'RUN_ERROR' }, 'y'), 'RUN_ERROR'],
    ['is that of data.type first', wire({ type: 'RUN_STARTED', event: 'RAW' }, 'RUN_ERROR'), 'RUN_STARTED'],
    ['is that of the SSE event second', wire({ event: 'RAW' }, 'RUN_ERROR'), 'RUN_ERROR'],
    ['is none where data.type is no text', wire({ type: 5 }), undefined],
    ['is none where data.type is a name that every object has', wire({ type: 'constructor' }), undefined],
    ['is not the default name of SSE', wire({ a: 1 }, 'message'), undefined],
    ['is none in another world', wire({ type: 'WEATHER' }, 'Weather'), undefined],
    ['is none where the data are a list', wire(['RUN_ERROR']), undefined],
    ['is that of the SSE event, whatever the data are', wire('Out of order', 'error'), 'RUN_ERROR'],
    ['is a sign of life without data', wire('', 'RUN_ERROR'), 'PING'],
    ['is a sign of life in [DONE]', wire('[DONE]', 'RUN_FINISHED'), 'PING'],
    ...['ping', 'heartbeat', 'keepalive', 'keep-alive', 'Ping', 'HEARTBEAT', 'KeepAliveEvent'].map(
      (name) => [`is a sign of life in ${name}`, wire({}, name), 'PING'] as const,
    ),
    ...Object.entries({
      TEXT_MESSAGE_CONTENT: [
        'text',
        'text_delta',
        'token',
        'message_delta',
        'TextMessageContent',
        'textMessageContent',
      ],
      REASONING_MESSAGE_CONTENT: ['thinking', 'THINKING_TEXT_MESSAGE_CONTENT', 'ReasoningMessageContent'],
      REASONING_START: ['THINKING_START', 'ThinkingStart'],
      REASONING_MESSAGE_END: ['THINKING_TEXT_MESSAGE_END'],
      TOOL_CALL: ['tool_call', 'ToolCall', 'tool-call', 'tool.call'],
      TOOL_CALL_RESULT: ['tool_result', 'ToolResult', 'toolCallResult'],
      RUN_FINISHED: ['completed', 'complete', 'result', 'done', 'end', 'RunFinished', 'run.finished'],
      RUN_ERROR: ['error', 'RunError', 'RunErrorEvent', 'AGUI_RUN_ERROR', 'AG_UI_RUN_ERROR', 'AgUiRunErrorEvent'],
      UI_BLOCK: ['UiBlock', 'ui_block', 'ui-block', 'UIBlock'],
    }).flatMap(([name, spellings]) =>
      spellings.map((spelling) => [`is ${name} for ${spelling}`, wire({ type: spelling }), name] as const),
    ),
  ];
  for (const [title, event, name] of cases) it(title, () => assert.equal(eventName(event), name));
});

describe('the last event of a run', () => {
  const last: readonly WireEvent[] = [
    wire({ type: 'RUN_FINISHED' }),
    wire({ type: 'RunFinished', reason: 'completed' }),
    wire({ type: 'RUN_FINISHED', outcome: null }),
    wire({ type: 'RUN_FINISHED', outcome: 'success' }),
    wire({ type: 'RUN_FINISHED', outcome: { type: 'cancelled' } }),
    wire({ type: 'RUN_FINISHED', reason: 'CANCELED' }),
    wire({ type: 'RUN_ERROR' }),
    wire({ message: 'x' }, 'error'),
    wire({ content: 'x' }, 'completed'),
  ];
  for (const event of last) it(`is ${JSON.stringify(event.data)}`, () => assert.ok(isTerminal(event)));
  const others: readonly WireEvent[] = [
    wire({ type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts: [{ id: 'i' }] } }),
    wire({ type: 'RUN_FINISHED', outcome: 'interrupt' }),
    wire({ type: 'STEP_FINISHED' }),
    wire({ type: 'SUBAGENT_ERROR' }),
    wire({ type: 'RAW', event: { type: 'RUN_ERROR' } }),
    wire({ type: 'CUSTOM', name: 'RUN_FINISHED' }),
    wire('[DONE]'),
  ];
  for (const event of others) it(`is not ${JSON.stringify(event.data)}`, () => assert.ok(!isTerminal(event)));
});

const becomes = (data: object) => plain(createNormalizer()(wire(data)));

/** The event's fields, without what else it carried. */
const pick = (data: object | undefined) =>
  becomes(data ?? {}).map((event) => {
    const { error: _error, errorCode: _code, detail: _detail, ...known } = event as unknown as Record<string, unknown>;
    return known;
  });

/** PROTOCOL.md §4, "Finding an event's name", 4. */
describe('a field', () => {
  const same: Record<string, readonly object[]> = {
    'of a call’s name': ['toolCallName', 'tool_call_name', 'toolName', 'tool_name', 'name'].map((key) => ({
      type: 'TOOL_CALL_START',
      toolCallId: 'c',
      [key]: 'look',
    })),
    'of a call’s id': ['toolCallId', 'tool_call_id', 'callId', 'call_id', 'id'].map((key) => ({
      type: 'TOOL_CALL_START',
      toolCallName: 'look',
      [key]: 'c',
    })),
    'of a call’s arguments': ['args', 'arguments', 'input'].map((key) => ({
      type: 'tool_call',
      toolName: 'look',
      toolCallId: 'c',
      [key]: { a: 1 },
    })),
    'of a text’s next piece': ['delta', 'content', 'text', 'token'].map((key) => ({
      type: 'TEXT_MESSAGE_CONTENT',
      messageId: 'm',
      [key]: 'Hi',
    })),
    'of an error’s message': [
      ...['message', 'error', 'detail'].map((key) => ({ type: 'RUN_ERROR', [key]: 'No.' })),
      { type: 'RUN_ERROR', error: { message: 'No.' } },
    ],
    'of an error’s code': [
      ...['code', 'errorCode', 'error_code'].map((key) => ({ type: 'RUN_ERROR', message: 'No.', [key]: 'E1' })),
      { type: 'RUN_ERROR', message: 'No.', error: { code: 'E1' } },
    ].map((data) => ({ ...data, errorCode: 'E1' })),
    'of an id that is a number': ['7', 7].map((messageId) => ({ type: 'TEXT_MESSAGE_END', messageId })),
  };
  for (const [title, [first, ...others]] of Object.entries(same))
    it(`${title} may have any of its names`, () => {
      for (const other of others) assert.deepEqual(pick(other), pick(first));
    });

  it('is not renamed inside state, results, values, arguments and blocks', () => {
    const inner = { tool_name: 'x', snake_case: { type: 'RUN_ERROR', message_id: 1 } };
    const kept: readonly (readonly [object, string])[] = [
      [{ type: 'STATE_SNAPSHOT', snapshot: inner }, 'snapshot'],
      [{ type: 'RUN_FINISHED', result: inner }, 'result'],
      [{ type: 'CUSTOM', name: 'x', value: inner }, 'value'],
      [{ type: 'TOOL_CALL_RESULT', toolCallId: 'c', content: inner }, 'json'],
      [{ type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'x', content: inner }, 'content'],
    ];
    for (const [data, field] of kept)
      assert.deepEqual((becomes(data).at(-1) as unknown as Record<string, unknown>)[field], inner);
    const [, args] = becomes({ type: 'tool_call', toolName: 'x', args: inner });
    assert.deepEqual(args, { type: 'tool-call-args', toolCallId: '~t1', delta: JSON.stringify(inner) });
    const [block] = becomes({ type: 'UI_BLOCK', block: { kind: 'x', ...inner } });
    assert.ok(block?.type === 'block');
    assert.deepEqual(block.block.data, { kind: 'x', ...inner });
  });
});

describe('a stored event', () => {
  const event = { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'Hi' };
  const { type, ...fields } = event;
  const stored: Record<string, object> = {
    'as it is': { seq: 1, ...event },
    'in its data': { seq: 1, data: event },
    'in its payload': { sequence: 1, payload: event },
    'with the name beside the data': { seq: 1, type, data: fields },
    'with another name for its name': { seq: 1, eventType: type, payload: fields },
    'with the SSE name': { seq: 1, event: type, data: fields },
  };
  for (const [title, one] of Object.entries(stored))
    it(`may lie there ${title}`, () => {
      const read = readStored(one);
      assert.equal(read.id, '1');
      assert.deepEqual(shown(play([read])), ['Hi']);
    });
});

it('what is not JSON is kept as text, told, and passed by', () => {
  const read = readWire({ id: '3', event: 'message', data: '{"type":"TEXT' });
  assert.deepEqual(read, { id: '3', event: 'message', data: '{"type":"TEXT', malformed: true });
  assert.deepEqual(createNormalizer()(read), [
    { type: 'warning', code: 'malformed-event', detail: 'Event 3 is not JSON' },
  ]);
});
