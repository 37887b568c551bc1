import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AGUIEvent,
  AGUIMock,
  type AGUIRunAgentInput,
  buildAGUIActivityDelta,
  buildAGUIActivityResponse,
  buildAGUICompositeResponse,
  buildAGUICustomEvent,
  buildAGUIErrorResponse,
  buildAGUIMessagesSnapshot,
  buildAGUIRawEvent,
  buildAGUIReasoningChunk,
  buildAGUIReasoningEncryptedValue,
  buildAGUIReasoningResponse,
  buildAGUIStateDelta,
  buildAGUIStateUpdate,
  buildAGUIStepWithText,
  buildAGUITextChunkResponse,
  buildAGUITextResponse,
  buildAGUIToolCallChunk,
  buildAGUIToolCallResponse,
} from '@copilotkit/aimock';
import { type Conversation, type ConversationEvent, createConversation } from '../../src/core/index.js';
import { transcript, until } from '../core/open-agent.js';
import { patient } from './patience.js';

interface Opened extends AsyncDisposable {
  readonly mock: AGUIMock;
  readonly conversation: Conversation;
  readonly events: ConversationEvent[];
  readonly inputs: AGUIRunAgentInput[];
}

/** CopilotKit's own AG-UI server, and a conversation with it. */
const open = async (prepare: (mock: AGUIMock) => void): Promise<Opened> => {
  const inputs: AGUIRunAgentInput[] = [];
  const mock = new AGUIMock({ port: 0 });
  mock.onPredicate((input) => {
    inputs.push(input);
    return false;
  }, []);
  prepare(mock);
  const conversation = createConversation({ agentUrl: await mock.start(), storage: 'none', policy: patient });
  const events: ConversationEvent[] = [];
  conversation.listen((event) => events.push(event));
  return {
    mock,
    conversation,
    events,
    inputs,
    [Symbol.asyncDispose]: async () => {
      conversation.dispose();
      await mock.stop();
    },
  };
};

interface Case {
  readonly events: AGUIEvent[];
  readonly shows: readonly string[];
  readonly shared?: unknown;
  readonly status?: string;
}

const messages = [
  { id: 'old', role: 'user' as const, content: 'Earlier' },
  { id: 'older', role: 'assistant' as const, content: 'Long ago.' },
  { id: 'now', role: 'user' as const, content: 'Go on' },
  { id: 'answer', role: 'assistant' as const, content: 'Here it is.' },
];

const cases: Record<string, Case> = {
  'a text': { events: buildAGUITextResponse('Hello there.'), shows: ['Hello there.'] },
  'a text in chunks': { events: buildAGUITextChunkResponse('Hello there.'), shows: ['Hello there.'] },
  'a call and its result': {
    events: buildAGUIToolCallResponse('look', '{"a":1}', { result: 'found' }),
    shows: ['look({"a":1}) done: found'],
  },
  'a call for the page, which is left open': {
    events: buildAGUIToolCallResponse('look', '{"a":1}'),
    shows: ['look({"a":1}) unanswered'],
  },
  'a call in chunks': {
    events: buildAGUIToolCallChunk('{"a":1}', { toolCallId: 'c', toolCallName: 'look' }),
    shows: ['look({"a":1}) unanswered'],
  },
  'a call in a chunk without a name or an id': {
    events: buildAGUIToolCallChunk('{"a":1}'),
    shows: ['({"a":1}) unanswered'],
  },
  reasoning: { events: buildAGUIReasoningResponse('Well.'), shows: ['(Well.)'] },
  'reasoning in a chunk without an id': { events: buildAGUIReasoningChunk('Well.'), shows: ['(Well.)'] },
  'reasoning that only the agent can read': {
    events: buildAGUIReasoningEncryptedValue('message', 'm', 'opaque'),
    shows: [],
  },
  'a step around a text': { events: buildAGUIStepWithText('look', 'Found.'), shows: ['look done', 'Found.'] },
  'the shared state': { events: buildAGUIStateUpdate({ a: [1] }), shows: [], shared: { a: [1] } },
  'a change of the shared state': {
    events: buildAGUIStateDelta([{ op: 'add', path: '/a', value: 1 }]),
    shows: [],
    shared: { a: 1 },
  },
  'the messages, whole': { events: buildAGUIMessagesSnapshot(messages), shows: ['Here it is.'] },
  'an activity': { events: buildAGUIActivityResponse('a', 'map', { at: 'home' }), shows: ['activity map'] },
  'a change of an activity': {
    events: buildAGUIActivityDelta('a', 'map', [{ op: 'add', path: '/at', value: 'home' }]),
    shows: ['activity map'],
  },
  'what is not AG-UI’s': {
    events: buildAGUICompositeResponse([buildAGUIRawEvent({ type: 'RUN_ERROR' }, 'x'), buildAGUICustomEvent('y', [1])]),
    shows: [],
  },
  'a failure': { events: buildAGUIErrorResponse('Out of order', 'E1'), shows: [], status: 'failed' },
  'all of it': {
    events: buildAGUICompositeResponse([
      buildAGUIReasoningResponse('Well.'),
      buildAGUIStepWithText('look', 'Looking.'),
      buildAGUIToolCallResponse('look', '{}', { result: 'found' }),
      buildAGUIStateUpdate({ a: 1 }),
      buildAGUIStateDelta([{ op: 'replace', path: '/a', value: 2 }]),
      buildAGUIActivityResponse('p', 'plan', { total: 2, current: 1 }),
      buildAGUITextResponse('Found.'),
    ]),
    shows: ['(Well.)', 'look done 1/2', 'Looking.', 'look({}) done: found', 'Found.'],
    shared: { a: 2 },
  },
};

describe('CopilotKit’s AG-UI server', () => {
  for (const [title, { events, shows, shared, status = 'finished' }] of Object.entries(cases)) {
    it(`says ${title}`, async () => {
      await using opened = await open((mock) => mock.onRun(/Go on/, events));
      const turn = await opened.conversation.send('Go on');
      assert.equal(turn.status, status);
      assert.deepEqual(transcript(opened.conversation), [
        'user: Go on',
        ...shows.map((line) => `agent: ${line}`),
        status,
      ]);
      assert.deepEqual(opened.conversation.state.shared, shared);
      const unknown = opened.events.filter((event) => event.type === 'agent-event' && event.event.type === 'unknown');
      assert.deepEqual(unknown, []);
      assert.equal(opened.inputs.length, 1);
    });
  }

  it('hears what was said before, and the state as it left it', async () => {
    await using opened = await open((mock) =>
      mock
        .onRun(/First/, buildAGUICompositeResponse([buildAGUITextResponse('One.'), buildAGUIStateUpdate({ a: 1 })]))
        .onMessage(/Second/, 'Two.'),
    );
    await opened.conversation.send('First');
    await opened.conversation.send('Second');
    const [first, second] = opened.inputs;
    assert.deepEqual(
      second?.messages?.map(({ role, content }) => [role, content]),
      [
        ['user', 'First'],
        ['assistant', 'One.'],
        ['user', 'Second'],
      ],
    );
    assert.deepEqual(second?.state, { a: 1 });
    assert.equal(second?.threadId, first?.threadId);
    assert.notEqual(second?.runId, first?.runId);
  });

  it('asks by an interrupt, and hears the answer in a run of its own', async () => {
    const call = buildAGUIToolCallResponse('refund', '{"amount":5}');
    const asking = call.map((event): AGUIEvent => {
      const toolCallId = call.flatMap((one) => (one.type === 'TOOL_CALL_START' ? one.toolCallId : []))[0]!;
      const interrupts = [{ id: 'i', reason: 'tool_call', message: 'Refund?', toolCallId }];
      return event.type === 'RUN_FINISHED' ? { ...event, outcome: { type: 'interrupt', interrupts } } : event;
    });
    await using opened = await open((mock) =>
      mock
        .onPredicate(({ resume }) => resume?.[0]?.status === 'resolved', buildAGUITextResponse('Refunded.'))
        .onRun(/Refund/, asking),
    );
    const { conversation, inputs } = opened;
    const ended = conversation.send('Refund');
    await until(conversation, ({ status }) => status === 'waiting-approval');
    await conversation.approve('i');
    await ended;
    assert.deepEqual(transcript(conversation), [
      'user: Refund',
      'agent: refund({"amount":5}) unanswered',
      'agent: approval refund approved',
      'agent: Refunded.',
      'finished',
    ]);
    assert.deepEqual(inputs[1]?.resume, [{ interruptId: 'i', status: 'resolved', payload: { approved: true } }]);
  });

  it('that knows no answer is a failure without any retry that doubles', async () => {
    await using opened = await open(() => undefined);
    const turn = await opened.conversation.send('Anyone?');
    assert.equal(turn.status, 'failed');
    assert.equal(opened.inputs.length, 1);
  });
});
