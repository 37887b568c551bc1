import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ApprovalPart,
  type Conversation,
  type StorageAdapter,
  type Turn,
  createConversation,
} from '../../src/core/index.js';
import { transcript, until } from '../core/open-agent.js';
import { patient } from './patience.js';
import { type Model, type TanStackAgent, type TanStackOptions, openTanStackAgent } from './tanstack-agent.js';

/** Looks an order up, then asks before it pays back, then says what became of it. */
const clerk: Model = (messages) => {
  const last = messages.at(-1);
  if (last?.role !== 'tool')
    return [
      { think: ['An order', '.'] },
      { say: ['Let me ', 'look.'] },
      { call: 'look_up', id: 'c1', args: { order: 'A1' } },
    ];
  const answers = messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
  if (answers.length === 1) return [{ say: ['It is paid.'] }, { call: 'refund', id: 'c2', args: { amount: 5 } }];
  return [{ say: ['Then: ', answers.at(-1)!] }];
};

interface Opened extends AsyncDisposable {
  readonly agent: TanStackAgent;
  readonly conversation: Conversation;
}

const open = async (model: Model, options?: TanStackOptions): Promise<Opened> => {
  const agent = await openTanStackAgent(model, options);
  const conversation = createConversation({ agentUrl: `${agent.origin}/chat`, storage: 'none', policy: patient });
  return {
    agent,
    conversation,
    [Symbol.asyncDispose]: async () => {
      conversation.dispose();
      await agent.close();
    },
  };
};

const waits = ({ status }: Turn): boolean => status === 'waiting-approval';
const cards = ({ state }: Conversation): ApprovalPart[] =>
  state.turns.flatMap(({ parts }) => parts).filter((part): part is ApprovalPart => part.kind === 'approval');

const before = [
  'user: Refund my order',
  'agent: (An order.)',
  'agent: Let me look.',
  'agent: look_up({"order":"A1"}) done: {"state":"paid"}',
  'agent: It is paid.',
];

describe('an agent made with TanStack AI', () => {
  it('answers, and the loop behind its tools is one answer', async () => {
    await using opened = await open((messages) =>
      messages.at(-1)?.role === 'tool' ? [{ say: ['Paid.'] }] : [{ call: 'look_up', id: 'c1', args: { order: 'A1' } }],
    );
    const turn = await opened.conversation.send('What about A1?');
    assert.equal(turn.status, 'finished');
    assert.deepEqual(transcript(opened.conversation), [
      'user: What about A1?',
      'agent: look_up({"order":"A1"}) done: {"state":"paid"}',
      'agent: Paid.',
      'finished',
    ]);
    assert.equal(opened.agent.inputs.length, 1);
  });

  it('knows what was said before', async () => {
    await using opened = await open((messages) => [
      { say: [messages.map(({ role, content }) => `${role} ${String(content)}`).join('; ')] },
    ]);
    await opened.conversation.send('One?');
    await opened.conversation.send('Two?');
    assert.equal(transcript(opened.conversation).at(-2), 'agent: user One?; assistant user One?; user Two?');
  });

  it('asks before it acts, and acts once when allowed', async () => {
    await using opened = await open(clerk);
    const { conversation, agent } = opened;
    const ended = conversation.send('Refund my order');
    await until(conversation, waits);
    const [card] = cards(conversation);
    assert.deepEqual(
      [card?.request.toolName, card?.request.args, card?.request.argsEditable],
      ['refund', { amount: 5 }, true],
    );
    assert.deepEqual(agent.calls, [{ tool: 'look_up', args: { order: 'A1' } }]);
    await conversation.approve(card!.request.approvalId!);
    assert.equal((await ended).status, 'finished');
    assert.deepEqual(agent.calls.slice(1), [{ tool: 'refund', args: { amount: 5 } }]);
    assert.deepEqual(transcript(conversation), [
      ...before,
      'agent: refund({"amount":5}) done: {"refunded":true}',
      'agent: approval refund approved',
      'agent: Then: {"refunded":true}',
      'finished',
    ]);
    const [first, second] = agent.inputs;
    assert.equal(agent.inputs.length, 2);
    assert.deepEqual([second?.['threadId'], second?.['parentRunId']], [first?.['threadId'], first?.['runId']]);
  });

  it('does not act when refused, and hears that it was', async () => {
    await using opened = await open(clerk);
    const { conversation, agent } = opened;
    const ended = conversation.send('Refund my order');
    await until(conversation, waits);
    await conversation.reject(cards(conversation)[0]!.request.approvalId!, { reason: 'Too much' });
    assert.equal((await ended).status, 'finished');
    assert.equal(agent.calls.length, 1);
    assert.equal(cards(conversation)[0]?.status, 'rejected');
    assert.match(transcript(conversation).at(-2)!, /^agent: Then: /);
  });

  it('acts with the arguments as the person changed them', async () => {
    await using opened = await open(clerk);
    const { conversation, agent } = opened;
    const ended = conversation.send('Refund my order');
    await until(conversation, waits);
    await conversation.approve(cards(conversation)[0]!.request.approvalId!, { editedArgs: { amount: 3 } });
    assert.equal((await ended).status, 'finished');
    assert.deepEqual(agent.calls.slice(1), [{ tool: 'refund', args: { amount: 3 } }]);
  });

  it('asks for two things at once, and hears both answers together', async () => {
    await using opened = await open((messages) =>
      messages.at(-1)?.role === 'tool'
        ? [{ say: ['Done.'] }]
        : [
            { call: 'refund', id: 'c1', args: { amount: 5 } },
            { call: 'cancel', id: 'c2', args: { order: 'A1' } },
          ],
    );
    const { conversation, agent } = opened;
    const ended = conversation.send('Both');
    await until(conversation, waits);
    const [first, second] = cards(conversation);
    await conversation.approve(first!.request.approvalId!);
    await conversation.reject(second!.request.approvalId!);
    assert.equal((await ended).status, 'finished');
    assert.deepEqual(agent.calls, [{ tool: 'refund', args: { amount: 5 } }]);
    assert.deepEqual(
      cards(conversation).map(({ status }) => status),
      ['approved', 'rejected'],
    );
    assert.equal(agent.inputs.length, 2);
  });

  it('hears the answer that was given after a reload of the page', async () => {
    await using opened = await open(clerk);
    const kept = new Map<string, string>();
    const storage: StorageAdapter = {
      load: (key) => kept.get(key) ?? null,
      save: (key, value) => void kept.set(key, value),
      remove: (key) => void kept.delete(key),
      keys: () => [...kept.keys()],
    };
    const { agent } = opened;
    const options = { agentUrl: `${agent.origin}/chat`, policy: patient, storage };
    const earlier = createConversation(options);
    void earlier.send('Refund my order');
    await until(earlier, waits);
    earlier.dispose();
    const conversation = createConversation(options);
    await conversation.restored;
    await until(conversation, waits);
    const told = transcript(conversation);
    await conversation.approve(cards(conversation)[0]!.request.approvalId!);
    await until(conversation, ({ status }) => status === 'finished');
    conversation.dispose();
    assert.deepEqual(transcript(conversation).slice(0, 5), told.slice(0, 5));
    assert.equal(transcript(conversation).at(-2), 'agent: Then: {"refunded":true}');
    assert.equal(agent.inputs.length, 2);
    assert.deepEqual(
      agent.calls.map(({ tool }) => tool),
      ['look_up', 'refund'],
    );
  });

  it('takes the next question where its own was never answered', async () => {
    await using opened = await open((messages) =>
      messages.at(-1)?.content === 'Never mind' ? [{ say: ['As you like.'] }] : clerk(messages),
    );
    const { conversation, agent } = opened;
    const ended = conversation.send('Refund my order');
    await until(conversation, waits);
    conversation.stop();
    assert.equal((await ended).status, 'stopped');
    assert.equal((await conversation.send('Never mind')).status, 'finished');
    assert.equal(transcript(conversation).at(-2), 'agent: As you like.');
    assert.equal(cards(conversation)[0]?.status, 'undecided');
    assert.deepEqual(
      agent.calls.map(({ tool }) => tool),
      ['look_up'],
    );
  });

  it('fails with a reason where its model does', async () => {
    await using opened = await open(() => [{ say: ['I '] }, { fail: 'The model is away' }]);
    const turn = await opened.conversation.send('Hello');
    assert.equal(turn.status, 'failed');
    assert.match(turn.error!.message, /The model is away/);
    assert.equal(transcript(opened.conversation)[1], 'agent: I ');
  });

  it('goes on behind the last event when the line was cut, and asks the model once', async () => {
    for (const cutAfter of [10, 300, 1_000, 1_537, 2_600]) {
      await using opened = await open(clerk, { resumable: true, cutAfter });
      const { conversation, agent } = opened;
      const ended = conversation.send('Refund my order');
      await until(conversation, (turn) => waits(turn) || turn.status === 'incomplete');
      // Without any id heard there is nothing to go on from: then asking again is the person's to say.
      if (cutAfter === 10) {
        assert.equal((await ended).status, 'incomplete');
        continue;
      }
      assert.deepEqual(transcript(conversation).slice(0, 5), before, `cut after ${cutAfter} bytes`);
      assert.match(agent.resumed.at(-1)!, /^memory:/);
      assert.equal(agent.inputs.length, 1);
      conversation.stop();
      await ended;
    }
  });

  it('is not asked again by itself where it cannot go on', async () => {
    await using opened = await open(clerk, { cutAfter: 1_000 });
    const { conversation, agent } = opened;
    const turn = await conversation.send('Refund my order');
    assert.equal(turn.status, 'incomplete');
    assert.equal(turn.error?.retryable, true);
    assert.equal(agent.inputs.length, 1);
    const again = conversation.retry();
    await until(conversation, waits);
    assert.deepEqual(transcript(conversation).slice(0, 5), before);
    assert.equal(agent.inputs.length, 2);
    assert.equal(agent.inputs[1]?.['runId'], agent.inputs[0]?.['runId']);
    conversation.stop();
    await again;
  });
});
