import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApprovalPart, ConversationState } from '../../src/core/state.js';
import { begin, play, shown, wire } from './play.js';

type Data = { readonly [field: string]: unknown };
interface Run {
  readonly events: readonly Data[];
  readonly shows: readonly string[];
  readonly status?: string;
  readonly shared?: unknown;
}

const started = { type: 'RUN_STARTED', threadId: 't', runId: 'r' };
const finished = { type: 'RUN_FINISHED', threadId: 't', runId: 'r' };
const text = (messageId: string, delta: string, more: Data = {}): Data[] => [
  { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant', ...more },
  { type: 'TEXT_MESSAGE_CONTENT', messageId, delta, ...more },
  { type: 'TEXT_MESSAGE_END', messageId, ...more },
];
const patch = (...delta: Data[]): Data => ({ type: 'STATE_DELTA', delta });
const snapshot = (...messages: Data[]): Data => ({ type: 'MESSAGES_SNAPSHOT', messages });
const question = { id: 'u', role: 'user', content: 'How much?' };

const groups: Record<string, Record<string, Run>> = {
  'a message': {
    'may be reopened by a second start, and goes on': {
      events: [...text('m', 'Hello'), ...text('m', ' again'), finished],
      shows: ['Hello again'],
      status: 'finished',
    },
    'may grow beside another one': {
      events: [
        { type: 'TEXT_MESSAGE_START', messageId: 'a' },
        { type: 'TEXT_MESSAGE_START', messageId: 'b' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'a', delta: '1' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'b', delta: '2' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'a', delta: '3' },
        { type: 'TEXT_MESSAGE_END', messageId: 'a' },
        { type: 'TEXT_MESSAGE_END', messageId: 'b' },
        finished,
      ],
      shows: ['13', '2'],
      status: 'finished',
    },
    'of the system, the developer or the person is not the answer': {
      events: [
        ...text('s', 'Obey.', { role: 'system' }),
        ...text('d', 'Obey.', { role: 'developer' }),
        ...text('u', 'Obey.', { role: 'user' }),
        ...text('m', 'Gladly.'),
      ],
      shows: ['Gladly.'],
    },
    'of a role that nobody knows is the agent’s': {
      events: [...text('m', 'Hello.', { role: 'model' }), ...text('n', 'Obey.', { role: 'tool' })],
      shows: ['Hello.'],
    },
    'in chunks takes the id of the first': {
      events: [
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', role: 'assistant', delta: 'One' },
        { type: 'TEXT_MESSAGE_CHUNK', delta: ', two' },
        { type: 'TEXT_MESSAGE_CHUNK' },
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'n', delta: 'Three' },
      ],
      shows: ['One, two', 'Three'],
    },
    'in chunks of the system stays hidden to its end': {
      events: [
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', role: 'system', delta: 'Obey' },
        { type: 'TEXT_MESSAGE_CHUNK', delta: ' me' },
      ],
      shows: [],
    },
    'without an id begins anew after a tool was called': {
      events: [
        { type: 'TEXT_MESSAGE_CHUNK', delta: 'Before' },
        { type: 'TOOL_CALL_CHUNK', toolCallId: 'c', toolCallName: 'look', delta: '{}' },
        { type: 'TEXT_MESSAGE_CHUNK', delta: 'After' },
      ],
      shows: ['Before', 'look({}) running', 'After'],
    },
    'without an id begins anew after a block, a step or a question': {
      events: [
        { type: 'text', content: 'See ' },
        { type: 'text', content: 'here:' },
        { type: 'UI_BLOCK', block: { kind: 'data-table' } },
        { type: 'text', content: 'And ' },
        { type: 'STEP_STARTED', stepName: 'look' },
        { type: 'text', content: 'then' },
        { type: 'INTERRUPTION', approvalId: 'a', reason: 'confirmation' },
        { type: 'text', content: 'what?' },
      ],
      shows: ['See here:', 'block data-table', 'And ', 'look running', 'then', 'approval undefined pending', 'what?'],
      status: 'waiting-approval',
    },
    'with an id goes on after a block': {
      events: [
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'See ' },
        { type: 'UI_BLOCK', block: { kind: 'data-table' } },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'below.' },
      ],
      shows: ['See below.', 'block data-table'],
    },
    'may come after the end it had': {
      events: [{ type: 'TEXT_MESSAGE_END', messageId: 'm' }, ...text('m', 'Late')],
      shows: ['Late'],
    },
  },
  'a call': {
    'may run beside others, whose arguments mix': {
      events: [
        { type: 'TOOL_CALL_START', toolCallId: 'a', toolCallName: 'one' },
        { type: 'TOOL_CALL_START', toolCallId: 'b', toolCallName: 'two' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'a', delta: '{"x"' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'b', delta: '{}' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'a', delta: ':1}' },
        { type: 'TOOL_CALL_END', toolCallId: 'a' },
        { type: 'TOOL_CALL_END', toolCallId: 'b' },
        { type: 'TOOL_CALL_RESULT', messageId: 'r1', toolCallId: 'b', content: 'B' },
        { type: 'TOOL_CALL_RESULT', messageId: 'r2', toolCallId: 'a', content: 'A' },
      ],
      shows: ['one({"x":1}) done: A', 'two({}) done: B'],
    },
    'that is started twice is one': {
      events: [
        { type: 'TOOL_CALL_START', toolCallId: 'a', toolCallName: 'one' },
        { type: 'TOOL_CALL_START', toolCallId: 'a', toolCallName: 'one' },
        { type: 'TOOL_CALL_END', toolCallId: 'a' },
      ],
      shows: ['one() running'],
    },
    'in chunks takes the id of the first': {
      events: [
        { type: 'TOOL_CALL_CHUNK', toolCallId: 'a', toolCallName: 'one', delta: '{"x"' },
        { type: 'TOOL_CALL_CHUNK', delta: ':1}' },
        { type: 'TOOL_CALL_RESULT', messageId: 'r', toolCallId: 'a', content: [{ type: 'text', text: 'A' }] },
      ],
      shows: ['one({"x":1}) done: A'],
    },
    'that the page was to answer stays open at a successful end': {
      events: [
        { type: 'TOOL_CALL_START', toolCallId: 'a', toolCallName: 'ask_page' },
        { type: 'TOOL_CALL_END', toolCallId: 'a' },
        { ...finished, outcome: { type: 'success', pendingToolCallIds: ['a'] } },
      ],
      shows: ['ask_page() unanswered'],
      status: 'finished',
    },
    'has its result by the name where it has no id': {
      events: [
        { type: 'tool_call', toolName: 'one', arguments: { x: 1 } },
        { type: 'tool_call', tool_name: 'two', input: '{}' },
        { type: 'tool_result', tool_name: 'one', result: { a: 1 } },
        { type: 'tool_result', output: 'B' },
      ],
      shows: ['one({"x":1}) done: {"a":1}', 'two({}) done: B'],
    },
  },
  thinking: {
    'in the retired events, title and all': {
      events: [
        { type: 'THINKING_START', title: 'Counting' },
        { type: 'THINKING_TEXT_MESSAGE_START' },
        { type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'One, ' },
        { type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'two.' },
        { type: 'THINKING_TEXT_MESSAGE_END' },
        { type: 'THINKING_END' },
        ...text('m', 'Two.'),
      ],
      shows: ['Counting: (One, two.)', 'Two.'],
    },
    'in the retired events, without a start': {
      events: [{ type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'One.' }, { type: 'THINKING_END' }, finished],
      shows: ['(One.)'],
      status: 'finished',
    },
    'twice, apart': {
      events: [
        { type: 'THINKING_TEXT_MESSAGE_START' },
        { type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'One.' },
        { type: 'THINKING_TEXT_MESSAGE_END' },
        { type: 'THINKING_TEXT_MESSAGE_START' },
        { type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'Two.' },
      ],
      shows: ['(One.)', '(Two.)'],
    },
    'in a span whose id is also the message’s': {
      events: [
        { type: 'REASONING_START', messageId: 'x' },
        { type: 'REASONING_MESSAGE_START', messageId: 'x', role: 'reasoning' },
        { type: 'REASONING_MESSAGE_CONTENT', messageId: 'x', delta: 'Hm.' },
        { type: 'REASONING_MESSAGE_END', messageId: 'x' },
        { type: 'REASONING_ENCRYPTED_VALUE', subtype: 'message', entityId: 'x', encryptedValue: 'opaque' },
        { type: 'REASONING_END', messageId: 'x' },
        ...text('x', 'Yes.'),
      ],
      shows: ['(Hm.)', 'Yes.'],
    },
    'in chunks': {
      events: [
        { type: 'REASONING_MESSAGE_CHUNK', messageId: 'x', delta: 'H' },
        { type: 'REASONING_MESSAGE_CHUNK', delta: 'm.' },
        ...text('m', 'Yes.'),
      ],
      shows: ['(Hm.)', 'Yes.'],
    },
  },
  'the end of a run': {
    'is a success where nothing is said': { events: [started, finished], shows: [], status: 'finished' },
    'is a success in words nobody knows yet': {
      events: [{ ...finished, outcome: { type: 'improved' } }],
      shows: [],
      status: 'finished',
    },
    'may be that it was cancelled': {
      events: [...text('m', 'Half'), { ...finished, outcome: { type: 'cancelled' } }],
      shows: ['Half'],
      status: 'cancelled',
    },
    'brings a text that the stream did not': {
      events: [started, { ...finished, result: { message: 'Done.' } }],
      shows: ['Done.'],
      status: 'finished',
    },
    'brings no text twice': {
      events: [...text('m', 'Done.'), { type: 'completed', content: 'Done.' }],
      shows: ['Done.'],
      status: 'finished',
    },
    'may be an error, and nothing before it': {
      events: [{ type: 'RUN_ERROR', message: 'No.' }],
      shows: [],
      status: 'failed',
    },
    'is an error where one follows late': {
      events: [started, finished, { type: 'RUN_ERROR', message: 'No.' }],
      shows: [],
      status: 'failed',
    },
    'is an error, whatever end follows': {
      events: [started, { type: 'RUN_ERROR', message: 'No.' }, finished, ...text('m', 'Late')],
      shows: [],
      status: 'failed',
    },
    'closes what is open': {
      events: [
        { type: 'STEP_STARTED', stepName: 'looking' },
        { type: 'TEXT_MESSAGE_START', messageId: 'm' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Half' },
        { type: 'TOOL_CALL_START', toolCallId: 'a', toolCallName: 'one' },
        finished,
      ],
      shows: ['looking done', 'Half', 'one() unanswered'],
      status: 'finished',
    },
  },
  'what came before its time': {
    'is welcome: CUSTOM before the run started, text after it': {
      events: [{ type: 'CUSTOM', name: 'hello', value: 1 }, started, ...text('m', 'Hi.'), finished],
      shows: ['Hi.'],
      status: 'finished',
    },
    'is welcome: a run other than the one asked for': {
      events: [{ ...started, runId: 'another' }, ...text('m', 'Hi.'), { ...finished, runId: 'yet another' }],
      shows: ['Hi.'],
      status: 'finished',
    },
  },
  'the shared state': {
    'is replaced by a snapshot, whatever it is': {
      events: [
        { type: 'STATE_SNAPSHOT', snapshot: { a: 1 } },
        { type: 'STATE_SNAPSHOT', snapshot: null },
      ],
      shows: [],
      shared: null,
    },
    'is patched, and begins as an empty object': {
      events: [patch({ op: 'add', path: '/a', value: 1 }), patch({ op: 'add', path: '/b', value: [2] })],
      shows: [],
      shared: { a: 1, b: [2] },
    },
    'stays as it was where one step of a patch fails': {
      events: [
        { type: 'STATE_SNAPSHOT', snapshot: { a: 1 } },
        patch({ op: 'replace', path: '/a', value: 2 }, { op: 'remove', path: '/nowhere' }),
        patch({ op: 'add', path: '/b', value: 2 }),
      ],
      shows: [],
      shared: { a: 1, b: 2 },
    },
    'passes over a step of a kind nobody knows yet': {
      events: [patch({ op: 'invent', to: 1 }, { op: 'add', path: '/a', value: 1 })],
      shows: [],
      shared: { a: 1 },
    },
    'stays as the end of the run left it': {
      events: [
        { type: 'STATE_SNAPSHOT', snapshot: 1 },
        finished,
        { type: 'STATE_SNAPSHOT', snapshot: 2 },
        patch({ op: 'replace', path: '', value: 3 }),
      ],
      shows: [],
      status: 'finished',
      shared: 1,
    },
    'keeps its own spelling of names': {
      events: [{ type: 'state_snapshot', snapshot: { snake_case: { tool_name: 1, TYPE: 'RUN_ERROR' } } }],
      shows: [],
      shared: { snake_case: { tool_name: 1, TYPE: 'RUN_ERROR' } },
    },
  },
  'an activity': {
    'is replaced by the next snapshot': {
      events: [
        { type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'plan', content: { total: 4, current: 1 } },
        { type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'plan', content: { total: 4, current: 2 } },
      ],
      shows: [' 2/4'],
    },
    'is not replaced where the snapshot says so': {
      events: [
        { type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'plan', content: { total: 4, current: 1 } },
        {
          type: 'ACTIVITY_SNAPSHOT',
          messageId: 'a',
          activityType: 'plan',
          content: { total: 4, current: 2 },
          replace: false,
        },
      ],
      shows: [' 1/4'],
    },
    'is patched, all or nothing': {
      events: [
        { type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'plan', content: { total: 4, current: 1 } },
        {
          type: 'ACTIVITY_DELTA',
          messageId: 'a',
          activityType: 'plan',
          patch: [{ op: 'replace', path: '/current', value: 3 }],
        },
        {
          type: 'ACTIVITY_DELTA',
          messageId: 'a',
          activityType: 'plan',
          patch: [
            { op: 'replace', path: '/current', value: 4 },
            { op: 'remove', path: '/nowhere' },
          ],
        },
      ],
      shows: [' 3/4'],
    },
    'that a patch would make something else stays what it is': {
      events: [
        { type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'map', content: { place: 1 } },
        { type: 'ACTIVITY_DELTA', messageId: 'a', activityType: 'map', patch: [{ op: 'replace', path: '', value: 5 }] },
      ],
      shows: ['activity map'],
    },
  },
  'a snapshot of the messages': {
    'corrects what was shown and adds what was not': {
      events: [
        ...text('a', 'It costs 1'),
        snapshot(
          { id: 'p', role: 'assistant', content: 'An older answer' },
          question,
          { id: 'a', role: 'assistant', content: 'It costs 10.' },
          {
            id: 'b',
            role: 'assistant',
            toolCalls: [{ id: 'c', type: 'function', function: { name: 'price', arguments: '{"x":1}' } }],
          },
          { id: 'd', role: 'tool', toolCallId: 'c', content: [{ type: 'text', text: '10' }] },
          { id: 'e', role: 'reasoning', content: 'Ten.' },
          { id: 'f', role: 'activity', activityType: 'chart', content: { a: 1 } },
          { id: 'g', role: 'assistant', content: 'Ten it is.' },
        ),
      ],
      shows: ['It costs 10.', 'price({"x":1}) done: 10', '(Ten.)', 'activity chart', 'Ten it is.'],
    },
    'shows no answer twice for having another id': {
      events: [...text('a', 'Ten.'), snapshot(question, { id: 'other', role: 'assistant', content: 'Ten.' })],
      shows: ['Ten.'],
    },
    'goes on with what streams': {
      events: [
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'a', delta: 'Ten' },
        snapshot(question, { id: 'a', role: 'assistant', content: 'Ten' }),
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'a', delta: '.' },
      ],
      shows: ['Ten.'],
    },
    'is of other turns where it does not hold the question': {
      events: [
        snapshot(
          { id: 'v', role: 'user', content: 'Something else?' },
          { id: 'w', role: 'assistant', content: 'Something.' },
        ),
        ...text('a', 'Ten.'),
      ],
      shows: ['Ten.'],
    },
    'knows the question in parts, with what the agent put around it': {
      events: [
        snapshot(
          {
            id: 'u',
            role: 'user',
            content: [
              { type: 'text', text: 'The time is 9. ' },
              { type: 'text', text: 'How much?' },
            ],
          },
          { id: 'w', role: 'assistant', content: 'Ten.' },
        ),
      ],
      shows: ['Ten.'],
    },
    'may hold anything': {
      events: [
        snapshot(...([null, 5, 'x', [], {}, { role: 'assistant' }, { role: 'tool', toolCallId: 5 }] as never[])),
      ],
      shows: [],
    },
  },
};

const describeThinking = (state: ConversationState): string[] => {
  const titles = (state.turns[0]?.parts ?? []).map((part) => ('title' in part && part.title ? `${part.title}: ` : ''));
  return shown(state).map((line, position) => `${titles[position]}${line}`);
};

for (const [what, runs] of Object.entries(groups)) {
  describe(what, () => {
    for (const [title, { events, shows, status = 'running', shared }] of Object.entries(runs)) {
      it(title, () => {
        const state = play(
          events.map((event) => wire(event)),
          undefined,
          begin('How much?'),
        );
        assert.deepEqual(describeThinking(state), shows);
        assert.equal(state.turns[0]?.status, status);
        assert.deepEqual(state.shared, shared);
      });
    }
  });
}

const interrupted = (...interrupts: Data[]) => ({ ...finished, outcome: { type: 'interrupt', interrupts } });
const approvals = (...events: Data[]): ApprovalPart[] =>
  (play(events.map((event) => wire(event))).turns[0]?.parts ?? []).filter(
    (part): part is ApprovalPart => part.kind === 'approval',
  );

describe('an interrupt', () => {
  const call = [
    { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'refund' },
    { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{"amount":5}' },
    { type: 'TOOL_CALL_END', toolCallId: 'c' },
  ];

  it('is an approval with the call it is about', () => {
    const [approval] = approvals(
      ...call,
      interrupted({
        id: 'i',
        reason: 'tool_call',
        message: 'Refund?',
        toolCallId: 'c',
        responseSchema: { type: 'object' },
        expiresAt: '2026-01-01T00:00:00Z',
        metadata: { risk: 'high', argsEditable: true },
      }),
    );
    assert.deepEqual(approval?.request, {
      approvalId: 'i',
      toolCallId: 'c',
      toolName: 'refund',
      args: { amount: 5 },
      reason: 'tool_call',
      description: 'Refund?',
      responseSchema: { type: 'object' },
      expiresAt: '2026-01-01T00:00:00Z',
      risk: 'high',
      argsEditable: true,
      origin: 'interrupt',
    });
  });

  it('is one of several, each with its own buttons', () => {
    const ids = approvals(interrupted({ id: 'i', reason: 'a' }, { id: 'j', reason: 'b' })).map(
      ({ request }) => request,
    );
    assert.deepEqual(
      ids.map(({ approvalId }) => approvalId),
      ['i', 'j'],
    );
  });

  it('is one card with the block and the interruption that speak of it', () => {
    const list = approvals(
      ...call,
      { type: 'UI_BLOCK', block: { kind: 'approval-card', title: 'Refund', tool_call_id: 'c' } },
      { type: 'INTERRUPTION', reason: 'confirmation', toolCallId: 'c' },
      interrupted({ id: 'i', reason: 'tool_call', toolCallId: 'c' }),
    );
    assert.deepEqual(
      list.map(({ request: { approvalId, title, reason } }) => [approvalId, title, reason]),
      [['i', 'Refund', 'confirmation']],
    );
  });

  it('of a helper is the helper’s', () => {
    const [approval] = approvals(
      { type: 'SUBAGENT_STARTED', subagentRunId: 's', name: 'Booker' },
      { type: 'SUBAGENT_FINISHED', subagentRunId: 's', outcome: { type: 'suspended', interruptIds: ['i'] } },
      interrupted({ id: 'i', reason: 'confirmation', subagentRunId: 's' }),
    );
    assert.deepEqual([approval?.subagentRunId, approval?.subagentName], ['s', 'Booker']);
  });

  it('in snake case is the same', () => {
    const [approval] = approvals(...call, {
      type: 'run_finished',
      outcome: { type: 'interrupt', interrupts: [{ id: 'i', tool_call_id: 'c' }] },
    });
    assert.deepEqual([approval?.request.approvalId, approval?.request.toolName], ['i', 'refund']);
  });
});

const whose = (...events: Data[]) =>
  (play(events.map((event) => wire(event))).turns[0]?.parts ?? []).map(({ kind, subagentRunId, subagentName }) => [
    kind,
    subagentRunId,
    subagentName,
  ]);

describe('a helper', () => {
  it('is named on all that is its own', () => {
    const helper = { subagentRunId: 's' };
    assert.deepEqual(
      whose(
        { type: 'SUBAGENT_STARTED', ...helper, name: 'Scout' },
        { type: 'STEP_STARTED', stepName: 'look', ...helper },
        ...text('m', 'I looked.', helper),
        { type: 'REASONING_MESSAGE_CHUNK', messageId: 'r', delta: 'Hm.', ...helper },
        { type: 'TOOL_CALL_CHUNK', toolCallId: 'c', toolCallName: 'look', delta: '{}', ...helper },
        { type: 'ACTIVITY_SNAPSHOT', messageId: 'a', activityType: 'map', content: {}, ...helper },
        { type: 'UI_BLOCK', block: { kind: 'markdown' }, ...helper },
        { type: 'SUBAGENT_FINISHED', ...helper, result: 'x' },
        ...text('n', 'The scout looked.'),
      ),
      [
        ...['progress', 'text', 'reasoning', 'tool', 'activity', 'block'].map((kind) => [kind, 's', 'Scout']),
        ['text', undefined, undefined],
      ],
    );
  });

  it('need not be announced', () => {
    assert.deepEqual(whose(...text('m', 'Hi.', { subagentRunId: 's' })), [['text', 's', undefined]]);
  });

  it('speaks beside the agent, each in chunks without ids', () => {
    const state = play(
      [
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'A' },
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'n', delta: '1', subagentRunId: 's' },
        { type: 'TEXT_MESSAGE_CHUNK', delta: 'B' },
        { type: 'TEXT_MESSAGE_CHUNK', delta: '2', subagentRunId: 's' },
      ].map((event) => wire(event)),
    );
    assert.deepEqual(shown(state), ['AB', '12']);
  });

  it('that fails does not fail the run', () => {
    const state = play(
      [
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'n', delta: 'Half', subagentRunId: 's' },
        { type: 'SUBAGENT_ERROR', subagentRunId: 's', message: 'Lost' },
      ].map((event) => wire(event)),
    );
    assert.equal(state.turns[0]?.status, 'running');
    assert.ok(state.turns[0]?.parts.every((part) => 'done' in part && part.done));
  });
});
