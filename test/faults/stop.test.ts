import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Step, ask, call, deny, drop, finish, hang, late, say, think, wait } from '../../demo/emulator/script.js';
import type { Turn } from '../../src/core/index.js';
import { type Line, type LineOptions, openLine } from './open-line.js';

/** Stops at once, and then lets the platform say what it had to say. */
const stopNow = async (line: Line, answered: Promise<Turn>): Promise<Turn> => {
  const { length } = line.emulator.requests();
  line.conversation.stop();
  const turn = line.conversation.state.turns.at(-1)!;
  // Not in 100 ms: at once.
  assert.equal(turn.status, 'stopped');
  assert.equal((await answered).status, 'stopped');
  while (line.emulator.openStreams() > 0) await new Promise(setImmediate);
  line.emulator.advance(60_000);
  for (let turns = 0; turns < 100; turns++) await new Promise(setImmediate);
  assert.equal(line.conversation.state.turns.at(-1), turn, 'Nothing gets in afterwards');
  assert.ok(line.emulator.requests().length <= length + 1, 'Nothing is sent afterwards');
  assert.deepEqual(
    line.proxy.exchanges().filter(({ open }) => open),
    [],
  );
  // The composer is free: a question goes out.
  const events = line.agent.emulator.runs().length;
  line.proxy.plan([]);
  void line.conversation.send('And now?');
  await line.until(({ question, runId }) => question === 'And now?' && runId !== undefined);
  assert.equal(line.emulator.runs().length, events + 1);
  line.conversation.stop();
  return turn;
};

const open = (script: readonly Step[], options: LineOptions = {}) =>
  openLine({ scripts: [script, [say('Now.'), wait()]] }, options);

describe('stopping', () => {
  it('F62 while the token is made asks nothing', async () => {
    let give: ((token: string) => void) | undefined;
    await using line = await open([say('one')], {
      getToken: () => new Promise((resolve) => (give = resolve)),
    });
    const answered = line.ask();
    await new Promise(setImmediate);
    line.conversation.stop();
    assert.equal((await answered).status, 'stopped');
    give?.('a.b.c');
    await new Promise(setImmediate);
    assert.equal(line.proxy.exchanges().length, 0);
    assert.deepEqual(line.lines(), ['user: Hello', 'stopped']);
  });

  it('F62 before the start call is answered', async () => {
    await using line = await openLine(
      {
        scripts: [
          { when: 'Hello', before: [late('runs', 50_000)], script: [say('one')] },
          { when: 'now', script: [wait()] },
        ],
      },
      { policy: { startTimeout: 60_000 } as never },
    );
    const answered = line.ask();
    while (line.proxy.exchanges().length === 0) await new Promise(setImmediate);
    const turn = await stopNow(line, answered);
    assert.deepEqual([turn.runId, turn.parts], [undefined, []]);
  });

  it('F62 while the start call waits to be tried again', async () => {
    await using line = await openLine({
      scripts: [
        { when: 'Hello', before: [deny(503, { on: 'runs', times: 9, retryAfter: 20 })], script: [say('one')] },
        { when: 'now', script: [wait()] },
      ],
    });
    const answered = line.ask();
    while (line.count('runs') === 0) await new Promise(setImmediate);
    await stopNow(line, answered);
  });

  it('F62 before the stream is open', async () => {
    await using line = await open([hang('aiui'), say('one')]);
    const answered = line.ask();
    while (line.proxy.exchanges().length < 2) await new Promise(setImmediate);
    await stopNow(line, answered);
  });

  it('F62 before the first word', async () => {
    await using line = await open([wait(50_000), say('one')]);
    const answered = line.ask();
    while (line.emulator.openStreams() === 0) await new Promise(setImmediate);
    const turn = await stopNow(line, answered);
    assert.deepEqual(turn.parts, []);
  });

  it('F62 in the middle of a word', async () => {
    await using line = await open([say('one two'), wait(50_000), say(' three'), finish()]);
    const answered = line.ask();
    await line.until(({ parts }) => parts.some((part) => part.kind === 'text' && part.text === 'one two'));
    const turn = await stopNow(line, answered);
    assert.deepEqual(
      turn.parts.map((part) => part.kind === 'text' && [part.text, part.done, part.cut]),
      [['one two', true, true]],
    );
  });

  it('F62 in the middle of a thought', async () => {
    await using line = await open([think('Hm'), wait(50_000), say('one')]);
    const answered = line.ask();
    await line.until(({ parts }) => parts.length > 0);
    const turn = await stopNow(line, answered);
    assert.ok(turn.parts.every((part) => part.kind === 'reasoning' && part.done && part.endedAt !== undefined));
  });

  it('F62 in the middle of a tool’s work', async () => {
    await using line = await open([call({ tool: 'search', args: {}, takes: 50_000, result: 'found' }), say('one')]);
    const answered = line.ask();
    await line.until(({ parts }) => parts.some((part) => part.kind === 'tool' && part.status === 'running'));
    const turn = await stopNow(line, answered);
    assert.deepEqual(line.lines().slice(0, 3), ['user: Hello', 'agent: search({}) unanswered', 'stopped']);
    assert.equal(turn.parts.length, 1);
  });

  for (const as of ['block', 'interruption', 'interrupt'] as const)
    it(`F62 while a person is asked by ${as}, which decides nothing`, async () => {
      await using line = await open([ask({ tool: 'refund', title: 'Refund?', as, approvalId: 'a' }), say('one')], {
        budget: { approvals: 0 },
      });
      const answered = line.ask();
      await line.until(({ status }) => status === 'waiting-approval');
      await stopNow(line, answered);
      assert.ok(line.lines().includes('agent: approval refund undecided'));
      assert.equal(line.emulator.approvals().find(({ approvalId }) => approvalId === 'a')?.decision, undefined);
    });

  it('F62 while a decision is on its way', async () => {
    await using line = await open(
      [ask({ tool: 'refund', title: 'Refund?', approvalId: 'a' }), late('approvals', 1), say('one')],
      {
        plan: [{ match: /approve/, at: 'head', do: 'stall' }],
        policy: { decisionTimeout: 60_000 } as never,
      },
    );
    const answered = line.ask();
    await line.until(({ status }) => status === 'waiting-approval');
    const decided = line.conversation.approve('a');
    while (line.count('approvals') === 0) await new Promise(setImmediate);
    line.conversation.stop();
    assert.equal((await answered).status, 'stopped');
    line.proxy.cutAll();
    await decided;
    assert.equal(line.conversation.state.turns[0]?.status, 'stopped');
  });

  it('F62 while it reconnects', async () => {
    await using line = await open([say('one'), drop(), say(' two')], {
      plan: [{ match: /aiui/, skip: 1, times: 99, at: 'request', do: 'reset' }],
      policy: { backoffBase: 60_000, backoffMaximum: 60_000 } as never,
    });
    const answered = line.ask();
    await line.until(({ status }) => status === 'reconnecting');
    const turn = await stopNow(line, answered);
    assert.equal(turn.reconnect, undefined);
    assert.deepEqual(line.lines().slice(0, 3), ['user: Hello', 'agent: one', 'stopped']);
  });

  it('F62 after the last word, before the end', async () => {
    await using line = await open([say('one'), call({ tool: 'log', args: {}, result: 1 }), wait(50_000), finish()]);
    const answered = line.ask();
    await line.until(({ parts }) => parts.some((part) => part.kind === 'tool' && part.status === 'done'));
    await stopNow(line, answered);
  });

  it('F62 twice is once, and after the end is nothing', async () => {
    await using line = await open([say('one'), finish()]);
    const turn = await line.ask();
    line.conversation.stop();
    assert.equal(line.conversation.state.turns[0], turn);
    assert.equal(turn.status, 'finished');
  });
});
