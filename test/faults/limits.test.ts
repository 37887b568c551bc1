import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Fault, deny, say } from '../../demo/emulator/script.js';
import { readRetryAfter } from '../../src/core/backoff.js';
import type { TurnError } from '../../src/core/index.js';
import { type FakeEnv, createFakeEnv, settle } from '../core/fake-env.js';
import { type Agent, hasty, openAgent, transcript, until } from '../core/open-agent.js';
import { json, openServer } from '../core/open-server.js';

/** A clock that is moved by hand must not run into the limits of a request. */
const slow = { ...hasty, startTimeout: 30_000, streamTimeout: 15_000, heartbeatTimeout: 45_000 };

/** An agent over real HTTP whose client waits only when told to. */
const openPatientAgent = async (...faults: Fault[]): Promise<Agent & { env: FakeEnv }> => {
  const env = createFakeEnv((input, init) => fetch(input, init));
  const agent = await openAgent({ faults, scripts: [[say('Here you are.')]] }, { env, policy: slow });
  return Object.assign(agent, { env });
};

const starts = ({ emulator }: Agent): number => emulator.requests({ name: 'runs' }).length;

/** Waits until the platform has refused the start, and the client is waiting: for the next try, and to say so. */
const refused = async (agent: Agent & { env: FakeEnv }): Promise<void> => {
  while (starts(agent) < 1 || agent.env.timers !== 2) await settle();
};

/** What a question that failed for good left behind. */
const failed = async (agent: Agent): Promise<TurnError> => {
  const turn = await agent.conversation.send('Hello');
  assert.deepEqual([turn.status, turn.returned], ['failed', true]);
  assert.equal(agent.conversation.state.draft, 'Hello', 'The text is back in the composer');
  return turn.error!;
};

describe('a platform that asks for patience', () => {
  it('F10 stops at a quota that is used up, says until when, and gives the text back', async () => {
    await using agent = await openPatientAgent(
      deny(403, { on: 'runs', code: 'MANAGED_AGENT_RUNTIME_TOKEN_QUOTA_POLICY_EXCEEDED', retryAfter: 7200 }),
    );
    const error = await failed(agent);
    assert.deepEqual([error.code, error.retryable], ['quota', false]);
    assert.equal(error.retryAt, agent.env.date() + 7_200_000);
    assert.deepEqual([starts(agent), agent.minted()], [1, 1]);
  });

  it('F10 does not take a token without uses for a quota', async () => {
    await using agent = await openPatientAgent(
      deny(403, { on: 'runs', code: 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_MAX_USES_EXCEEDED' }),
    );
    assert.equal((await agent.conversation.send('Hello')).status, 'finished');
    assert.deepEqual([starts(agent), agent.minted()], [2, 2]);
  });

  it('F11 waits the seven seconds that it was asked for, says so meanwhile, and asks once more', async () => {
    await using agent = await openPatientAgent(deny(429, { on: 'runs', retryAfter: 7 }));
    const { conversation, env } = agent;
    const answered = conversation.send('Hello');
    await refused(agent);
    const nextAt = env.date() + 7_000;
    assert.equal(conversation.state.turns[0]?.reconnect, undefined, 'A short wait is not worth a word');
    await env.advance(1_500);
    const { status, reconnect } = conversation.state.turns[0]!;
    assert.deepEqual([status, reconnect], ['sending', { attempt: 1, nextAt, code: 'rate-limited' }]);
    await env.advance(5_400);
    assert.equal(starts(agent), 1);
    await env.advance(200);
    assert.equal((await answered).status, 'finished');
    assert.equal(conversation.state.turns[0]?.reconnect, undefined);
    assert.deepEqual([starts(agent), agent.emulator.runs().length], [2, 1]);
    assert.deepEqual(transcript(conversation), ['user: Hello', 'agent: Here you are.', 'finished']);
  });

  it('F11 says so as well where the host’s token endpoint asks for patience', async () => {
    await using agent = await openPatientAgent();
    const { env } = agent;
    await using host = await openServer((asked, response, count) => {
      if (count === 1) return void json(response, 429, {}, { 'retry-after': '7' });
      const { conversationId } = JSON.parse(asked.body) as { conversationId: string };
      const { signal } = new AbortController();
      void agent.options.getToken!({ conversationId, reason: 'first', signal }).then((token) =>
        json(response, 200, token),
      );
    });
    const conversation = agent.reopen({ getToken: undefined as never, tokenUrl: host.origin });
    const answered = conversation.send('Hello');
    await until(conversation, ({ reconnect }) => reconnect !== undefined);
    const { status, reconnect } = conversation.state.turns[0]!;
    assert.deepEqual(
      [status, reconnect],
      ['sending', { attempt: 1, nextAt: env.date() + 7_000, code: 'rate-limited' }],
    );
    await env.advance(7_000);
    assert.equal((await answered).status, 'finished');
    assert.deepEqual([host.asked.length, conversation.state.turns[0]?.reconnect], [2, undefined]);
  });

  it('F12 waits until the date that it was given, by the clock of the platform', async () => {
    // The client's own clock is months away from the platform's.
    await using agent = await openPatientAgent(
      deny(429, { on: 'runs', retryAfter: new Date(Date.now() + 20_000).toUTCString() }),
    );
    const answered = agent.conversation.send('Hello');
    await refused(agent);
    await agent.env.advance(15_000);
    assert.equal(starts(agent), 1);
    await agent.env.advance(6_000);
    assert.equal((await answered).status, 'finished');
    assert.equal(starts(agent), 2);
  });

  it('F12 counts from its own clock where the platform does not tell the time, and never back', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    const read = (retryAfter: string) => readRetryAfter(new Headers({ 'retry-after': retryAfter }), now);
    assert.equal(read('Sun, 01 Mar 2026 12:00:09 GMT'), 9);
    assert.equal(read('Sun, 01 Mar 2026 11:00:00 GMT'), 0);
  });

  for (const retryAfter of ['3600', new Date(Date.now() + 3_600_000).toUTCString()]) {
    it(`F14 does not wait for an hour (${retryAfter.slice(0, 4)}), but says when, and gives the text back`, async () => {
      await using agent = await openPatientAgent(deny(429, { on: 'runs', retryAfter }));
      const error = await failed(agent);
      assert.deepEqual([error.code, error.retryable], ['rate-limited', true]);
      assert.ok(Math.abs(error.retryAt! - agent.env.date() - 3_600_000) < 5_000);
      assert.equal(starts(agent), 1);
    });
  }

  for (const retryAfter of ['-5', 'soon', '', '1e3', '7 s']) {
    it(`F14 takes a wait of ${JSON.stringify(retryAfter)} for none, and chooses its own`, async () => {
      await using agent = await openPatientAgent(deny(429, { on: 'runs', retryAfter }));
      const answered = agent.conversation.send('Hello');
      await refused(agent);
      // Half of a doubled base, since chance is at 0.5 here.
      await agent.env.advance(hasty.backoffBase);
      assert.equal((await answered).status, 'finished');
      assert.equal(starts(agent), 2);
    });
  }
});
