import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, deny, drop, expireToken, fail, finish, hang, lose, say, wait } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import type { Conversation, Env, Signal, StorageAdapter } from '../../src/core/index.js';
import { createFakeEnv, createWebStorage, settle } from './fake-env.js';
import { openAgent, transcript, until } from './open-agent.js';

/** A page: real network and clock, a storage that outlives it, and its signals. */
const createPage = () => {
  const stored = new Map<string, string>();
  const listeners = new Set<(signal: Signal) => void>();
  const storage = createWebStorage(stored);
  const env: Env = {
    ...defaultEnv,
    storage: () => storage,
    signals: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const signal = (type: 'pagehide' | 'hidden' | 'online' | 'offline') => {
    for (const listener of listeners) listener({ type });
  };
  return { env, stored, signal, listeners };
};

const createAdapter = (values = new Map<string, string>()) => {
  const adapter: StorageAdapter = {
    load: async (key) => {
      await settle();
      return values.get(key);
    },
    save: async (key, value) => values.set(key, value),
    remove: async (key) => values.delete(key),
    keys: async () => [...values.keys()],
  };
  return { adapter, values };
};

const broken = (): never => {
  throw new Error('Blocked');
};

const cardOf = (conversation: Conversation) => {
  const part = conversation.state.turns.at(-1)?.parts.find(({ kind }) => kind === 'approval');
  assert.ok(part?.kind === 'approval' && part.request.approvalId !== undefined);
  return { ...part, approvalId: part.request.approvalId };
};

describe('storage', () => {
  it('holds nothing before the person acts', async () => {
    const { env, stored, signal } = createPage();
    await using agent = await openAgent([say('Hi')], { env, storage: 'session' });
    signal('pagehide');
    agent.conversation.dispose();
    assert.equal(stored.size, 0);
  });

  it('keeps the transcript for the next page, and never a token', async () => {
    const { env, stored } = createPage();
    await using agent = await openAgent([say('Hi there')], { env, storage: 'session' });
    await agent.conversation.send('Hello');
    agent.conversation.dispose();
    const next = agent.reopen();
    assert.deepEqual(transcript(next), ['user: Hello', 'agent: Hi there', 'finished']);
    assert.equal(next.state.conversationId, agent.conversation.state.conversationId);
    assert.ok(![...stored.values()].some((text) => text.includes('eyJ')));
    assert.equal(agent.minted(), 1);
  });

  it('keeps the draft', async () => {
    const { env, signal } = createPage();
    await using agent = await openAgent([say('Hi')], { env, storage: 'session' });
    agent.conversation.setDraft('I was going to');
    signal('hidden');
    assert.equal(agent.reopen().state.draft, 'I was going to');
  });

  for (const withoutIds of [false, true]) {
    it(`lets the next page go on in the middle of an answer ${withoutIds ? 'without ids' : ''}`, async () => {
      const { env, signal } = createPage();
      await using agent = await openAgent(
        { scripts: [[say('one two', { pace: 2 }), wait(50), say(' three four', { pace: 2 }), finish()]], withoutIds },
        { env, storage: 'session' },
      );
      void agent.conversation.send('Hello');
      await until(agent.conversation, ({ parts }) =>
        parts.some((part) => part.kind === 'text' && part.text.includes('two')),
      );
      signal('pagehide');
      agent.conversation.dispose();
      const next = agent.reopen();
      await until(next, ({ status }) => status === 'finished');
      assert.deepEqual(transcript(next), ['user: Hello', 'agent: one two three four', 'finished']);
      assert.equal(agent.emulator.runs().length, 1);
    });
  }

  it('fits the place in the stream, even when a page is left by a listener', async () => {
    for (const moment of ['state', 'event'] as const) {
      const { env } = createPage();
      await using agent = await openAgent([say('one'), wait(5), say(' two'), wait(5), say(' three'), finish()], {
        env,
        storage: 'session',
      });
      const { conversation } = agent;
      const leave = () => {
        if (transcript(conversation)[1] === 'agent: one two') conversation.dispose();
      };
      if (moment === 'state') conversation.subscribe(leave);
      else conversation.listen(leave);
      await conversation.send('Hello');
      const next = agent.reopen();
      await until(next, ({ status }) => status === 'finished');
      assert.deepEqual(transcript(next), ['user: Hello', 'agent: one two three', 'finished'], moment);
    }
  });

  it('brings back one card, and it is live', async () => {
    const { env } = createPage();
    for (const as of ['block', 'interruption', 'interrupt'] as const) {
      await using agent = await openAgent([ask({ tool: 'refund', title: 'Refund?', as, onApprove: [say('Done.')] })], {
        env,
        storage: 'session',
        storageKey: as,
      });
      void agent.conversation.send('Refund me');
      await until(agent.conversation, ({ status }) => status === 'waiting-approval');
      agent.conversation.dispose();
      const next = agent.reopen();
      assert.equal(next.state.turns.at(-1)?.status, 'waiting-approval', as);
      await next.approve(cardOf(next).approvalId);
      await until(next, ({ status }) => status === 'finished');
      assert.equal(transcript(next).filter((line) => line.startsWith('agent: approval')).length, 1, as);
      assert.ok(transcript(next).includes('agent: Done.'), as);
    }
  });

  it('brings back a card and tells of it once, to whoever made the conversation', async () => {
    const { env } = createPage();
    await using agent = await openAgent([ask({ tool: 'refund', title: 'Refund?', onApprove: [say('Done.')] })], {
      env,
      storage: 'session',
    });
    void agent.conversation.send('Refund me');
    await until(agent.conversation, ({ status }) => status === 'waiting-approval');
    agent.conversation.dispose();
    const next = agent.reopen();
    const told: string[] = [];
    next.listen((event) => {
      if (event.type.startsWith('approval')) told.push(event.type);
    });
    await next.restored;
    assert.deepEqual(told, ['approval-requested']);
    await next.approve(cardOf(next).approvalId);
    await until(next, ({ status }) => status === 'finished');
    assert.deepEqual(told, ['approval-requested', 'approval-resolved']);
  });

  it('belongs to the conversation that is asked for by its id', async () => {
    const { env } = createPage();
    const conversationId = crypto.randomUUID();
    await using agent = await openAgent([say('Hi')], { env, storage: 'session', storageKey: 'a', conversationId });
    await agent.conversation.send('Hello');
    agent.conversation.dispose();
    assert.deepEqual(transcript(agent.reopen()), ['user: Hello', 'agent: Hi', 'finished']);
    assert.deepEqual(agent.reopen({ conversationId: crypto.randomUUID() }).state.turns, []);
  });

  it('brings back a card whose decision was on its way as unconfirmed, and it can be decided', async () => {
    const { env } = createPage();
    await using agent = await openAgent(
      [hang('approvals'), ask({ tool: 'refund', title: 'Refund?', onApprove: [say('Done.')] })],
      { env, storage: 'session' },
    );
    void agent.conversation.send('Refund me');
    await until(agent.conversation, ({ status }) => status === 'waiting-approval');
    void agent.conversation.approve(cardOf(agent.conversation).approvalId);
    agent.conversation.dispose();
    const next = agent.reopen();
    assert.equal(cardOf(next).status, 'unconfirmed');
    await next.approve(cardOf(next).approvalId);
    await until(next, ({ status }) => status === 'finished');
    assert.equal(cardOf(next).status, 'approved');
  });

  it('keeps a question that was on its way, and it is asked once', async () => {
    const { env } = createPage();
    await using agent = await openAgent(
      { scripts: [{ when: '', before: [lose('runs'), hang('runs')], script: [say('Hi')] }] },
      { env, storage: 'session' },
    );
    void agent.conversation.send('Hello');
    assert.equal(agent.conversation.state.turns.at(-1)?.status, 'sending');
    await until(agent.conversation, () => true);
    while (agent.emulator.runs().length === 0) await settle();
    agent.conversation.dispose();
    const next = agent.reopen();
    await until(next, ({ status }) => status === 'finished');
    assert.deepEqual(transcript(next), ['user: Hello', 'agent: Hi', 'finished']);
    assert.equal(agent.emulator.runs().length, 1);
  });

  it('lets the next page try again what failed', async () => {
    const { env } = createPage();
    await using agent = await openAgent([say('one'), deny(400, { on: 'aiui' }), drop(), say(' two')], {
      env,
      storage: 'session',
    });
    await agent.conversation.send('Hello');
    agent.conversation.dispose();
    const next = agent.reopen();
    assert.equal(next.state.turns.at(-1)?.status, 'failed');
    await next.retry();
    assert.deepEqual(transcript(next), ['user: Hello', 'agent: one two', 'finished']);
  });

  for (const [what, text] of Object.entries({
    'no JSON': '{"version":1,',
    'another version': '{"version":2,"state":{}}',
    'no turns': '{"version":1,"state":{"conversationId":"a"}}',
    'turns that are none': '{"version":1,"state":{"conversationId":"a","draft":"","turns":[null,5]}}',
    null: 'null',
  })) {
    it(`that holds ${what} is as good as empty`, async () => {
      const { env, stored } = createPage();
      stored.set('zaby:shop:anon:0', text);
      await using agent = await openAgent([say('Hi')], { env, storage: 'session', storageKey: 'shop' });
      assert.deepEqual(agent.conversation.state.turns, []);
      assert.equal((await agent.conversation.send('Hello')).status, 'finished');
    });
  }

  it('that throws costs nothing but persistence', async () => {
    for (const storage of [
      { load: broken, save: broken, remove: broken, keys: broken },
      {
        load: () => Promise.reject(new Error('x')),
        save: () => Promise.reject(new Error('x')),
        remove: () => Promise.reject(new Error('x')),
        keys: () => Promise.reject(new Error('x')),
      },
    ]) {
      await using agent = await openAgent([say('Hi')], { storage });
      await agent.conversation.restored;
      assert.equal((await agent.conversation.send('Hello')).status, 'finished');
      agent.conversation.reset();
      await agent.conversation.logout();
    }
  });

  it('costs nothing but persistence where the page’s own values are no JSON', async () => {
    const { env } = createPage();
    await using agent = await openAgent([say('Hi')], { env, storage: 'session' });
    const turn = await agent.conversation.submit('form', { amount: 5n });
    assert.deepEqual([turn.status, turn.returned], ['failed', true]);
    assert.equal((await agent.conversation.send('Hello')).status, 'finished');
  });
});

describe('a storage that is not to be used', () => {
  it('is not even looked at, and nothing survives', async () => {
    const { env, stored } = createPage();
    let looked = 0;
    env.storage = () => {
      looked++;
      return createWebStorage(stored);
    };
    await using agent = await openAgent([say('Hi')], { env, storage: 'none' });
    agent.conversation.setDraft('Hello');
    await agent.conversation.send('Hello');
    agent.conversation.dispose();
    assert.deepEqual([looked, stored.size], [0, 0]);
    assert.deepEqual(agent.reopen().state.turns, []);
  });
});

describe('a storage that takes its time', () => {
  it('is written in order, however long each writing takes', async () => {
    const written: string[] = [];
    const waiting: (() => void)[] = [];
    const slow: StorageAdapter = {
      load: async () => null,
      save: (_key, text) =>
        new Promise<void>((resolve) => {
          waiting.push(() => {
            written.push((JSON.parse(text) as { state: { draft: string } }).state.draft);
            resolve();
          });
        }),
      remove: (key) => {
        written.push(`no ${key}`);
      },
      keys: () => ['zaby:shop:anon:0'],
    };
    const page = createPage();
    await using agent = await openAgent([say('Hi')], { env: page.env, storage: slow, storageKey: 'shop' });
    await agent.conversation.restored;
    for (const draft of ['one', 'two']) {
      agent.conversation.setDraft(draft);
      page.signal('hidden');
    }
    const out = agent.conversation.logout();
    await settle();
    // The one that was begun last would have been the first to arrive.
    assert.equal(waiting.length, 1);
    for (const arrive of waiting) {
      arrive();
      await settle();
    }
    await out;
    assert.deepEqual(written.slice(0, 3), ['one', 'two', 'no zaby:shop:anon:0']);
  });

  it('brings the transcript back', async () => {
    const { adapter } = createAdapter();
    await using agent = await openAgent([say('Hi there')], { storage: adapter });
    await agent.conversation.send('Hello');
    agent.conversation.dispose();
    const next = agent.reopen();
    assert.equal(next.state.restoring, true);
    await next.restored;
    assert.deepEqual(transcript(next), ['user: Hello', 'agent: Hi there', 'finished']);
    assert.equal(next.state.restoring, false);
  });

  it('loses nothing to a person who is faster', async () => {
    const { adapter } = createAdapter();
    await using agent = await openAgent([say('Hi there')], { storage: adapter });
    await agent.conversation.send('Hello');
    agent.conversation.dispose();
    const next = agent.reopen();
    next.setDraft('half a sen');
    await next.send('Me again');
    assert.deepEqual(transcript(next), [
      'user: Hello',
      'agent: Hi there',
      'finished',
      'user: Me again',
      'agent: Hi there',
      'finished',
    ]);
    assert.equal(next.state.draft, 'half a sen');
  });

  it('brings nothing back after a reset', async () => {
    const { adapter } = createAdapter();
    await using agent = await openAgent([say('Hi there')], { storage: adapter });
    await agent.conversation.send('Hello');
    agent.conversation.dispose();
    const next = agent.reopen();
    next.reset();
    await next.restored;
    await settle();
    assert.deepEqual(next.state.turns, []);
  });
});

describe('another person', () => {
  it('sees nothing of the one before, and the host is told', async () => {
    const { env } = createPage();
    await using agent = await openAgent([say('Your balance is 5.')], { env, storage: 'session' });
    await agent.conversation.send('Balance?');
    agent.conversation.setDraft('My secret is');
    agent.conversation.dispose();
    const { getToken } = agent.options;
    const next = agent.reopen({ getToken: (request) => getToken!({ ...request, conversationId: 'of somebody else' }) });
    const happened: string[] = [];
    next.listen(({ type }) => happened.push(type));
    await next.send('Balance?');
    assert.deepEqual(transcript(next), ['user: Balance?', 'agent: Your balance is 5.', 'finished']);
    assert.equal(next.state.draft, '');
    assert.ok(happened.includes('identity-expired'));
  });

  it('does not get the answer that was on its way to the one before', async () => {
    const { env } = createPage();
    await using agent = await openAgent([say('Your balance'), wait(30), say(' is 5.')], { env, storage: 'session' });
    void agent.conversation.send('Balance?');
    await until(agent.conversation, ({ parts }) => parts.length > 0);
    agent.conversation.setDraft('My secret is');
    agent.conversation.dispose();
    const { getToken } = agent.options;
    const next = agent.reopen({ getToken: (request) => getToken!({ ...request, conversationId: 'of somebody else' }) });
    await new Promise<void>((resolve) => next.listen(({ type }) => type === 'identity-expired' && resolve()));
    assert.deepEqual([next.state.turns, next.state.draft], [[], '']);
  });
});

describe('another person in the middle of an answer', () => {
  it('gets none of it, and nothing of it is listened to any more', async () => {
    let count = 0;
    await using agent = await openAgent([say('Your balance'), expireToken(), drop(), wait(), say(' is 5.')]);
    const { getToken } = agent.options;
    const conversation = agent.reopen({
      getToken: (request) => getToken!(count++ === 0 ? request : { ...request, conversationId: 'of somebody else' }),
    });
    const answered = conversation.send('Balance?');
    await new Promise<void>((resolve) => conversation.listen(({ type }) => type === 'identity-expired' && resolve()));
    assert.deepEqual(conversation.state.turns, []);
    assert.equal((await answered).status, 'stopped');
    const { length } = agent.emulator.requests({ name: 'aiui' });
    await new Promise((resolve) => setTimeout(resolve, 80));
    assert.deepEqual([agent.emulator.requests({ name: 'aiui' }).length, agent.emulator.openStreams()], [length, 0]);
  });
});

describe('logging out', () => {
  it('removes what was kept for that person, and nothing else', async () => {
    const { env, stored } = createPage();
    await using agent = await openAgent([say('Hi')], { env, storage: 'local', storageKey: 'shop', userKey: 'ann' });
    await agent.conversation.send('Hello');
    const ofOthers = agent.reopen({ userKey: 'bob' });
    await ofOthers.send('Hello');
    const second = agent.reopen({ slot: '1' });
    await second.send('Hello');
    stored.set('of the page', 'kept');
    assert.deepEqual([...stored.keys()].toSorted(), [
      'of the page',
      'zaby:shop:ann:0',
      'zaby:shop:ann:1',
      'zaby:shop:bob:0',
    ]);
    const { conversationId } = agent.conversation.state;
    await agent.conversation.logout();
    assert.deepEqual([...stored.keys()].toSorted(), ['of the page', 'zaby:shop:bob:0']);
    assert.deepEqual(agent.conversation.state.turns, []);
    assert.deepEqual(
      agent.events.filter(({ type }) => type === 'identity-expired'),
      [{ type: 'identity-expired', conversationId }],
      'The conversation that is over is named',
    );
    assert.notEqual(agent.conversation.state.conversationId, conversationId);
  });
});

describe('a reset', () => {
  it('begins a new conversation with a new id and a new token', async () => {
    const { env, stored } = createPage();
    await using agent = await openAgent([say('Hi')], { env, storage: 'session' });
    const { conversation } = agent;
    await conversation.send('Hello');
    const before = conversation.state.conversationId;
    conversation.reset();
    assert.deepEqual([conversation.state.turns, stored.size], [[], 0]);
    await conversation.send('Hello');
    assert.notEqual(conversation.state.conversationId, before);
    assert.equal(agent.minted(), 2);
    const [first, second] = agent.emulator.runs();
    assert.notEqual(first?.agentSessionId, second?.agentSessionId);
  });

  it('in the middle of an answer ends it quietly', async () => {
    await using agent = await openAgent([say('one'), wait(), fail('Never')]);
    const { conversation, events } = agent;
    const answered = conversation.send('Hello');
    await until(conversation, ({ parts }) => parts.length > 0);
    conversation.reset();
    assert.equal((await answered).status, 'stopped');
    await settle();
    assert.deepEqual(conversation.state.turns, []);
    assert.ok(!events.some(({ type }) => type === 'error'));
  });

  it('in the middle of a decision or a rating tells no error', async () => {
    await using agent = await openAgent({
      scripts: [
        { when: 'refund', script: [hang('approvals'), ask({ tool: 'refund', title: 'Refund?' })] },
        { when: '', script: [hang('feedback'), say('Hi')] },
      ],
    });
    const { conversation, events } = agent;
    const turn = await conversation.send('Hello');
    const rated = conversation.rate(turn.id, { rating: 5 }).catch(() => {});
    await settle();
    conversation.reset();
    await rated;
    void conversation.send('refund');
    await until(conversation, ({ status }) => status === 'waiting-approval');
    const decided = conversation.approve(cardOf(conversation).approvalId);
    await settle();
    conversation.reset();
    await decided;
    assert.deepEqual(
      events.filter(({ type }) => type === 'error'),
      [],
    );
  });

  it('leaves those who listen to events listening', async () => {
    await using agent = await openAgent([say('Hi')]);
    const { conversation } = agent;
    const events = conversation.events()[Symbol.asyncIterator]();
    conversation.reset();
    void conversation.send('Hello');
    const next = await events.next();
    assert.equal(next.done, false);
    await events.return?.();
  });
});

it('a fake page writes soon after what happens, and at once when it is put away', async () => {
  const env = createFakeEnv();
  await using agent = await openAgent([say('Hi')], { env, storage: 'session' });
  agent.conversation.setDraft('a');
  assert.equal(env.stored.size, 0);
  await env.advance(600);
  assert.equal(env.stored.size, 1);
  agent.conversation.setDraft('ab');
  env.signal({ type: 'pagehide' });
  assert.ok([...env.stored.values()][0]?.includes('"ab"'));
});
