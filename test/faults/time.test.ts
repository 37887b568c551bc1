import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, finish, gap, hang, late, say, stall, wait } from '../../demo/emulator/script.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { settle } from '../core/fake-env.js';
import { openSlowLine } from './open-slow-line.js';

const told = ['user: Hello', 'agent: one two', 'finished'];

/** Longer than the first backoff, and shorter than what a person notices. */
const backoff = 400;

describe('headers that are slow', () => {
  it('F19 are waited for when they take 14 seconds', async () => {
    await using line = await openSlowLine([late('aiui', 14_000), say('one two'), finish()], { budget: { aiui: 1 } });
    const answered = line.ask();
    await line.asked(1);
    await line.pass(14_000, 1);
    // The platform's clock only counts once the request is there.
    while (line.streams()[0]!.status === 0) {
      line.emulator.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F19 are given up after 15 seconds and asked for again', async () => {
    await using line = await openSlowLine([hang('aiui'), say('one two'), finish()], { budget: { runs: 1 } });
    const answered = line.ask();
    await line.asked(1);
    await line.pass(14_900, 1);
    assert.equal(line.streams().length, 1);
    await line.pass(100, 1);
    await line.pass(backoff);
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.equal(line.streams().length, 2);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F19 that never come end in a word, after the budget of attempts', async () => {
    await using line = await openSlowLine([hang('aiui', 99), say('one two'), finish()], {
      policy: { ...defaultPolicy, reconnectAttempts: 3 },
      budget: { runs: 1, aiui: 4 },
    });
    const answered = line.ask();
    await line.asked(1);
    while (!line.conversation.state.turns[0]?.error) await line.pass(1_000, 1);
    const { status, error } = await answered;
    assert.deepEqual([status, error?.code, error?.retryable], ['failed', 'timeout', true]);
    assert.deepEqual(line.statuses, ['sending', 'running', 'reconnecting', 'failed']);
  });
});

describe('a line that stays dead while a person is asked', () => {
  it('F34 is asked for ever more rarely, and never given up', async () => {
    await using line = await openSlowLine([ask({ tool: 'refund', title: 'Refund?', approvalId: 'a' }), finish()], {
      plan: [{ match: /aiui/, skip: 1, times: 999, at: 'request', do: 'reset' }],
      policy: { ...defaultPolicy, reconnectAttempts: 3 },
    });
    const answered = line.ask();
    await line.until(({ status }) => status === 'waiting-approval');
    line.proxy.cutAll();
    await line.pass(400_000);
    const tries = line.streams().length;
    assert.ok(tries >= 10 && tries <= 20, `${tries} tries in 400 s`);
    line.proxy.plan([]);
    await line.conversation.approve('a');
    await line.pass(backoff);
    await answered;
    assert.equal(line.lines().at(-1), 'finished');
  });
});

describe('events that are missing', () => {
  const four = ['user: Hello', 'agent: one two three four', 'finished'];

  it('F30 are waited for no longer than two seconds', async () => {
    await using line = await openSlowLine([say('one two'), gap(1), say(' three four'), wait(100_000), finish()], {
      budget: { aiui: 2 },
    });
    const answered = line.ask();
    await line.begun();
    await line.pass(1_800);
    assert.equal(line.streams().length, 1);
    await line.pass(400 + backoff);
    assert.equal(line.streams().length, 2);
    line.emulator.advance(100_000);
    await answered;
    assert.deepEqual(line.lines(), four);
  });

  it('F30 are waited for no longer than 64 events', async () => {
    const many = say(Array.from({ length: 70 }, (_, index) => ` ${index}`).join(''));
    await using line = await openSlowLine([say('one two'), gap(1), many, wait(100_000), finish()], {
      budget: { aiui: 2 },
    });
    const answered = line.ask();
    await line.begun();
    await line.pass(backoff);
    assert.equal(line.streams().length, 2);
    line.emulator.advance(100_000);
    await answered;
  });
});

describe('a stream that says nothing', () => {
  it('F20 is given up after 45 seconds, and goes on where it was', async () => {
    await using line = await openSlowLine([say('one'), stall(), say(' two'), finish()], { budget: { runs: 1 } });
    const answered = line.ask();
    await line.begun();
    await line.pass(44_800);
    assert.equal(line.streams().length, 1);
    await line.pass(400 + backoff);
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.equal(line.streams().length, 2);
    assert.match(line.streams()[1]!.head, /last-event-id: \d/i);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F20 is given up when half an event came', async () => {
    await using line = await openSlowLine([say('one two'), finish()], {
      plan: [{ match: /aiui/, after: '"delta":" tw', do: 'stall' }],
      budget: { aiui: 2 },
    });
    const answered = line.ask();
    await line.begun();
    await line.pass(45_200 + backoff);
    await answered;
    assert.deepEqual(line.lines(), told);
  });

  it('F21 is kept for ten minutes while there are heartbeats', async () => {
    await using line = await openSlowLine([say('one'), wait(700_000), say(' two'), finish()], {
      budget: { aiui: 1, events: 0 },
    });
    const answered = line.ask();
    await line.begun();
    const [stream] = line.streams();
    for (let time = 0; time < 600_000; time += 15_000) {
      const { passed } = stream!;
      while (stream!.passed === passed) {
        line.emulator.advance(1_000);
        await settle();
      }
      await line.clock.advance(15_000);
    }
    assert.deepEqual(line.statuses, ['sending', 'running']);
    line.emulator.advance(700_000);
    await answered;
    assert.deepEqual(line.lines(), told);
  });
});
