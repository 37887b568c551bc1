import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createNormalizer } from '../../src/core/normalize.js';
import { createState, reduce } from '../../src/core/reduce.js';
import type { ConversationState, Turn } from '../../src/core/index.js';
import type { WireEvent } from '../../src/core/wire.js';

const wire = (data: unknown, event = 'message'): WireEvent => ({ event, data });
const turn: Turn = { id: 'turn', question: '', askedAt: 0, requestId: '', runId: 'run', status: 'running', parts: [] };
const begin = (): ConversationState => reduce(createState('conversation'), { type: 'asked', turn });

/** What a conversation looks like after these. */
const play = (wires: readonly WireEvent[], normalize = createNormalizer(), state = begin()): ConversationState =>
  wires.reduce((now, one) => reduce(now, { type: 'agent', turnId: 'turn', events: normalize(one), at: 0 }), state);
const types = (...wires: WireEvent[]) => {
  const normalize = createNormalizer();
  return wires.flatMap((one) => normalize(one)).map(({ type }) => type);
};

const answer = ['text-start', 'text-delta', 'text-end', 'run-finished'];
const tool = ['tool-call-start', 'tool-call-args', 'tool-call-end', 'tool-call-result'];

describe('every dialect says the same', () => {
  const dialects: Record<string, readonly [readonly WireEvent[], readonly string[]]> = {
    'text in AG-UI': [
      [
        wire({ type: 'TEXT_MESSAGE_START', messageId: 'm' }),
        wire({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'a' }),
        wire({ type: 'TEXT_MESSAGE_END', messageId: 'm' }),
        wire({ type: 'RUN_FINISHED' }),
      ],
      answer,
    ],
    'text in Pascal': [
      [
        wire({ messageId: 'm' }, 'TextMessageStart'),
        wire({ messageId: 'm', delta: 'a' }, 'TextMessageContent'),
        wire({ messageId: 'm' }, 'TextMessageEnd'),
        wire({}, 'RunFinished'),
      ],
      answer,
    ],
    'text in snake case, the name in data.event': [
      [
        wire({ event: 'text_message_start', message_id: 'm' }),
        wire({ event: 'text_message_content', message_id: 'm', content: 'a' }),
        wire({ event: 'run_finished' }),
      ],
      answer,
    ],
    'text in the simple dialect': [
      [wire({ type: 'text', content: 'a' }), wire({ type: 'RunFinished', reason: 'completed' })],
      answer,
    ],
    'text as text_delta, with a prefix and a suffix': [
      [wire({ text: 'a' }, 'text_delta'), wire({ type: 'AGUI_RUN_FINISHED_EVENT' })],
      answer,
    ],
    'text in chunks': [
      [wire({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'a' }), wire({ type: 'completed' })],
      answer,
    ],
    'a tool in AG-UI': [
      [
        wire({ type: 'TOOL_CALL_START', toolCallId: 't', toolCallName: 'x' }),
        wire({ type: 'TOOL_CALL_ARGS', toolCallId: 't', delta: '{}' }),
        wire({ type: 'TOOL_CALL_END', toolCallId: 't' }),
        wire({ type: 'TOOL_CALL_RESULT', toolCallId: 't', content: 'r' }),
      ],
      tool,
    ],
    'a tool in one piece': [
      [
        wire({ type: 'tool_call', toolName: 'x', args: {} }),
        wire({ type: 'tool_result', toolName: 'x', content: 'r' }),
      ],
      tool,
    ],
    'a tool with its result': [[wire({ type: 'tool_call', name: 'x', input: {}, result: 'r' })], tool],
    'a failure': [[wire({ type: 'RUN_ERROR', message: 'x' })], ['run-failed']],
    'a failure in Pascal': [[wire({ error: { message: 'x' } }, 'RunError')], ['run-failed']],
    thinking: [
      [wire({ type: 'thinking', content: 'hm' }), wire({ type: 'text', content: 'a' })],
      ['reasoning-start', 'reasoning-delta', 'reasoning-end', 'text-start', 'text-delta'],
    ],
    'signs of life': [
      [wire(''), wire('[DONE]'), wire({}, 'ping'), wire({ type: 'heartbeat' }), wire({}, 'keepalive')],
      [],
    ],
    'another world': [
      [wire({ type: 'WEATHER' }), wire(5), wire(null), wire([]), wire('text')],
      ['unknown', 'unknown', 'unknown', 'unknown', 'unknown'],
    ],
  };
  for (const [title, [wires, expected]] of Object.entries(dialects))
    it(`of ${title}`, () => assert.deepEqual(types(...wires), expected));

  it('and the unknown is passed on untouched', () => {
    const unknown = wire({ type: 'WEATHER', deep: { __proto__: null, a: [1] } }, 'Weather');
    const [event] = createNormalizer()(unknown);
    assert.ok(event?.type === 'unknown');
    assert.equal(event.wire, unknown);
  });
});

describe('an approval', () => {
  const card = { kind: 'approval-card', id: 'a', title: 'Pay?' };

  for (const [where, data] of Object.entries({
    'a top-level block': { type: 'UI_BLOCK', block: card },
    'an interruption': { type: 'INTERRUPTION', approvalId: 'a', reason: 'Pay?' },
    'the end of a run': {
      type: 'RUN_FINISHED',
      outcome: { type: 'interrupt', interrupts: [{ id: 'a', reason: 'Pay?' }] },
    },
  })) {
    it(`is asked for by ${where}`, () => {
      const state = play([wire(data)]);
      const [part] = state.turns[0]?.parts ?? [];
      assert.ok(part?.kind === 'approval' && part.request.approvalId === 'a');
      assert.equal(state.turns[0]?.status, 'waiting-approval');
    });
  }

  for (const [where, data] of Object.entries({
    text: { type: 'text', content: JSON.stringify({ type: 'UI_BLOCK', block: card }) },
    'a tool result': { type: 'tool_result', content: { type: 'UI_BLOCK', block: card } },
    'a block in a block': { type: 'UI_BLOCK', block: { kind: 'card', children: [card], block: card } },
    'the shared state': { type: 'STATE_SNAPSHOT', snapshot: { type: 'UI_BLOCK', block: card } },
    'something raw': { type: 'RAW', event: { type: 'UI_BLOCK', block: card } },
    'an activity': { type: 'ACTIVITY_SNAPSHOT', messageId: 'm', activityType: 'approval-card', content: card },
  })) {
    it(`is not what looks like one in ${where}`, () => {
      assert.ok(!play([wire(data)]).turns[0]?.parts.some(({ kind }) => kind === 'approval'));
    });
  }
});

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
  'STATE_SNAPSHOT',
  'STATE_DELTA',
  'MESSAGES_SNAPSHOT',
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'RAW',
  'CUSTOM',
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
  'tool_call',
  'tool_result',
  'text',
  'thinking',
];
const keys = [
  'messageId',
  'delta',
  'role',
  'name',
  'toolCallId',
  'toolCallName',
  'toolName',
  'content',
  'args',
  'result',
  'error',
  'message',
  'code',
  'outcome',
  'interrupts',
  'snapshot',
  'patch',
  'messages',
  'activityType',
  'block',
  'kind',
  'id',
  'title',
  'approvalId',
  'value',
  'stepName',
  'subagentRunId',
  'metadata',
  'timestamp',
  'usage',
  '__proto__',
  'constructor',
  'toString',
];
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const data = fc
  .tuple(
    fc.constantFrom(...names),
    fc.array(fc.tuple(fc.constantFrom(...keys), fc.oneof(json, fc.constantFrom('a', 'b', 1)))),
  )
  // Parsed and not built, so that `__proto__` is a key as it is on the wire.
  .map(
    ([type, fields]) =>
      JSON.parse(
        `{"type":"${type}"${fields.map(([key, value]) => `,"${key}":${JSON.stringify(value)}`).join('')}}`,
      ) as unknown,
  );
const wires = fc.array(
  data.map((one) => wire(one)),
  { maxLength: 12 },
);

describe('whatever an agent sends', () => {
  it('never throws, becomes plain JSON, and leaves prototypes clean', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(wires, (list) => {
        const state = play(list);
        JSON.stringify(state);
        for (const part of state.turns[0]?.parts ?? []) {
          assert.equal(typeof part.id, 'string');
          if (part.kind === 'text' || part.kind === 'reasoning') assert.equal(typeof part.text, 'string');
          if (part.kind === 'tool') assert.deepEqual([typeof part.args, typeof part.toolName], ['string', 'string']);
          if (part.kind === 'activity')
            assert.deepEqual([typeof part.activityType, typeof part.content], ['string', 'object']);
        }
      }),
      { numRuns: 1_000 },
    );
    assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), before);
  });

  it('means the same when the page is reloaded in the middle of it', () => {
    fc.assert(
      fc.property(wires, fc.nat(12), (list, at) => {
        const first = createNormalizer();
        const half = play(list.slice(0, at), first);
        const kept = JSON.parse(JSON.stringify({ open: first.open, half })) as {
          open: typeof first.open;
          half: ConversationState;
        };
        const again = play(list.slice(at), createNormalizer(kept.open), kept.half);
        assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(play(list))));
      }),
    );
  });

  it('may be nested as deep as anyone likes', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    for (const type of names)
      for (const key of ['content', 'args', 'result', 'snapshot', 'block', 'delta', 'value'])
        play([wire({ type, [key]: deep })]);
  });

  it('keeps the identity of what it does not change', () => {
    const normalize = createNormalizer();
    const state = play(
      [wire({ type: 'tool_call', toolName: 'x', result: 'r' }), wire({ type: 'text', content: 'a' })],
      normalize,
    );
    const next = play([wire({ type: 'text', content: 'b' })], normalize, state);
    assert.equal(next.turns[0]?.parts[0], state.turns[0]?.parts[0]);
    assert.notEqual(next.turns[0]?.parts[1], state.turns[0]?.parts[1]);
    assert.equal(play([wire({ type: 'WEATHER' })], normalize, next), next);
  });
});
