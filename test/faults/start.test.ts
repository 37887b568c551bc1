import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Fault, deny, html, lose, say, wait } from '../../demo/emulator/script.js';
import { until } from '../core/open-agent.js';
import { type LineOptions, openLine } from './open-line.js';

const told = ['user: Hello', 'agent: one two three', 'finished'];

/** An agent whose start call meets the faults. */
const startMeets = (faults: readonly Fault[], options: LineOptions = {}) =>
  openLine({ scripts: [{ when: '', before: faults, script: [say('one two three')] }] }, options);

const isStart = /^POST \S+\/runs /;

describe('starting a run', () => {
  for (const status of [500, 502, 503, 504]) {
    it(`F15 outlives ${status} twice, under the same key and with the same words`, async () => {
      await using line = await startMeets([deny(status, { on: 'runs', times: 2 })], { budget: { runs: 3, aiui: 1 } });
      await line.ask();
      assert.deepEqual(line.lines(), told);
      const bodies = line.proxy.exchanges().flatMap(({ request, body }) => (isStart.test(`${request} `) ? [body] : []));
      assert.equal(bodies.length, 3);
      assert.equal(new Set(bodies).size, 1);
      assert.equal(line.emulator.runs().length, 1);
    });

    it(`F15 gives up after ${status} three times, and gives the text back`, async () => {
      await using line = await startMeets([deny(status, { on: 'runs', times: 99 })], { budget: { runs: 3, aiui: 0 } });
      const turn = await line.ask();
      assert.deepEqual([turn.status, turn.error?.code, turn.error?.retryable], ['failed', 'server', true]);
      assert.equal(line.conversation.state.draft, 'Hello');
    });
  }

  it('F15 does not repeat what the platform cannot do', async () => {
    await using line = await startMeets([deny(501, { on: 'runs', times: 99 })], { budget: { runs: 1 } });
    assert.equal((await line.ask()).error?.retryable, false);
  });

  it('F15 outlives a gateway that answers with a page of its own', async () => {
    await using line = await startMeets([], {
      plan: [{ match: isStart, at: 'request', times: 2, do: 'answer', status: 502, body: '<h1>Bad gateway</h1>' }],
      budget: { runs: 1 },
    });
    await line.ask();
    assert.deepEqual(line.lines(), told);
  });

  for (const [how, fault] of Object.entries({
    'before its head': { at: 'head', do: 'reset' },
    'behind its head': { after: 0, do: 'reset' },
    'in the middle of it': { after: 12, do: 'reset' },
    'in the middle of it, by a FIN': { after: 12, do: 'cut' },
    'in the middle of it, as if it were whole': { after: 12, do: 'garble' },
  } as const)) {
    it(`F16 starts one run when the answer to the start was lost ${how}`, async () => {
      await using line = await startMeets([], { plan: [{ match: isStart, ...fault }], budget: { runs: 2, aiui: 1 } });
      await line.ask();
      assert.deepEqual(line.lines(), told);
      assert.equal(line.emulator.runs().length, 1);
      assert.deepEqual(line.statuses, ['sending', 'running', 'finished']);
    });
  }

  it('F16 starts one run when the platform cuts the line instead of answering, again and again', async () => {
    await using line = await startMeets([lose('runs', 2)], { budget: { runs: 3 } });
    await line.ask();
    assert.deepEqual(line.lines(), told);
    assert.equal(line.emulator.runs().length, 1);
  });

  it('F16 starts one run when the answer was lost three times, and the person sends it again', async () => {
    await using line = await startMeets([], {
      plan: [{ match: isStart, times: 3, after: 12, do: 'reset' }],
      budget: { runs: 4, aiui: 1 },
    });
    assert.equal((await line.ask()).returned, true);
    await line.ask();
    assert.deepEqual(line.lines(), told);
    assert.equal(line.emulator.runs().length, 1);
  });

  it('F17 joins the run that is going on', async () => {
    await using line = await openLine({ oneRunAtATime: true, scripts: [[say('one two three'), wait(60_000)]] });
    // Begun from somewhere else in the same conversation: no earlier question here is answered by it.
    const { conversationId } = line.conversation.state;
    const elsewhere = line.agent.reopen({ conversationId });
    const first = elsewhere.send('Hello');
    await until(elsewhere, ({ status }) => status === 'running');
    const joining = line.conversation.send('Hello again');
    await line.until(({ parts }) => parts.length > 0);
    line.emulator.advance(60_000);
    const second = await joining;
    await first;
    const [run] = line.emulator.runs();
    assert.deepEqual([second.runId, line.emulator.runs().length], [run?.runId, 1]);
    assert.deepEqual(line.lines(), ['user: Hello again', 'agent: one two three', 'finished']);
  });

  const strange: Record<string, Fault> = {
    'with a page': html({ on: 'runs', times: 9 }),
    'with nothing': html({ on: 'runs', times: 9, page: '', contentType: 'application/json' }),
    'with half of it': html({ on: 'runs', times: 9, page: '{"runId":"run_', contentType: 'application/json' }),
    'without a run id': html({ on: 'runs', times: 9, page: '{"status":"RUNNING"}', contentType: 'application/json' }),
    'with a run id that is none': html({ on: 'runs', times: 9, page: '{"runId":7}', contentType: 'application/json' }),
    'with a list': html({ on: 'runs', times: 9, page: '[]', contentType: 'application/json' }),
  };
  for (const [how, fault] of Object.entries(strange)) {
    it(`F18 gives the text back when the platform answers ${how}`, async () => {
      await using line = await startMeets([fault], { budget: { runs: 2, aiui: 0 } });
      const turn = await line.ask();
      assert.deepEqual([turn.status, turn.error?.code, turn.returned], ['failed', 'protocol', true]);
      assert.equal(line.conversation.state.draft, 'Hello');
      assert.doesNotMatch(turn.error!.message, /<|Sign in/);
    });
  }
});
