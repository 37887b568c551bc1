import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { type Fault, deny, expireToken, exhaustToken, revokeFamily, say, wait } from '../../demo/emulator/script.js';
import { createCall } from '../../src/core/call.js';
import { defaultEnv } from '../../src/core/env.js';
import type { ConversationOptions, Env, GetToken, RuntimeToken } from '../../src/core/index.js';
import { createPlatform } from '../../src/core/platform.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { createTokenManager } from '../../src/core/token-manager.js';
import { createFakeEnv } from '../core/fake-env.js';
import { type Agent, hasty, openAgent, transcript } from '../core/open-agent.js';
import { json, openServer } from '../core/open-server.js';

const greeting = { scripts: [[say('Good morning.')]] };
const greetingAfter = (fault: Fault) => ({ scripts: [{ when: '', before: [fault], script: [say('Good morning.')] }] });
const answered = ['user: Hello', 'agent: Good morning.', 'finished'];

const statuses = ({ emulator }: Agent): number[] =>
  emulator
    .requests()
    .filter(({ name }) => name !== undefined && name !== 'token')
    .map(({ status }) => status);

/** Nothing that a person or a program was told holds a token. */
const assertSecret = ({ events, conversation }: Agent): void => {
  const told = events.flatMap((event) => (event.type === 'error' ? [event.error, event.error.cause] : []));
  const text = [...told.map(String), JSON.stringify([conversation.state, told])].join('\n');
  assert.ok(!/eyJ|Bearer/.test(text), 'A token was told');
};

/** Five calls at once, with one token for all, as the parts of a conversation make them. */
const callFiveTimes = async (agent: Agent): Promise<{ minted: number; results: unknown[] }> => {
  const runId = agent.emulator.runs()[0]!.runId;
  let minted = 0;
  const env = defaultEnv;
  const policy = { ...defaultPolicy, ...hasty };
  const tokens = createTokenManager({
    source: async (request) => {
      minted++;
      return (await agent.options.getToken!(request)) as RuntimeToken;
    },
    conversationId: () => agent.conversation.state.conversationId,
    env,
    policy,
  });
  const platform = createPlatform(agent.options.apiOrigin!, createCall(tokens, env, policy), policy);
  const { signal } = new AbortController();
  const read = () => platform.storedEvents(runId, undefined, signal);
  await read();
  agent.emulator.advance(700_000);
  const results = await Promise.all(Array.from({ length: 5 }, read));
  return { minted, results };
};

describe('a token that the platform no longer accepts', () => {
  it('F07 is replaced once in the middle of a conversation, and the call is made again', async () => {
    await using agent = await openAgent(greeting);
    await agent.conversation.send('Hello');
    agent.emulator.advance(700_000);
    await agent.conversation.send('Hello');
    assert.deepEqual(transcript(agent.conversation), [...answered, ...answered]);
    assert.deepEqual([agent.minted(), agent.emulator.runs().length], [2, 2]);
    assert.deepEqual(
      statuses(agent).filter((status) => status !== 200),
      [401],
    );
    assert.ok(!agent.events.some(({ type }) => type === 'error'));
  });

  it('F07 is replaced once where it expires before the first answer', async () => {
    await using agent = await openAgent(greetingAfter(expireToken()));
    await agent.conversation.send('Hello');
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.deepEqual([agent.minted(), agent.emulator.runs().length], [2, 1]);
  });

  it('F08 and neither its successor ends the session, keeps the text, and trying again asks for a new one', async () => {
    await using agent = await openAgent({ ...greeting, faults: [deny(401, { on: 'runs', times: 2 })] });
    const { conversation } = agent;
    const { status, error } = await conversation.send('Hello');
    assert.deepEqual([status, error?.code, error?.status], ['failed', 'session-ended', 401]);
    assert.deepEqual([statuses(agent), agent.minted()], [[401, 401], 2]);
    assert.equal(conversation.state.draft, 'Hello');
    assertSecret(agent);
    await conversation.retry();
    assert.deepEqual(transcript(conversation), answered);
    assert.deepEqual([agent.minted(), agent.emulator.runs().length, conversation.state.draft], [3, 1, '']);
  });

  it('F09 in five calls at once is replaced once', async () => {
    await using agent = await openAgent(greeting);
    await agent.conversation.send('Hello');
    const { minted, results } = await callFiveTimes(agent);
    assert.equal(minted, 2);
    assert.ok(results.every((events) => Array.isArray(events) && events.length > 0));
    assert.equal(statuses(agent).filter((status) => status === 401).length, 5);
  });
});

/** A host's server whose token endpoint answers as it is told; `mint` gets a real token. */
const openHost = async (
  agent: Agent,
  answer: (mint: () => Promise<RuntimeToken>, response: ServerResponse, count: number) => unknown,
) => {
  const server = await openServer((asked, response, count) => {
    const { conversationId } = JSON.parse(asked.body) as { conversationId: string };
    const mint = () =>
      agent.options.getToken!({
        conversationId,
        reason: 'first',
        signal: new AbortController().signal,
      }) as Promise<RuntimeToken>;
    void answer(mint, response, count);
  });
  const { getToken: _own, ...options } = agent.options;
  const conversation = agent.reopen({ ...options, getToken: undefined as never, tokenUrl: `${server.origin}/token` });
  conversation.listen((event) => (agent.events as unknown[]).push(event));
  return Object.assign(server, { conversation });
};

const failures: Record<string, { answer: (response: ServerResponse) => unknown; asks: number }> = {
  'is down (500)': { answer: (response) => json(response, 500, { secret: 'stack trace' }), asks: 2 },
  'is not there (404)': { answer: (response) => json(response, 404, {}), asks: 1 },
  'cuts the line': { answer: (response) => response.destroy(), asks: 2 },
  'never answers': { answer: () => {}, asks: 2 },
  'answers without a token': { answer: (response) => json(response, 200, { ok: true }), asks: 1 },
};

describe('a token endpoint', () => {
  for (const [how, { answer, asks }] of Object.entries(failures)) {
    it(`F48 that ${how} fails the question after ${asks} tries, and the composer can be used`, async () => {
      let healthy = false;
      const tokenTimeout = how === 'never answers' ? 60 : 5_000;
      await using agent = await openAgent(greeting, { policy: { ...hasty, startTimeout: 5_000, tokenTimeout } });
      await using host = await openHost(agent, async (mint, response) =>
        healthy ? json(response, 200, await mint()) : answer(response),
      );
      const { conversation, asked } = host;
      const { status, error, returned } = await conversation.send('Hello');
      assert.deepEqual([status, error?.code, returned], ['failed', 'token-unavailable', true]);
      assert.equal(asked.length, asks);
      assert.equal(conversation.state.draft, 'Hello');
      assert.ok(!JSON.stringify(conversation.state).includes('stack trace'));
      healthy = true;
      // A busy machine may need more than one moment for a token.
      for (let tries = 0; conversation.state.turns.at(-1)?.status !== 'finished' && tries < 9; tries++)
        await conversation.send('Hello');
      assert.deepEqual(transcript(conversation), answered);
      assert.equal(agent.emulator.runs().length, 1);
    });
  }

  const walls: Record<string, (response: ServerResponse) => unknown> = {
    'answers with a sign-in page': (response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>Please sign in</h1>'),
    'redirects to another site': (response) =>
      response.writeHead(302, { location: 'https://login.example.com/?next=secret' }).end(),
    'refuses the person (401)': (response) => json(response, 401, {}),
  };
  for (const [how, answer] of Object.entries(walls)) {
    it(`F49 that ${how} wants the person to sign in, is asked once, and nothing of its page is shown`, async () => {
      await using agent = await openAgent(greeting);
      await using host = await openHost(agent, (_mint, response) => answer(response));
      const { conversation, asked } = host;
      const { status, error } = await conversation.send('Hello');
      assert.deepEqual([status, error?.code], ['failed', 'sign-in-required']);
      assert.equal(asked.length, 1);
      assert.deepEqual([conversation.state.draft, agent.emulator.requests({ name: 'runs' })], ['Hello', []]);
      assert.ok(!/<h1>|secret/.test(JSON.stringify([conversation.state, agent.events])));
    });
  }
});

/** Names for tokens that say nothing about them, as a platform with opaque tokens would give out. */
const opaquely = (name: (count: number) => string, env: Env = defaultEnv) => {
  const real = new Map<string, string>();
  return {
    hide: (token: RuntimeToken): RuntimeToken => {
      const hidden = name(real.size + 1);
      real.set(hidden, token.token);
      return { ...token, token: hidden };
    },
    env: Object.assign(Object.create(env) as Env, {
      fetch: (input: string, init: RequestInit) => {
        const headers = new Headers(init.headers);
        const hidden = headers.get('authorization')?.replace('Bearer ', '') ?? '';
        if (real.has(hidden)) headers.set('authorization', `Bearer ${real.get(hidden)}`);
        return fetch(input, { ...init, headers });
      },
    }),
  };
};

describe('a token that says little of itself', () => {
  const malformed: Record<string, string> = {
    'is no JWT': 'opaque',
    'has an empty payload': 'a..b',
    'has a payload that is no base64': 'a.%%%.b',
    'has a payload that is no JSON': `a.${btoa('{"exp":')}.b`,
    'has a payload of nonsense': `a.${btoa('{"exp":"soon","iat":[]}')}.b`,
    'ended before it began': `a.${btoa('{"exp":1,"iat":9}')}.b`,
  };
  for (const [what, token] of Object.entries(malformed)) {
    it(`F50 since it ${what} is used until it is refused`, async () => {
      const { hide, env } = opaquely((count) => `${token}${count}`);
      let getToken: GetToken | undefined;
      await using agent = await openAgent(greeting, { env });
      const { getToken: mint } = agent.options;
      getToken = async (request) => ({ token: hide((await mint!(request)) as RuntimeToken).token });
      const conversation = agent.reopen({ getToken });
      await conversation.send('Hello');
      await conversation.send('Hello');
      assert.equal(agent.minted(), 1);
      agent.emulator.advance(700_000);
      await conversation.send('Hello');
      assert.deepEqual(transcript(conversation), [...answered, ...answered, ...answered]);
      assert.equal(agent.minted(), 2);
    });
  }
});

const minute = 60_000;
const hour = 60 * minute;

describe('a clock that is wrong', () => {
  const lifetimes: Record<string, (token: RuntimeToken) => object> = {
    'by the JWT': ({ token }) => ({ token }),
    'by rotateAfterSeconds': ({ token }) => ({ token, rotateAfterSeconds: 570 }),
    'by expiresAt and the date of the answer': ({ token, expiresAt }) => ({ token, expiresAt }),
  };
  for (const [how, tell] of Object.entries(lifetimes)) {
    for (const offset of [-12 * hour, 12 * hour]) {
      it(`F51 by ${offset / hour} hours costs no token and no refusal, the life of a token being known ${how}`, async () => {
        const clock = createFakeEnv((input, init) => fetch(input, init));
        clock.jump(Date.now() + offset - clock.date());
        const isOpaque = !how.endsWith('JWT');
        const { hide, env } = opaquely((count) => `opaque-${count}`, clock);
        const policy: ConversationOptions['policy'] = {};
        await using agent = await openAgent(greeting, { env: isOpaque ? env : clock, policy });
        const moments: number[] = [];
        await using host = await openHost(agent, async (mint, response) => {
          moments.push(clock.now());
          const token = await mint();
          // The platform's clock was moved on; the host's `Date` has to be of the same time.
          response.setHeader('date', new Date(Date.now() + clock.now() - 1_000).toUTCString());
          json(response, 200, tell(isOpaque ? hide(token) : token));
        });
        for (let count = 0; count < 30; count++) {
          assert.equal((await host.conversation.send('Hello')).status, 'finished');
          await clock.advance(minute);
          agent.emulator.advance(minute);
        }
        // Tokens live ten minutes, and are replaced half a minute before their end.
        assert.equal(moments.length, 3);
        assert.ok(moments.every((moment, index) => index === 0 || moment - moments[index - 1]! >= 9 * minute));
        assert.deepEqual(new Set(statuses(agent)), new Set([200]));
      });
    }
  }
});

describe('a token family', () => {
  it('F53 that is revoked for good ends the session, wipes the token, and keeps the transcript', async () => {
    await using agent = await openAgent([say('As I was say'), revokeFamily({ forGood: true }), wait(5), say('ing')]);
    const { conversation } = agent;
    const { status, error } = await conversation.send('Hello');
    assert.deepEqual([status, error?.code], ['failed', 'session-ended']);
    assert.deepEqual(transcript(conversation), ['user: Hello', 'agent: As I was say', 'failed']);
    assert.equal(agent.minted(), 2);
    const refused = statuses(agent).filter((code) => code !== 200);
    assert.deepEqual(refused, [403, 403]);
    assertSecret(agent);
    // The next question begins with a token of its own, and never with one that was refused.
    assert.equal((await conversation.send('Hello again')).error?.code, 'session-ended');
    assert.equal(agent.minted(), 4);
    assert.equal(conversation.state.turns.length, 2);
  });

  it('F53 that is replaced by a new one costs nothing', async () => {
    await using agent = await openAgent([say('As I was say'), revokeFamily(), wait(5), say('ing.')]);
    await agent.conversation.send('Hello');
    assert.deepEqual(transcript(agent.conversation), ['user: Hello', 'agent: As I was saying.', 'finished']);
    assert.deepEqual([agent.minted(), agent.emulator.runs().length], [2, 1]);
  });
});

describe('a token with few uses', () => {
  it('F54 is replaced before it is needed, so that no call is refused', async () => {
    await using agent = await openAgent({ ...greeting, maxUses: 3 });
    for (let count = 0; count < 6; count++) await agent.conversation.send('Hello');
    assert.deepEqual(new Set(statuses(agent)), new Set([200]));
    assert.equal(agent.minted(), Math.ceil(statuses(agent).length / 3));
    assert.equal(agent.emulator.runs().length, 6);
  });

  it('F54 is used up by nobody twice, though five calls come at once', async () => {
    await using agent = await openAgent({ ...greeting, maxUses: 2 });
    await agent.conversation.send('Hello');
    const { minted, results } = await callFiveTimes(agent);
    assert.equal(results.length, 5);
    // One use before, five that met an expired token, five that did not.
    assert.ok(minted <= 6, `${minted} tokens`);
    assert.ok(!statuses(agent).includes(403));
  });

  it('F54 that was used up elsewhere is replaced once', async () => {
    await using agent = await openAgent(greetingAfter(exhaustToken()));
    await agent.conversation.send('Hello');
    assert.deepEqual(transcript(agent.conversation), answered);
    assert.deepEqual([agent.minted(), statuses(agent)[0]], [2, 403]);
  });
});
