import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentDefinition } from '../../demo/emulator/index.js';
import { type Fault, ask, deny, hang, late, lose, say, wait } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import type { Conversation, ConversationOptions, Env, StorageAdapter } from '../../src/core/index.js';
import { createWebStorage, settle } from './fake-env.js';
import { type Agent, hasty, openAgent, transcript, until } from './open-agent.js';

/** Real surroundings, with a storage that outlives the page. */
const createPage = (stored = new Map<string, string>()): { env: Env; stored: Map<string, string> } => ({
  env: Object.assign(Object.create(defaultEnv) as Env, { storage: () => createWebStorage(stored) }),
  stored,
});

const greetingAfter = (...before: Fault[]): AgentDefinition => ({
  scripts: [{ when: '', before, script: [say('Good morning.')] }],
});

const greeted = ['user: Hello', 'agent: Good morning.', 'finished'];

/** How many runs there are, and how many keys they were asked for with. */
const runs = ({ emulator }: Agent): number => emulator.runs().length;

const outcome = async (tasks: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(tasks)).map((result) =>
    result.status === 'fulfilled' ? 'sent' : (result.reason as { code: string }).code,
  );

const eventually = async (fits: () => boolean): Promise<void> => {
  while (!fits()) await settle();
};

describe('a message is sent once', () => {
  it('however often Send is pressed', async () => {
    await using agent = await openAgent(greetingAfter());
    const { conversation } = agent;
    const presses = Array.from({ length: 5 }, () => conversation.send('Hello'));
    assert.deepEqual(await outcome(presses), ['sent', 'busy', 'busy', 'busy', 'busy']);
    assert.deepEqual([transcript(conversation), runs(agent)], [greeted, 1]);
  });

  it('however often Send is pressed while the transcript is being read', async () => {
    const slow: StorageAdapter = {
      load: () => settle().then(() => null),
      save: () => undefined,
      remove: () => undefined,
      keys: () => [],
    };
    await using agent = await openAgent(greetingAfter(), { storage: slow });
    const { conversation } = agent;
    assert.equal(conversation.state.restoring, true);
    assert.deepEqual(await outcome([conversation.send('Hello'), conversation.send('Hello')]), ['sent', 'busy']);
    assert.deepEqual([transcript(conversation), runs(agent)], [greeted, 1]);
  });

  it('however often Retry is pressed', async () => {
    await using agent = await openAgent(greetingAfter(lose('runs', 3)));
    const { conversation } = agent;
    assert.equal((await conversation.send('Hello')).returned, true);
    const presses = Array.from({ length: 5 }, () => conversation.retry());
    assert.deepEqual(await outcome(presses), ['sent', 'busy', 'busy', 'busy', 'busy']);
    assert.deepEqual([transcript(conversation), runs(agent), conversation.state.draft], [greeted, 1, '']);
  });

  const again: Record<string, (agent: Agent) => Promise<Conversation>> = {
    'Retry is pressed': async ({ conversation }) => {
      await conversation.retry();
      return conversation;
    },
    'Send is pressed again': async ({ conversation }) => {
      await conversation.send(conversation.state.draft);
      return conversation;
    },
    'the page is reloaded and Retry pressed': async ({ conversation, reopen }) => {
      conversation.dispose();
      const next = reopen();
      await next.retry();
      return next;
    },
    'the page is reloaded and Send pressed': async ({ conversation, reopen }) => {
      conversation.dispose();
      const next = reopen();
      assert.equal(next.state.draft, 'Hello');
      await next.send(next.state.draft);
      return next;
    },
    'two more tabs are opened and all try again at once': async ({ conversation, reopen }) => {
      conversation.dispose();
      const tabs = [reopen(), reopen()] as const;
      await Promise.all(tabs.map((tab) => tab.retry()));
      return tabs[1];
    },
  };
  for (const [what, press] of Object.entries(again)) {
    for (const [how, fault] of Object.entries({ 'is lost': lose('runs', 3), 'never comes': hang('runs', 3) })) {
      it(`though the answer ${how} three times, and ${what}`, async () => {
        await using agent = await openAgent(greetingAfter(fault), { ...createPage(), storage: 'local' });
        const first = await agent.conversation.send('Hello');
        assert.deepEqual([first.status, first.returned], ['failed', true]);
        assert.equal(agent.conversation.state.draft, 'Hello');
        const conversation = await press(agent);
        assert.deepEqual([transcript(conversation), runs(agent)], [greeted, 1]);
        assert.equal(conversation.state.draft, '');
      });
    }
  }

  it('though Stop is pressed before the answer comes, and then Retry', async () => {
    await using agent = await openAgent(greetingAfter(late('runs', 50)));
    const { conversation } = agent;
    const stopped = conversation.send('Hello');
    await eventually(() => agent.minted() === 1);
    await settle();
    conversation.stop();
    assert.equal((await stopped).status, 'stopped');
    await conversation.retry();
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual([transcript(conversation), runs(agent)], [greeted, 1]);
  });

  it('and gets no other message’s answer, where the platform is still busy with one that was stopped', async () => {
    await using agent = await openAgent({
      oneRunAtATime: true,
      scripts: [[say('First,'), wait(60_000), say(' and that was all.')], [say('Second.')]],
    });
    const { conversation } = agent;
    void conversation.send('One');
    await until(conversation, ({ parts }) => parts.length > 0);
    conversation.stop();
    const failed = await conversation.send('Two');
    assert.deepEqual([failed.status, failed.error?.code, failed.error?.retryable], ['failed', 'conflict', true]);
    assert.equal(conversation.state.draft, 'Two', 'Nothing is lost');
    agent.emulator.advance(60_000);
    await eventually(() => agent.emulator.runs()[0]?.status === 'COMPLETED');
    await conversation.retry();
    assert.deepEqual(transcript(conversation).slice(-3), ['user: Two', 'agent: Second.', 'finished']);
  });

  it('though it is a form, its answer is lost, and it is sent again', async () => {
    await using agent = await openAgent(greetingAfter(lose('runs', 3)));
    const { conversation } = agent;
    const values = { size: 'L' };
    assert.equal((await conversation.submit('order', values)).status, 'failed');
    assert.equal((await conversation.submit('order', values)).status, 'finished');
    assert.deepEqual([conversation.state.turns.length, runs(agent)], [1, 1]);
  });

  it('and what did not arrive stays to be tried again, where it is more than its text', async () => {
    await using agent = await openAgent({
      scripts: [
        { when: '^form', before: [deny(422, { on: 'runs' })], script: [] },
        { when: '', script: [say('Good morning.')] },
      ],
    });
    const { conversation } = agent;
    await conversation.submit('order', { size: 'L' });
    await conversation.send('Hello');
    assert.deepEqual(transcript(conversation), ['user: ', 'failed', ...greeted]);
    assert.deepEqual(conversation.state.turns[0]?.form?.values, { size: 'L' });
  });

  it('and another message is another one, though the first was lost', async () => {
    const lost = { when: '^Hello$', before: [lose('runs', 3)], script: [say('Lost.')] };
    await using agent = await openAgent({ scripts: [lost, { when: '', script: [say('Good morning.')] }] });
    const { conversation, emulator } = agent;
    await conversation.send('Hello');
    await conversation.send('Hello, you');
    assert.deepEqual(transcript(conversation), ['user: Hello, you', 'agent: Good morning.', 'finished']);
    assert.equal(new Set(emulator.runs().map(({ requestId }) => requestId)).size, emulator.runs().length);
  });
});

const broken = (): never => {
  throw new DOMException('The quota has been exceeded', 'QuotaExceededError');
};

describe('a text that the platform has not accepted', () => {
  const storages: Record<string, Partial<ConversationOptions>> = {
    'nothing is kept': { storage: 'none' },
    'the storage is full': { storage: { load: () => null, save: broken, remove: broken, keys: () => [] } },
    'the storage is blocked': {
      storage: 'local',
      env: Object.assign(Object.create(defaultEnv) as Env, { storage: broken }),
    },
    'the storage never answers': {
      storage: {
        load: () => null,
        save: () => new Promise(() => {}),
        remove: () => new Promise(() => {}),
        keys: () => [],
      },
    },
  };
  for (const [when, options] of Object.entries(storages)) {
    it(`is back in the composer, before what was typed since, where ${when}`, async () => {
      await using agent = await openAgent(greetingAfter(deny(422, { on: 'runs' })), options);
      const { conversation } = agent;
      const failing = conversation.send('Hello');
      conversation.setDraft('and good morn');
      assert.equal((await failing).error?.code, 'invalid-input');
      assert.equal(conversation.state.draft, 'Hello\nand good morn');
      conversation.setDraft('Hello');
      await conversation.send('Hello');
      assert.deepEqual(transcript(conversation), greeted);
    });
  }

  it('is there after a crash in the middle of its sending', async () => {
    const { env } = createPage();
    await using agent = await openAgent(greetingAfter(hang('runs')), { env, storage: 'local' });
    void agent.conversation.send('Hello');
    // No farewell: the tab is simply gone.
    const next = agent.reopen();
    await until(next, ({ status }) => status === 'finished');
    assert.deepEqual([transcript(next), runs(agent)], [greeted, 1]);
  });
});

const refund: AgentDefinition = {
  scripts: [[ask({ tool: 'refund', title: 'Refund?', approvalId: 'a', onApprove: [say('Done.')] })]],
};
const refundAfter = (...faults: Fault[]): AgentDefinition => ({ ...refund, faults });

const cardOf = (conversation: Conversation): string[] =>
  conversation.state.turns.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'approval' ? [part.status] : [])),
  );

const openRefund = async (definition: AgentDefinition, options: Partial<ConversationOptions> = {}): Promise<Agent> => {
  const policy = { ...hasty, startTimeout: 10_000, decisionTimeout: 10_000 };
  const agent = await openAgent(definition, { policy, ...options });
  void agent.conversation.send('Refund me');
  await until(agent.conversation, ({ status }) => status === 'waiting-approval');
  return agent;
};

const decisions = ({ emulator }: Agent): number[] =>
  emulator.requests({ name: 'approvals' }).map(({ status }) => status);

describe('a decision is made once', () => {
  it('F35 however often the buttons are pressed', async () => {
    await using agent = await openRefund(refund);
    const { conversation } = agent;
    await Promise.all([
      conversation.approve('a'),
      conversation.approve('a'),
      conversation.reject('a'),
      conversation.approve('a'),
    ]);
    await until(conversation, ({ status }) => status === 'finished');
    await conversation.reject('a');
    assert.deepEqual([cardOf(conversation), decisions(agent)], [['approved'], [200]]);
  });

  it('F35 though two tabs press at once: each sends one, and both show the one that counts', async () => {
    await using agent = await openRefund(refund, { ...createPage(), storage: 'local' });
    const tabs = [agent.conversation, agent.reopen()] as const;
    await until(tabs[1], ({ status }) => status === 'waiting-approval');
    assert.deepEqual(tabs.map(cardOf), [['pending'], ['pending']]);
    await Promise.all([tabs[0].approve('a'), tabs[0].approve('a'), tabs[1].reject('a'), tabs[1].reject('a')]);
    await Promise.all(tabs.map((tab) => until(tab, ({ status }) => status === 'finished')));
    const [made] = agent.emulator.approvals();
    assert.deepEqual(tabs.map(cardOf), [[made?.decision], [made?.decision]]);
    assert.deepEqual(decisions(agent).toSorted(), [200, 409]);
  });

  it('though the page is reloaded while it is on its way, and the person decides again', async () => {
    const options = { ...createPage(), storage: 'local' as const };
    await using agent = await openRefund({ ...refund, faults: [lose('approvals')] }, options);
    void agent.conversation.approve('a');
    agent.conversation.dispose();
    const next = agent.reopen();
    assert.deepEqual(cardOf(next), ['unconfirmed']);
    await next.reject('a');
    await until(next, ({ status }) => status === 'finished');
    assert.deepEqual(cardOf(next), [agent.emulator.approvals()[0]?.decision]);
  });

  it('though the turn is stopped while it is on its way: the card shows what became of it', async () => {
    await using agent = await openRefund(refundAfter(late('approvals', 30)));
    const { conversation } = agent;
    const approving = conversation.approve('a');
    conversation.stop();
    assert.deepEqual(cardOf(conversation), ['unconfirmed'], 'It was sent, and nobody knows');
    await approving;
    assert.deepEqual([cardOf(conversation), conversation.state.turns[0]?.status], [['approved'], 'stopped']);
    assert.deepEqual(decisions(agent), [200]);
  });

  it('though the turn is stopped and no answer comes: it can be asked again what became of it', async () => {
    await using agent = await openRefund(refundAfter(deny(500, { on: 'approvals', times: 3 })));
    const { conversation } = agent;
    const approving = conversation.approve('a');
    conversation.stop();
    await approving;
    assert.deepEqual(cardOf(conversation), ['unconfirmed']);
    await conversation.approve('a');
    assert.deepEqual([cardOf(conversation), conversation.state.turns[0]?.status], [['approved'], 'stopped']);
  });

  it('and is shown though the run is over before its answer comes', async () => {
    // A platform that does not tell of decisions in the stream.
    const env: Env = Object.assign(Object.create(defaultEnv) as Env, {
      fetch: async (input: string, init: RequestInit) => {
        const response = await fetch(input, init);
        if (input.includes('/approvals/')) await until(agent.conversation, ({ status }) => status === 'finished');
        if (!input.endsWith('/aiui')) return response;
        const silent = new TransformStream<string, string>({
          transform: (text, controller) => controller.enqueue(text.replaceAll('approval-resolved', 'something-else')),
        });
        const body = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(silent);
        return new Response(body.pipeThrough(new TextEncoderStream()), { headers: response.headers });
      },
    });
    await using agent: Agent = await openRefund(refund, { env });
    await agent.conversation.approve('a');
    assert.deepEqual(cardOf(agent.conversation), ['approved']);
  });

  it('F38 and is looked up in what the platform has stored, where every answer and the stream are lost', async () => {
    let silent = false;
    const env: Env = Object.assign(Object.create(defaultEnv) as Env, {
      fetch: async (input: string, init: RequestInit) => {
        const response = await fetch(input, init);
        if (!input.endsWith('/aiui')) return response;
        const gate = new TransformStream<Uint8Array, Uint8Array>({
          transform: (bytes, controller) => void (silent || controller.enqueue(bytes)),
        });
        return new Response(response.body!.pipeThrough(gate), { headers: response.headers });
      },
    });
    await using agent = await openRefund(refundAfter(lose('approvals', 3)), { env });
    silent = true;
    await agent.conversation.approve('a');
    assert.deepEqual([cardOf(agent.conversation), decisions(agent).length], [['approved'], 3]);
  });
});

describe('the last rating wins', () => {
  it('also where the first answer is slow and would come last', async () => {
    await using agent = await openAgent([late('feedback', 40), say('Hi')]);
    const { conversation, emulator } = agent;
    const { id } = await conversation.send('Hello');
    const first = conversation.rate(id, { rating: 5, label: 'thumbs-up' });
    await settle();
    await Promise.all([first, conversation.rate(id, { rating: 1, label: 'thumbs-down' })]);
    assert.deepEqual(
      emulator.feedback().map(({ rating }) => rating),
      [5, 1],
    );
    assert.deepEqual(conversation.state.turns[0]?.feedback, { rating: 1, label: 'thumbs-down', status: 'sent' });
  });

  it('also where the first one fails late', async () => {
    await using agent = await openAgent([deny(500, { on: 'feedback', times: 3 }), say('Hi')]);
    const { conversation, emulator } = agent;
    const { id } = await conversation.send('Hello');
    const first = conversation.rate(id, { rating: 5 });
    await settle();
    assert.deepEqual(await outcome([first, conversation.rate(id, { rating: 2 })]), ['server', 'sent']);
    assert.equal(emulator.feedback().at(-1)?.['rating'], 2);
    assert.equal(conversation.state.turns[0]?.feedback?.status, 'sent');
  });

  it('also where the page is reloaded while it is on its way', async () => {
    const options = { ...createPage(), storage: 'local' as const };
    await using agent = await openAgent([hang('feedback'), say('Hi')], options);
    const { id } = await agent.conversation.send('Hello');
    void agent.conversation.rate(id, { rating: 4, comment: 'Quick' });
    agent.conversation.dispose();
    const next = agent.reopen();
    await until(next, ({ feedback }) => feedback?.status === 'sent');
    const { rating, comment } = agent.emulator.feedback().at(-1)!;
    assert.deepEqual([rating, comment], [4, 'Quick']);
  });

  it('of one answer does not wait for that of another', async () => {
    await using agent = await openAgent({ scripts: [[hang('feedback'), say('One')], [say('Two')]] });
    const { conversation } = agent;
    const one = await conversation.send('Hello');
    const two = await conversation.send('Hello');
    const stuck = conversation.rate(one.id, { rating: 5 });
    await conversation.rate(two.id, { rating: 3 });
    assert.equal(conversation.state.turns[0]?.feedback?.status, 'sending');
    await stuck;
    assert.equal(conversation.state.turns[0]?.feedback?.status, 'sent');
  });
});
