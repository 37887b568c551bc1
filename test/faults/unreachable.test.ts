import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, say, wait } from '../../demo/emulator/script.js';
import { defaultEnv } from '../../src/core/env.js';
import type { Env } from '../../src/core/index.js';
import { openLine } from './open-line.js';

/** Counts what is sent, since a platform that nobody reaches cannot. */
const countCalls = () => {
  const calls: { readonly url: string; readonly body: string }[] = [];
  const env: Env = Object.assign(Object.create(defaultEnv) as Env, defaultEnv, {
    fetch: (url: string, init: RequestInit) => {
      calls.push({ url: new URL(url).pathname.split('/').at(-1)!, body: String(init.body ?? '') });
      return fetch(url, init);
    },
  });
  return { env, calls };
};

const answer = [say('Good morning.')];

describe('a platform that refuses connections', () => {
  it('F01 fails the question after three tries with one key, keeps the text, and answers once it is back', async () => {
    const { env, calls } = countCalls();
    await using line = await openLine(answer, { env });
    await line.proxy.down();
    const { status, error, returned } = await line.ask();
    assert.deepEqual([status, error?.code, error?.retryable, returned], ['failed', 'network', true, true]);
    assert.equal(line.conversation.state.draft, 'Hello');
    assert.deepEqual(line.statuses, ['sending', 'failed'], 'Nothing is said of a short trouble');
    assert.equal(calls.length, 3);
    assert.equal(new Set(calls.map(({ body }) => body)).size, 1, 'The same bytes, and so the same key');
    await line.proxy.up();
    await line.conversation.retry();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: Good morning.', 'finished']);
    assert.equal(line.conversation.state.draft, '');
    assert.equal(new Set(calls.filter(({ url }) => url === 'runs').map(({ body }) => body)).size, 1);
  });

  it('F01 costs nothing where it is back before the last try', async () => {
    await using line = await openLine(answer, {
      policy: { backoffBase: 200, backoffMaximum: 200, requestAttempts: 9 },
    });
    await line.proxy.down();
    const asked = line.ask();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await line.proxy.up();
    await asked;
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: Good morning.', 'finished']);
    assert.deepEqual(line.statuses.slice(0, 2), ['sending', 'running']);
  });

  it('F01 in the middle of an answer is given up after so many tries, and Retry goes on where it was', async () => {
    const { env, calls } = countCalls();
    const countStreams = () => calls.filter(({ url }) => url === 'aiui').length;
    await using line = await openLine([say('Good '), wait(60_000), say('morning.')], { env });
    const asked = line.ask();
    await line.until(({ parts }) => parts.length > 0);
    await line.proxy.down();
    const before = countStreams();
    const { status, error } = await asked;
    assert.deepEqual([status, error?.code, error?.retryable], ['failed', 'network', true]);
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: Good ', 'failed']);
    assert.equal(countStreams() - before, 10);
    await line.proxy.up();
    line.emulator.advance(60_000);
    await line.conversation.retry();
    assert.deepEqual(line.lines(), ['user: Hello', 'agent: Good morning.', 'finished']);
    assert.equal(calls.filter(({ url }) => url === 'runs').length, 1);
  });

  it('F01 while a person decides says that nobody knows, and lets them decide again', async () => {
    await using line = await openLine([ask({ tool: 'refund', title: 'Refund?', approvalId: 'a', onApprove: answer })], {
      policy: { reconnectAttempts: 1_000 },
    });
    const asked = line.ask();
    await line.until(({ status }) => status === 'waiting-approval');
    await line.proxy.down();
    await line.conversation.approve('a');
    const card = line.conversation.state.turns[0]!.parts.find(({ kind }) => kind === 'approval');
    assert.ok(card?.kind === 'approval');
    assert.deepEqual([card.status, card.error?.code], ['unconfirmed', 'network']);
    await line.proxy.up();
    await line.conversation.approve('a');
    assert.equal((await asked).status, 'finished');
    assert.ok(line.lines().includes('agent: approval refund approved'));
    assert.equal(line.count('approvals'), 1);
  });

  it('F01 keeps a rating that did not arrive as such, and it may be given again', async () => {
    await using line = await openLine(answer);
    const { id } = await line.ask();
    await line.proxy.down();
    await assert.rejects(line.conversation.rate(id, { rating: 5 }), { code: 'network' });
    assert.equal(line.conversation.state.turns[0]?.feedback?.status, 'failed');
    await line.proxy.up();
    await line.conversation.rate(id, { rating: 5 });
    assert.deepEqual(line.conversation.state.turns[0]?.feedback, { rating: 5, status: 'sent' });
  });
});
