import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Step, ask, deny, drop, finish, replay, restart, say, wait } from '../../demo/emulator/script.js';
import { type ApprovalPart, type StorageAdapter, answerText, isEnded } from '../../src/core/index.js';
import { settle } from '../core/fake-env.js';
import { openAgent, transcript, until } from '../core/open-agent.js';
import { type LineOptions, openLine } from './open-line.js';

const told = ['user: Hello', 'agent: one two three four', 'finished'];
const one = say('one two');
const two = say(' three four');

/** Asks, and gives every text that stood there, each once. */
const read = async (script: readonly Step[], options: LineOptions = {}) => {
  await using line = await openLine(script, options);
  const texts: string[] = [];
  line.conversation.subscribe(({ turns }) => {
    const text = turns[0]?.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('|') ?? '';
    if (text !== texts.at(-1)) texts.push(text);
  });
  await line.ask();
  assert.deepEqual(line.lines(), told);
  assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  return texts;
};

describe('a server that does not know the place any more', () => {
  it('F31 says the run again from its start, and nothing of it twice', async () => {
    await read([one, deny(410, { on: 'aiui' }), drop(), two, finish()], { budget: { aiui: 3, events: 0 } });
  });

  it('F31 is understood when it calls the id unknown', async () => {
    await read([one, deny(400, { on: 'aiui', code: 'UNKNOWN_EVENT_ID' }), drop(), two, finish()], {
      budget: { aiui: 3 },
    });
  });

  it('F31 is asked for the place again once the run went on', async () => {
    await read([one, deny(410, { on: 'aiui' }), drop(), two, drop(), deny(410, { on: 'aiui' }), drop(), finish()], {
      budget: { aiui: 6 },
    });
  });

  it('F31 that knows nothing at all any more is told at once', async () => {
    await using line = await openLine([one, deny(410, { on: 'aiui', times: 99 }), drop(), two], {
      budget: { aiui: 3 },
    });
    const turn = await line.ask();
    assert.deepEqual([turn.status, turn.error?.code], ['failed', 'expired']);
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: one two', 'failed']);
  });

  it('F31 and tells the run under other numbers replaces the answer in one go', async () => {
    const texts = await read([one, restart({ gone: true }), two, finish()], {
      budget: { aiui: 4, events: 1 },
      partial: true,
    });
    assert.ok(
      texts.every((text, index) => text.startsWith(texts[index - 1] ?? '')),
      String(texts),
    );
  });
});

describe('a server that counts anew', () => {
  it('F32 has its answer told anew in one go, without a word twice', async () => {
    const texts = await read([one, restart(), two, finish()], {
      budget: { runs: 1, aiui: 3, events: 1 },
      partial: true,
    });
    assert.ok(
      texts.every((text, index) => text.startsWith(texts[index - 1] ?? '')),
      String(texts),
    );
  });

  it('F32 is believed again and again, within bounds', async () => {
    await read([say('one'), restart(), say(' two'), restart(), say(' three'), restart(), say(' four'), finish()], {
      budget: { aiui: 8, events: 3 },
      partial: true,
    });
  });

  it('F32 is not taken for one that only begins from the start', async () => {
    const texts = await read([one, drop(), replay(), two, finish()], { budget: { events: 0 } });
    assert.equal(new Set(texts).size, texts.length);
  });

  it('F32 has its answer told by the stream where nothing is stored', async () => {
    await read([one, restart(), two, finish()], {
      plan: [{ match: /\/events/, times: 9, at: 'request', do: 'answer', status: 404, body: '{}' }],
      budget: { aiui: 4 },
      partial: true,
    });
  });

  it('F32 keeps what a person has decided', async () => {
    const question = ask({ tool: 'refund', title: 'Refund?', args: {}, result: 'paid', approvalId: 'a' });
    await using line = await openLine([one, question, restart(), two, finish()], { partial: true });
    const answered = line.ask();
    await line.until(({ status }) => status === 'waiting-approval');
    await line.conversation.approve('a', { editedArgs: { amount: 3 } });
    const turn = await answered;
    const cards = turn.parts.filter((part): part is ApprovalPart => part.kind === 'approval');
    assert.deepEqual(
      cards.map(({ status, editedArgs }) => [status, editedArgs]),
      [['approved', { amount: 3 }]],
    );
    assert.deepEqual(line.lines(), [
      'user: Hello',
      'agent: one two',
      'agent: refund({}) done: paid',
      'agent: approval refund approved',
      'agent:  three four',
      'finished',
    ]);
  });

  for (const [how, first] of Object.entries({
    'when its place is another word now': 'one two',
    'when it ends before its place': 'one two three four five six seven eight nine ten',
  }))
    it(`F32 is noticed by a page that was reloaded meanwhile, ${how}`, async () => {
      const kept = new Map<string, string>();
      const storage: StorageAdapter = {
        load: (key) => kept.get(key),
        save: (key, value) => void kept.set(key, value),
        remove: (key) => void kept.delete(key),
        keys: () => [...kept.keys()],
      };
      await using agent = await openAgent([say(first), wait(100_000), restart(), two, finish()], { storage });
      void agent.conversation.send('Hello');
      await until(agent.conversation, (turn) => answerText(turn) === first);
      while (!/"seq":\d/.test([...kept.values()].join(''))) await settle();
      agent.conversation.dispose();
      agent.emulator.advance(100_000);
      const next = agent.reopen();
      await next.restored;
      await until(next, isEnded);
      assert.deepEqual(transcript(next), ['user: Hello', `agent: ${first} three four`, 'finished']);
      next.dispose();
    });

  it('F32 tells who listens that what came before is void', async () => {
    await using line = await openLine([one, restart(), two, finish()], { partial: true });
    let heard = '';
    line.conversation.listen((event) => {
      if (event.type !== 'agent-event') return;
      if (event.event.type === 'warning' && event.event.code === 'run-reloaded') heard = '';
      if (event.event.type === 'text-delta') heard += event.event.delta;
    });
    await line.ask();
    assert.equal(heard, 'one two three four');
  });
});
