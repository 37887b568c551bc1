import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Step, finish, hang, late, say, stall, wait } from '../../demo/emulator/script.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { type FakeEnv, createFakeEnv, settle } from '../core/fake-env.js';
import type { Exchange } from '../support/fault-proxy.js';
import { type Line, type LineOptions, openLine } from './open-line.js';

const told = ['user: Hello', 'agent: one two', 'finished'];

/** A line whose client's clock stands still until it is moved. */
const openSlowLine = async (script: readonly Step[], options: LineOptions = {}): Promise<Line & { clock: FakeEnv }> => {
  const clock = createFakeEnv((input, init) => fetch(input, init));
  const line = await openLine(script, { env: clock, policy: defaultPolicy, ...options });
  return Object.assign(line, { clock });
};

const streams = ({ proxy }: Line): Exchange[] => proxy.exchanges().filter(({ request }) => request.endsWith('/aiui'));

/** Waits, without moving the clock, until as many streams were asked for. */
const asked = async (line: Line, count: number): Promise<void> => {
  while (streams(line).length < count) await settle();
  // The watch begins when the request is on its way.
  await settle();
};

describe('headers that are slow', () => {
  it('F19 are waited for when they take 14 seconds', async () => {
    await using line = await openSlowLine([late('aiui', 14_000), say('one two'), finish()], { budget: { aiui: 1 } });
    const answered = line.ask();
    await asked(line, 1);
    await line.clock.advance(14_000);
    line.emulator.advance(14_000);
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F19 are given up after 15 seconds and asked for again', async () => {
    await using line = await openSlowLine([hang('aiui'), say('one two'), finish()], { budget: { runs: 1 } });
    const answered = line.ask();
    await asked(line, 1);
    await line.clock.advance(14_900);
    assert.equal(streams(line).length, 1);
    await line.clock.advance(100);
    // Half of the first backoff, by the drawn chance.
    await line.clock.advance(250);
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.equal(streams(line).length, 2);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F19 that never come end in a word, after the budget of attempts', async () => {
    await using line = await openSlowLine([hang('aiui', 99), say('one two'), finish()], {
      policy: { ...defaultPolicy, reconnectAttempts: 3 },
      budget: { runs: 1, aiui: 4 },
    });
    const answered = line.ask();
    while (!line.conversation.state.turns[0]?.error) {
      // A request is on its way for real before its time runs.
      await settle();
      await line.clock.advance(1_000);
    }
    const { status, error } = await answered;
    assert.deepEqual([status, error?.code, error?.retryable], ['failed', 'timeout', true]);
    assert.deepEqual(line.statuses, ['sending', 'running', 'reconnecting', 'failed']);
  });
});

describe('a stream that says nothing', () => {
  it('F20 is given up after 45 seconds, and goes on where it was', async () => {
    await using line = await openSlowLine([say('one'), stall(), say(' two'), finish()], { budget: { runs: 1 } });
    const answered = line.ask();
    await line.until(({ parts }) => parts.length > 0);
    await settle();
    await line.clock.advance(44_900);
    assert.equal(streams(line).length, 1);
    await line.clock.advance(200);
    await line.clock.advance(250);
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.equal(streams(line).length, 2);
    assert.match(streams(line)[1]!.head, /last-event-id: \d/i);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });

  it('F20 is given up when half an event came', async () => {
    await using line = await openSlowLine([say('one two'), finish()], {
      plan: [{ match: /aiui/, after: '"delta":" tw', do: 'stall' }],
    });
    const answered = line.ask();
    await line.until(({ parts }) => parts.length > 0);
    await settle();
    await line.clock.advance(45_100);
    await line.clock.advance(250);
    await answered;
    assert.deepEqual(line.lines(), told);
  });

  it('F21 is kept for ten minutes while there are heartbeats', async () => {
    await using line = await openSlowLine([say('one'), wait(600_000), say(' two'), finish()], {
      budget: { aiui: 1, events: 0 },
    });
    const answered = line.ask();
    await line.until(({ parts }) => parts.length > 0);
    for (let minute = 0; minute < 40; minute++) {
      const before = streams(line)[0]!.passed;
      line.emulator.advance(15_000);
      while (streams(line)[0]!.passed === before) await settle();
      await line.clock.advance(15_000);
    }
    await answered;
    assert.deepEqual(line.lines(), told);
    assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
  });
});
