import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentDefinition } from '../../demo/emulator/index.js';
import { ask, hang, late, lose, say, wait } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import type { Conversation, ConversationOptions, Env, Signal } from '../../src/core/index.js';
import { createWebStorage, settle } from './fake-env.js';
import { type Agent, hasty, openAgent, transcript, until } from './open-agent.js';

interface Tab extends Conversation {
  signal(signal: Signal): void;
  /** Cuts this tab's line for good. */
  unplug(): void;
  /** Lets nothing of a stream through, until it may again. */
  hold(isHeld: boolean): void;
}

/** A browser: tabs that share a storage, where each is told of what the others write. */
const createBrowser = () => {
  const values = new Map<string, string>();
  const tabs = new Map<object, Set<(signal: Signal) => void>>();
  const tell = (writer: object, key: string) =>
    setImmediate(() => {
      for (const [tab, listeners] of tabs)
        if (tab !== writer) for (const listener of listeners) listener({ type: 'storage', key });
    });
  const openEnv = (): { env: Env; signal: (signal: Signal) => void } => {
    const listeners = new Set<(signal: Signal) => void>();
    tabs.set(listeners, listeners);
    const web = createWebStorage(values);
    const env = Object.assign(Object.create(defaultEnv) as Env, {
      storage: () =>
        Object.assign(Object.create(web) as typeof web, {
          setItem: (key: string, value: string) => {
            const isNew = values.get(key) !== value;
            values.set(key, value);
            if (isNew) tell(listeners, key);
          },
          removeItem: (key: string) => {
            if (values.delete(key)) tell(listeners, key);
          },
        }),
      signals: (listener: (signal: Signal) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    return { env, signal: (signal) => listeners.forEach((listener) => listener(signal)) };
  };
  return { values, openEnv };
};

/** An agent, and a function that opens one more tab with it. */
const openTabs = async (definition: AgentDefinition, more: Partial<ConversationOptions> = {}) => {
  const browser = createBrowser();
  const agent: Agent = await openAgent(definition, {
    storage: 'local',
    storageKey: 'shop',
    policy: { ...hasty, startTimeout: 10_000, decisionTimeout: 10_000 },
    ...more,
  });
  agent.conversation.dispose();
  const open = (): Tab => {
    const { env, signal } = browser.openEnv();
    const line = new AbortController();
    let held: Promise<void> | undefined;
    let release: (() => void) | undefined;
    env.fetch = async (input, init) => {
      const response = await fetch(input, { ...init, signal: AbortSignal.any([init.signal!, line.signal]) });
      if (!input.endsWith('/aiui')) return response;
      const gate = new TransformStream<Uint8Array, Uint8Array>({
        transform: async (bytes, controller) => {
          await held;
          controller.enqueue(bytes);
        },
      });
      return new Response(response.body!.pipeThrough(gate), { headers: response.headers });
    };
    return Object.assign(agent.reopen({ env }), {
      signal,
      unplug: () => line.abort(new TypeError('No line')),
      hold: (isHeld: boolean) => {
        release?.();
        held = isHeld ? new Promise((resolve) => (release = resolve)) : undefined;
      },
    });
  };
  const stored = () => JSON.parse([...browser.values.values()][0] ?? 'null') as { state: Conversation['state'] } | null;
  return { agent, open, stored, values: browser.values, [Symbol.asyncDispose]: () => agent[Symbol.asyncDispose]() };
};

/** A page that is put away hears no news. */
const openAway = (shop: Awaited<ReturnType<typeof openTabs>>) => {
  const listeners = new Set<(signal: Signal) => void>();
  const env: Env = Object.assign(Object.create(defaultEnv) as Env, {
    storage: () => createWebStorage(shop.values),
    signals: (listener: (signal: Signal) => void) => (listeners.add(listener), () => listeners.delete(listener)),
  });
  const away = shop.agent.reopen({ env });
  return Object.assign(away, {
    comeBack: () => listeners.forEach((listener) => listener({ type: 'pageshow', persisted: true })),
  });
};

const questions = ({ turns }: Conversation['state']): string[] => turns.map(({ question }) => question);

/** The answer, as a person reads it. */
const read = (tab: Conversation) => transcript(tab)[1];

const eventually = async (fits: () => boolean): Promise<void> => {
  for (const end = Date.now() + 15_000; !fits(); await settle()) assert.ok(Date.now() < end, `In vain: ${fits}`);
};

const talk: AgentDefinition = { scripts: [[say('Good morning.')]] };

describe('two tabs on one conversation', () => {
  it('show the same, whichever was asked', async () => {
    await using shop = await openTabs(talk);
    const [one, two] = [shop.open(), shop.open()];
    await one.send('Hello');
    await eventually(() => two.state.turns[0]?.status === 'finished');
    await two.send('And you?');
    await eventually(() => one.state.turns[1]?.status === 'finished');
    const all = [
      'user: Hello',
      'agent: Good morning.',
      'finished',
      'user: And you?',
      'agent: Good morning.',
      'finished',
    ];
    assert.deepEqual([one, two].map(transcript), [all, all]);
    assert.equal(one.state.conversationId, two.state.conversationId);
    assert.equal(shop.agent.emulator.runs().length, 2);
    assert.deepEqual(questions(shop.stored()!.state), ['Hello', 'And you?']);
  });

  it('follow an answer both, and ask for it once', async () => {
    await using shop = await openTabs({ scripts: [[say('Once upon'), wait(60_000), say(' a time.')]] });
    const [one, two] = [shop.open(), shop.open()];
    const answered = one.send('A story');
    await eventually(() => two.state.turns[0]?.status === 'running');
    shop.agent.emulator.advance(60_000);
    await until(two, ({ status }) => status === 'finished');
    assert.equal((await answered).status, 'finished');
    assert.deepEqual(transcript(two), transcript(one));
    assert.equal(shop.agent.emulator.requests({ name: 'runs' }).length, 1);
  });

  it('go on with an answer where the tab that asked is gone', async () => {
    await using shop = await openTabs({ scripts: [[say('Once upon'), wait(60_000), say(' a time.')]] });
    const [one, two] = [shop.open(), shop.open()];
    void one.send('A story');
    await eventually(() => two.state.turns[0]?.status === 'running');
    one.dispose();
    shop.agent.emulator.advance(60_000);
    await until(two, ({ status }) => status === 'finished');
    assert.deepEqual(transcript(two), ['user: A story', 'agent: Once upon a time.', 'finished']);
  });

  it('never send what the other is sending', async () => {
    await using shop = await openTabs({ scripts: [{ when: '', before: [late('runs', 100)], script: [say('Hi.')] }] });
    const [one, two] = [shop.open(), shop.open()];
    const answered = one.send('Hello');
    await eventually(() => two.state.turns[0]?.status === 'sending');
    await assert.rejects(two.send('Hello'), { code: 'busy' });
    await answered;
    await eventually(() => two.state.turns[0]?.status === 'finished');
    assert.equal(shop.agent.emulator.requests({ name: 'runs' }).length, 1);
  });

  it('share a question that came back, and it is asked once though both try again', async () => {
    await using shop = await openTabs({
      scripts: [{ when: '', before: [lose('runs', 3)], script: [say('Good morning.')] }],
    });
    const [one, two] = [shop.open(), shop.open()];
    await one.send('Hello');
    await eventually(() => two.state.turns[0]?.returned === true);
    assert.equal(two.state.draft, 'Hello');
    await Promise.all([one.retry(), two.retry()]);
    for (const tab of [one, two]) {
      assert.deepEqual(transcript(tab), ['user: Hello', 'agent: Good morning.', 'finished']);
      assert.equal(tab.state.draft, '');
    }
    assert.equal(shop.agent.emulator.runs().length, 1);
  });

  it('ask one after the other, though Send is pressed in both at the same moment', async () => {
    await using shop = await openTabs(talk);
    const [one, two] = [shop.open(), shop.open()];
    two.setDraft('From two');
    const first = one.send('From one');
    await assert.rejects(two.send('From two'), { code: 'busy' });
    assert.equal(two.state.draft, 'From two', 'It is still in the composer');
    await first;
    await eventually(() => two.state.turns[0]?.status === 'finished');
    await two.send('From two');
    await eventually(() => one.state.turns[1]?.status === 'finished');
    for (const state of [one.state, two.state, shop.stored()!.state])
      assert.deepEqual(questions(state), ['From one', 'From two']);
    assert.equal(shop.agent.emulator.runs().length, 2);
  });

  it('stop both where one of them does, and hear what is asked next', async () => {
    await using shop = await openTabs({ scripts: [[say('Once upon'), wait()], [say('The end.')]] });
    const [one, two] = [shop.open(), shop.open()];
    const answered = one.send('A story');
    await eventually(() => two.state.turns[0]?.status === 'running');
    two.stop();
    await two.send('Enough');
    assert.equal((await answered).status, 'stopped');
    await eventually(() => one.state.turns[1]?.status === 'finished');
    const all = ['user: A story', 'agent: Once upon', 'stopped', 'user: Enough', 'agent: The end.', 'finished'];
    assert.deepEqual([one, two].map(transcript), [all, all]);
    await eventually(() => shop.agent.emulator.openStreams() === 0);
  });

  it('do not wipe what the other wrote by a draft', async () => {
    await using shop = await openTabs(talk);
    const one = shop.open();
    await one.send('Hello');
    const two = shop.open();
    const deaf = shop.open();
    deaf.dispose();
    await two.send('Me too');
    one.setDraft('half a sen');
    one.signal({ type: 'hidden' });
    assert.deepEqual(questions(shop.stored()!.state), ['Hello', 'Me too']);
    assert.equal(shop.stored()!.state.draft, 'half a sen');
    assert.equal(two.state.draft, '');
  });

  it('keep a draft that the other has not touched, and let go of one that the other has sent', async () => {
    await using shop = await openTabs(talk);
    const one = shop.open();
    one.setDraft('Hello');
    one.signal({ type: 'hidden' });
    const two = shop.open();
    assert.equal(two.state.draft, 'Hello');
    await one.send('Hello');
    await eventually(() => two.state.turns[0]?.status === 'finished');
    assert.equal(two.state.draft, '', 'It is not there to be sent again');
  });

  it('show a card both, and what either decides', async () => {
    await using shop = await openTabs({
      scripts: [[ask({ tool: 'refund', title: 'Refund?', approvalId: 'a', onApprove: [say('Done.')] })]],
    });
    const [one, two] = [shop.open(), shop.open()];
    void one.send('Refund me');
    await eventually(() => two.state.turns[0]?.status === 'waiting-approval');
    await two.approve('a');
    await Promise.all([one, two].map((tab) => until(tab, ({ status }) => status === 'finished')));
    assert.deepEqual(transcript(one), transcript(two));
    assert.ok(transcript(one).includes('agent: approval refund approved'));
    assert.equal(shop.agent.emulator.requests({ name: 'approvals' }).length, 1);
  });

  it('begin anew both, where one of them does', async () => {
    await using shop = await openTabs(talk);
    const [one, two] = [shop.open(), shop.open()];
    await one.send('Hello');
    await eventually(() => two.state.turns.length === 1);
    one.reset();
    await eventually(() => two.state.turns.length === 0);
    await one.send('Afresh');
    await eventually(() => two.state.turns[0]?.status === 'finished');
    assert.equal(two.state.conversationId, one.state.conversationId);
    assert.deepEqual(questions(two.state), ['Afresh']);
    await two.send('Me too');
    const sessions = shop.agent.emulator.runs().map(({ agentSessionId }) => agentSessionId);
    assert.equal(new Set(sessions.slice(1)).size, 1, 'Both ask in the new conversation');
    assert.notEqual(sessions[0], sessions[1]);
  });

  it('show nothing any more, where the person logs out in one of them', async () => {
    await using shop = await openTabs({ scripts: [[say('Your balance'), wait(), say(' is 5.')]] });
    const [one, two] = [shop.open(), shop.open()];
    void one.send('Balance?');
    await eventually(() => two.state.turns[0]?.status === 'running');
    two.setDraft('My secret is');
    await one.logout();
    await eventually(() => two.state.turns.length === 0);
    two.signal({ type: 'hidden' });
    assert.equal(two.state.draft, '');
    assert.equal(shop.values.size, 0, 'Nothing is written back');
  });

  it('rest while both wait for a person', async () => {
    const card = ask({ tool: 'refund', title: 'Refund?', approvalId: 'a' });
    await using shop = await openTabs({ scripts: [[say('Let me see.'), wait(60_000), card]] });
    const [one, two] = [shop.open(), shop.open()];
    void one.send('Refund me');
    await eventually(() => two.state.turns[0]?.status === 'running');
    // Each hears of it by itself, at a moment of its own.
    two.hold(true);
    shop.agent.emulator.advance(60_000);
    await until(one, ({ status }) => status === 'waiting-approval');
    await new Promise((resolve) => setTimeout(resolve, 5));
    two.hold(false);
    await until(two, ({ status }) => status === 'waiting-approval');
    let writings = 0;
    const { set } = shop.values;
    shop.values.set = (key, value) => {
      writings++;
      return set.call(shop.values, key, value);
    };
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.ok(writings <= 2, `${writings} writings: what each of them still had to say, and no more`);
  });

  it('rest when nothing happens: what one takes over is not written again', async () => {
    await using shop = await openTabs(talk);
    const tabs = [shop.open(), shop.open(), shop.open()];
    tabs[1]!.setDraft('two');
    tabs[2]!.setDraft('three');
    await tabs[0]!.send('Hello');
    await eventually(() => tabs.every(({ state }) => state.turns[0]?.status === 'finished'));
    for (const tab of tabs) tab.signal({ type: 'hidden' });
    for (let turn = 0; turn < 20; turn++) await settle();
    const before = [...shop.values.values()][0];
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal([...shop.values.values()][0], before);
    assert.deepEqual([tabs[1]!.state.draft, tabs[2]!.state.draft], ['two', 'three'], 'What was typed here stays here');
  });

  it('lose nothing of an answer to a tab that lags behind', async () => {
    await using shop = await openTabs({
      scripts: [[say('one'), wait(60_000), say(' two'), wait(60_000), say(' three'), wait(60_000)]],
    });
    const [one, two] = [shop.open(), shop.open()];
    void one.send('Count');
    await eventually(() => read(two) === 'agent: one');
    two.hold(true);
    shop.agent.emulator.advance(60_000);
    await eventually(() => read(one) === 'agent: one two');
    one.signal({ type: 'hidden' });
    // The one that lags behind writes last.
    two.setDraft('I have');
    two.signal({ type: 'hidden' });
    for (let turn = 0; turn < 20; turn++) await settle();
    assert.equal(read(one), 'agent: one two');
    shop.agent.emulator.advance(60_000);
    await eventually(() => read(one) === 'agent: one two three');
    two.hold(false);
    shop.agent.emulator.advance(60_000);
    await Promise.all([one, two].map((tab) => until(tab, ({ status }) => status === 'finished')));
    assert.deepEqual([one, two].map(read), ['agent: one two three', 'agent: one two three']);
  });

  it('go on where the other has lost the line, and bring the answer to both', async () => {
    await using shop = await openTabs({ scripts: [[say('Once upon'), wait(60_000), say(' a time.')]] });
    const one = shop.open();
    const two = shop.open();
    const given = one.send('A story');
    await eventually(() => two.state.turns[0]?.status === 'running');
    one.unplug();
    assert.equal((await given).status, 'failed');
    for (let turn = 0; turn < 20; turn++) await settle();
    assert.equal(two.state.turns[0]?.status, 'running');
    shop.agent.emulator.advance(60_000);
    await eventually(() => one.state.turns[0]?.status === 'finished');
    assert.deepEqual(transcript(one), ['user: A story', 'agent: Once upon a time.', 'finished']);
  });

  it('come back from the back-forward cache to what happened meanwhile', async () => {
    await using shop = await openTabs(talk);
    const [one, away] = [shop.open(), openAway(shop)];
    await one.send('Hello');
    assert.deepEqual(away.state.turns, []);
    away.comeBack();
    assert.deepEqual(transcript(away), transcript(one));
  });

  it('show nothing of a person who has logged out meanwhile', async () => {
    await using shop = await openTabs(talk);
    const one = shop.open();
    await one.send('Hello');
    const away = openAway(shop);
    assert.equal(away.state.turns.length, 1);
    await one.logout();
    away.comeBack();
    assert.deepEqual([away.state.turns, shop.values.size], [[], 0]);
  });

  it('keep what they show though the storage is full, and nothing could be written', async () => {
    await using shop = await openTabs(talk);
    const away = openAway(shop);
    shop.values.set = () => {
      throw new DOMException('The quota has been exceeded', 'QuotaExceededError');
    };
    await away.send('Hello');
    away.comeBack();
    assert.deepEqual(transcript(away), ['user: Hello', 'agent: Good morning.', 'finished']);
  });
});

describe('a tab that is closed while it asks', () => {
  it('leaves the other able to stop, and to ask once', async () => {
    await using shop = await openTabs({ scripts: [{ when: '', before: [hang('runs')], script: [say('Hi.')] }] });
    const [one, two] = [shop.open(), shop.open()];
    void one.send('Hello');
    await eventually(() => two.state.turns[0]?.status === 'sending');
    one.dispose();
    two.stop();
    await two.retry();
    assert.deepEqual(transcript(two), ['user: Hello', 'agent: Hi.', 'finished']);
    assert.equal(shop.agent.emulator.runs().length, 1);
  });
});
