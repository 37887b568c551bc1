import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, deny, drop, end, expireToken, fail, finish, lose, say, wait } from '../../demo/emulator/script.js';
import { createWebStorage } from './fake-env.js';
import { transcript, until } from './open-agent.js';
import { openTransport } from './open-transport.js';
import { defaultEnv } from '../../src/core/env.js';

const answered = ['user: What is the answer?', 'agent: The answer is forty-two.', 'finished'];
const question = 'What is the answer?';

describe('the direct edge stream', () => {
  it('starts a run and streams it in one request', async () => {
    await using agent = await openTransport('edge', [say('The answer is forty-two.')]);
    const turn = await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.deepEqual(agent.asked(), ['POST edge 200']);
    assert.equal(turn.runId, turn.requestId);
    const [run] = agent.emulator.runs();
    assert.equal(run?.runId, turn.requestId);
    assert.deepEqual(run?.input, { message: question });
  });

  it('finishes the answer when the connection drops half way, and posts once', async () => {
    await using agent = await openTransport('edge', [say('The answer is '), drop(), say('forty-two.'), finish()]);
    await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.equal(agent.requests('edge').length, 1);
    assert.equal(agent.emulator.runs().length, 1);
  });

  it('goes on from the stored events where a run has no stream of its own', async () => {
    await using agent = await openTransport('edge', {
      scripts: [
        [say('The answer is '), drop({ reset: true }), wait(30), say('forty-'), wait(30), say('two.'), finish()],
      ],
      storedOnly: true,
    });
    await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.equal(agent.requests('edge').length, 1);
    assert.ok(agent.requests('events').length >= 1);
  });

  it('does not take the end of the body for the end of the run', async () => {
    await using agent = await openTransport('edge', [say('The answer is '), end(), say('forty-two.'), finish()]);
    await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.equal(agent.requests('edge').length, 1);
  });

  it('finds the run again whose answer was lost before the first byte', async () => {
    await using agent = await openTransport('edge', {
      scripts: [{ when: '', before: [lose('edge')], script: [say('The answer is forty-two.')] }],
    });
    await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.equal(agent.emulator.runs().length, 1);
    assert.equal(agent.requests('edge').length, 1);
  });

  it('asks again under the same id where the run was never started', async () => {
    await using agent = await openTransport('edge', {
      scripts: [{ when: '', before: [deny(503, { on: 'edge' })], script: [say('The answer is forty-two.')] }],
    });
    await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.deepEqual(agent.asked().slice(0, 3), ['POST edge 503', 'GET events 404', 'POST edge 200']);
  });

  it('gives the text back when the platform never takes it, and asks under the same id on Retry', async () => {
    await using agent = await openTransport('edge', {
      scripts: [{ when: '', before: [deny(500, { on: 'edge', times: 3 })], script: [say('The answer is forty-two.')] }],
    });
    const turn = await agent.conversation.send(question);
    assert.equal(turn.status, 'failed');
    assert.equal(agent.conversation.state.draft, question);
    await agent.conversation.retry();
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.equal(agent.emulator.runs()[0]?.runId, turn.requestId);
  });

  it('mints a new token and asks again when the old one has expired', async () => {
    await using agent = await openTransport('edge', {
      scripts: [{ when: '', before: [expireToken()], script: [say('The answer is forty-two.')] }],
    });
    await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.deepEqual(agent.asked(), ['POST edge 401', 'POST edge 200']);
  });

  it('lets a person decide through the runtime API, and goes on', async () => {
    for (const as of ['block', 'interrupt'] as const) {
      await using agent = await openTransport('edge', [
        ask({ tool: 'refund', title: 'Refund?', as, onApprove: [say('Done.')] }),
      ]);
      const sent = agent.conversation.send('Refund me');
      const { parts } = await until(agent.conversation, ({ status }) => status === 'waiting-approval');
      const part = parts.find(({ kind }) => kind === 'approval');
      assert.ok(part?.kind === 'approval');
      await agent.conversation.approve(part.request.approvalId ?? '');
      await sent;
      assert.equal(transcript(agent.conversation).at(-2), 'agent: Done.', as);
      assert.equal(agent.emulator.approvals()[0]?.decision, 'approved');
      assert.equal(agent.requests('edge').length, 1);
    }
  });

  it('rates an answer through the runtime API', async () => {
    await using agent = await openTransport('edge', [say('The answer is forty-two.')]);
    const turn = await agent.conversation.send(question);
    await agent.conversation.rate(turn.id, { rating: 5 });
    assert.equal(agent.emulator.feedback()[0]?.runId, turn.runId);
  });

  it('ends the request when the person stops', async () => {
    await using agent = await openTransport('edge', [say('The answer '), wait()]);
    const sent = agent.conversation.send(question);
    await until(agent.conversation, ({ parts }) => parts.length > 0);
    agent.conversation.stop();
    assert.equal((await sent).status, 'stopped');
    while (agent.emulator.openStreams() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(agent.asked(), ['POST edge 200']);
  });

  it('goes on after a reload without asking again', async () => {
    const storage = createWebStorage(new Map());
    const env = { ...defaultEnv, storage: () => storage };
    await using agent = await openTransport('edge', [say('The answer is '), wait(60), say('forty-two.')], {
      storage: 'session',
      env,
    });
    void agent.conversation.send(question);
    await until(agent.conversation, ({ parts }) => parts.length > 0);
    agent.conversation.dispose();
    const after = agent.reopen();
    await until(after, ({ status }) => status === 'finished');
    assert.deepEqual(transcript(after), answered);
    assert.equal(agent.requests('edge').length, 1);
  });

  it('says what failed when the run does', async () => {
    await using agent = await openTransport('edge', [say('The answer '), fail('The model is gone', 'model')]);
    const turn = await agent.conversation.send(question);
    assert.equal(turn.status, 'failed');
    assert.equal(turn.error?.message, 'The model is gone');
  });

  it('is incomplete where nothing of the run is stored, and asks under the same id on Retry', async () => {
    await using agent = await openTransport('edge', {
      scripts: [
        [
          say('The answer is '),
          deny(404, { on: 'events' }),
          deny(404, { on: 'aiui' }),
          drop(),
          say('forty-two.'),
          finish(),
        ],
      ],
    });
    const turn = await agent.conversation.send(question);
    assert.deepEqual(transcript(agent.conversation), [
      'user: What is the answer?',
      'agent: The answer is ',
      'incomplete',
    ]);
    assert.equal(turn.error?.retryable, true);
    assert.equal(agent.requests('edge').length, 1);
    await agent.conversation.retry();
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.equal(agent.emulator.runs().length, 1);
  });
});
