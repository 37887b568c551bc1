import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Canonical, type Connection, type Server, listenTo } from './disturbed-stream.js';
import { describePart } from '../core/open-agent.js';

const words = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 4 }));
const deltas = fc.array(words, { maxLength: 5 });
const tool = fc.constantFrom('search', 'refund', 'écrire');

/** A piece of an answer; `n` makes its ids. */
type Piece = (n: number) => Canonical[];

const piece: fc.Arbitrary<Piece> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(deltas, fc.constantFrom('assistant', 'assistant', 'system'))
      .map(([list, role]): Piece => (n) => {
        const messageId = `m${n}`;
        return [
          { type: 'TEXT_MESSAGE_START', messageId, role },
          ...list.map((delta) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta })),
          { type: 'TEXT_MESSAGE_END', messageId },
        ];
      }),
  },
  deltas.map((list): Piece => (n) => {
    const messageId = `r${n}`;
    return [
      { type: 'REASONING_START', messageId: `span${n}` },
      { type: 'REASONING_MESSAGE_START', messageId, role: 'reasoning' },
      ...list.map((delta) => ({ type: 'REASONING_MESSAGE_CONTENT', messageId, delta })),
      { type: 'REASONING_MESSAGE_END', messageId },
      { type: 'REASONING_END', messageId: `span${n}` },
    ];
  }),
  {
    weight: 3,
    arbitrary: fc
      .tuple(tool, fc.dictionary(fc.string({ maxLength: 3 }), words, { maxKeys: 3 }), fc.option(words), fc.boolean())
      .map(([toolCallName, args, content, fails]): Piece => (n) => {
        const toolCallId = `c${n}`;
        const text = JSON.stringify(args);
        return [
          { type: 'TOOL_CALL_START', toolCallId, toolCallName },
          { type: 'TOOL_CALL_ARGS', toolCallId, delta: text.slice(0, 3) },
          { type: 'TOOL_CALL_ARGS', toolCallId, delta: text.slice(3) },
          { type: 'TOOL_CALL_END', toolCallId },
          ...(content === null
            ? []
            : [{ type: 'TOOL_CALL_RESULT', messageId: `tr${n}`, toolCallId, content, ...(fails && { error: 'no' }) }]),
        ];
      }),
  },
  fc.tuple(tool, deltas).map(([toolCallName, list]): Piece => (n) => [
    { type: 'TOOL_CALL_CHUNK', toolCallId: `k${n}`, toolCallName },
    ...list.map((delta) => ({ type: 'TOOL_CALL_CHUNK', delta })),
  ]),
  words.map((stepName): Piece => () => [
    { type: 'STEP_STARTED', stepName },
    { type: 'STEP_FINISHED', stepName },
  ]),
  fc.nat(5).map((current): Piece => () => [
    { type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'progress', content: { current, total: 5 } },
  ]),
  words.map((value): Piece => () => [
    {
      type: 'STATE_DELTA',
      delta: [
        { op: 'add', path: '/list', value: [] },
        { op: 'add', path: '/list/-', value },
      ],
    },
    { type: 'ACTIVITY_SNAPSHOT', messageId: 'b', activityType: 'note', content: { value } },
    { type: 'ACTIVITY_DELTA', messageId: 'b', activityType: 'note', patch: [{ op: 'add', path: '/more', value }] },
  ]),
  words.map((title): Piece => (n) => [
    { type: 'UI_BLOCK', block: { kind: 'data-table', id: `b${n % 3}`, title, rows: [[n]] } },
  ]),
  // Ids that are made up have to be the same the second time.
  words.map((title): Piece => () => [{ type: 'UI_BLOCK', block: { kind: 'markdown', title } }]),
  fc.constantFrom('approved', 'rejected').map((decision): Piece => (n) => [
    { type: 'UI_BLOCK', block: { kind: 'approval-card', id: `p${n}`, title: 'May I?' } },
    { type: 'CUSTOM', name: 'approval-resolved', value: { approvalId: `p${n}`, decision } },
  ]),
  words.map((reason): Piece => (n) => [{ type: 'INTERRUPTION', approvalId: `p${n}`, reason }]),
  fc.tuple(deltas).map(([list]): Piece => (n) => {
    const helper = { subagentRunId: `s${n % 2}` };
    return [
      { type: 'SUBAGENT_STARTED', ...helper, name: 'Scout' },
      ...list.map((delta) => ({ type: 'TEXT_MESSAGE_CHUNK', messageId: `h${n}`, delta, ...helper })),
      { type: 'SUBAGENT_FINISHED', ...helper },
    ];
  }),
  fc
    .constantFrom<Canonical>(
      { type: 'WEATHER', sun: 1 },
      { type: 'RAW', event: [1] },
      { type: 'CUSTOM', name: 'x', value: null },
    )
    .map((one): Piece => () => [one]),
);

const finished = { type: 'RUN_FINISHED', threadId: 't', runId: 'r' };

const ending = fc.constantFrom<Canonical[]>(
  [finished],
  [{ type: 'RUN_FINISHED', threadId: 't', runId: 'r', result: { message: 'All of it.' } }],
  [{ type: 'RUN_FINISHED', threadId: 't', runId: 'r', outcome: { type: 'cancelled' } }],
  [{ type: 'RUN_ERROR', message: 'No.', code: 'broken' }],
  [
    { type: 'RUN_FINISHED', threadId: 't', runId: 'r' },
    { type: 'RUN_ERROR', message: 'Late.' },
  ],
  [],
);

const events = fc
  .tuple(fc.array(piece, { maxLength: 8 }), ending)
  .map(([pieces, end]) => [
    { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
    ...pieces.flatMap((make, n) => make(n)),
    ...end,
  ]);

const server: fc.Arbitrary<Server> = fc.record({
  dialect: fc.constantFrom('ag-ui', 'pascal', 'simple', 'mixed'),
  ids: fc.constantFrom('seq', 'opaque', 'some', 'none'),
  lineEnd: fc.constantFrom('\n', '\r', '\r\n'),
  heartbeat: fc.integer({ min: 1, max: 9 }),
});

const connection: fc.Arbitrary<Connection> = fc.record({
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  chunks: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 6 }),
  forgetful: fc.boolean(),
  repeat: fc.array(fc.record({ after: fc.nat(60), count: fc.integer({ min: 1, max: 9 }) }), { maxLength: 3 }),
  swap: fc.array(fc.nat(60), { maxLength: 2 }),
  reload: fc.boolean(),
});

const disturbed = fc
  .record({ events, server, connections: fc.array(connection, { maxLength: 6 }) })
  .map(({ connections, ...rest }) => ({
    ...rest,
    // Where not every event has an id, a server that begins anew cannot be told from one that goes on.
    connections: connections.map((one) => ({ ...one, forgetful: one.forgetful && rest.server.ids !== 'some' })),
  }));

describe('a stream', () => {
  it('says the same however it is split, cut, repeated, mixed up and taken up again, and the page reloaded', () => {
    fc.assert(
      fc.property(disturbed, ({ events: all, server: sender, connections }) => {
        const expected = listenTo(all, sender, []);
        const heard = listenTo(all, sender, connections);
        assert.deepEqual(heard.state, expected.state);
        assert.deepEqual(heard.events, expected.events);
      }),
      { numRuns: 1_500 },
    );
  });

  it('says the same words in every dialect that can say it, and shows the same besides', () => {
    fc.assert(
      fc.property(events, (some) => {
        // The simple dialect has no roles.
        const all = some.filter(
          ({ messageId }) => !some.some((one) => one.messageId === messageId && one.role === 'system'),
        );
        const [first, ...rest] = (['ag-ui', 'pascal', 'mixed'] as const).map((dialect) => {
          const { state } = listenTo([...all, finished], { dialect, ids: 'seq', lineEnd: '\n', heartbeat: 3 }, []);
          const parts = state.turns[0]?.parts ?? [];
          // It has no ids either, so that two messages in a row are one.
          const others = parts.filter(({ kind }) => !/^(?:text|reasoning)$/.test(kind)).map(describePart);
          const said = parts.map((part) => ('text' in part ? part.text : '')).join('');
          return {
            words: [...said].toSorted().join(''),
            others,
            status: state.turns[0]?.status,
            shared: state.shared,
          };
        });
        for (const other of rest) assert.deepEqual(other, first);
      }),
      { numRuns: 300 },
    );
  });
});
