import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConversationOptions, ZabyError } from '../../src/core/index.js';
import { defaultEnv } from '../../src/core/env.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { createTokenSource } from '../../src/core/token-source.js';
import { type Respond, json, openServer } from './open-server.js';

const secret = 'eyJhbGciOiJub25lIn0.secret-token.signature';
const policy = { ...defaultPolicy, backoffBase: 1, backoffMaximum: 5 };

/** What a token endpoint that answers like this leads to. */
const mint = async (respond: Respond, path = '/token?session=hush', tokenTimeout = policy.tokenTimeout) => {
  await using server = await openServer(respond);
  const source = createTokenSource({ tokenUrl: `${server.origin}${path}` }, defaultEnv, { ...policy, tokenTimeout });
  const request = { conversationId: 'abc', reason: 'first', signal: new AbortController().signal } as const;
  const outcome = await source(request).catch((error: unknown) => error as ZabyError);
  return { outcome, asked: server.asked, url: `${server.origin}/token` };
};

const assertFailure = (outcome: unknown, expected: Partial<ZabyError>): ZabyError => {
  assert.ok(outcome instanceof ZabyError);
  for (const [key, value] of Object.entries(expected)) assert.equal(outcome[key as keyof ZabyError], value, key);
  const told = `${outcome.message} ${JSON.stringify(outcome)} ${outcome.stack} ${String(outcome.cause)}`;
  for (const hidden of ['secret-token', 'hush']) assert.ok(!told.includes(hidden), told);
  return outcome;
};

describe('a token endpoint', () => {
  it('is asked by POST, with the conversation and the reason, and nothing else', async () => {
    const { outcome, asked } = await mint((_, response) => json(response, 200, { token: secret, remainingUses: 5 }));
    assert.ok(!(outcome instanceof ZabyError));
    assert.equal(outcome.token, secret);
    assert.equal(outcome.remainingUses, 5);
    assert.ok(Math.abs((outcome.serverNow ?? 0) - Date.now()) < 10_000);
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.method, 'POST');
    assert.deepEqual(JSON.parse(asked[0]?.body ?? ''), { conversationId: 'abc', reason: 'first' });
    assert.equal(asked[0]?.headers['content-type'], 'application/json');
    assert.equal(asked[0]?.headers.authorization, undefined);
  });

  it('may answer with the token alone', async () => {
    const { outcome } = await mint((_, response) => json(response, 200, secret));
    assert.equal((outcome as { token: string }).token, secret);
  });

  it('that is not there is named, with its status and without its query', async () => {
    const { outcome, asked, url } = await mint((_, response) => json(response, 404, { token: secret }));
    const error = assertFailure(outcome, { code: 'token-unavailable', status: 404, url, retryable: false });
    assert.match(error.message, /POST http:\/\/localhost:\d+\/token answered 404/);
    assert.equal(asked.length, 1);
  });

  it('that fails once is asked twice', async () => {
    const { outcome, asked } = await mint((_, response, count) =>
      count === 1 ? json(response, 500, {}) : json(response, 200, { token: secret }),
    );
    assert.equal((outcome as { token: string }).token, secret);
    assert.equal(asked.length, 2);
  });

  it('that fails twice is not asked again', async () => {
    const { outcome, asked, url } = await mint((_, response) => json(response, 500, { message: secret }));
    assertFailure(outcome, { code: 'token-unavailable', status: 500, url, retryable: true });
    assert.equal(asked.length, 2);
  });

  it('that answers with a page wants the person to sign in', async () => {
    const { outcome, asked, url } = await mint((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<form>${secret}</form>`),
    );
    assertFailure(outcome, { code: 'sign-in-required', status: 200, url, retryable: false });
    assert.equal(asked.length, 1);
  });

  it('that redirects wants the person to sign in, and is not followed', async () => {
    const { outcome, asked } = await mint((_, response) => response.writeHead(302, { location: '/login' }).end());
    assertFailure(outcome, { code: 'sign-in-required', retryable: false });
    assert.deepEqual(
      asked.map(({ url }) => url),
      ['/token?session=hush'],
    );
  });

  for (const status of [401, 403]) {
    it(`that answers ${status} wants the person to sign in`, async () => {
      const { outcome } = await mint((_, response) => json(response, status, { message: secret }));
      assertFailure(outcome, { code: 'sign-in-required', status });
    });
  }

  it('that does not know the page says that the page is not allowed', async () => {
    const { outcome, asked } = await mint((_, response) => json(response, 403, { code: 'forbidden-origin' }));
    assertFailure(outcome, { code: 'forbidden', status: 403, retryable: false });
    assert.equal(asked.length, 1);
  });

  it('that answers with nothing is named', async () => {
    const { outcome, asked } = await mint((_, response) => response.writeHead(200).end());
    assertFailure(outcome, { code: 'token-unavailable', status: 200, retryable: false });
    assert.equal(asked.length, 1);
  });

  for (const body of [{}, { token: 5 }, { token: '' }, { Token: secret }, [secret], null, 7]) {
    it(`that answers ${JSON.stringify(body).slice(0, 12)} gave no token`, async () => {
      const { outcome } = await mint((_, response) => json(response, 200, body));
      assert.match(assertFailure(outcome, { code: 'token-unavailable' }).message, /needs a "token"/);
    });
  }

  it('that is cut in the middle of its answer is asked again', async () => {
    const { outcome, asked } = await mint((_, response, count) => {
      if (count > 1) return void json(response, 200, { token: secret });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"tok');
      setImmediate(() => response.destroy());
    });
    assert.equal((outcome as { token: string }).token, secret);
    assert.equal(asked.length, 2);
  });

  it('that never answers is given up after two tries', async () => {
    const { outcome, asked } = await mint(() => {}, undefined, 100);
    assertFailure(outcome, { code: 'token-unavailable', retryable: true });
    assert.equal(asked.length, 2);
  });

  it('that is too busy says when to come back', async () => {
    const { outcome, asked } = await mint((_, response) => json(response, 429, {}, { 'retry-after': '3600' }));
    assertFailure(outcome, { code: 'rate-limited', status: 429, retryAfter: 3600 });
    assert.equal(asked.length, 1);
  });

  it('that nobody listens at fails with its address', async () => {
    const { origin } = await (async () => {
      await using server = await openServer(() => {});
      return server;
    })();
    const source = createTokenSource({ tokenUrl: `${origin}/token` }, defaultEnv, policy);
    const request = { conversationId: 'abc', reason: 'first', signal: new AbortController().signal } as const;
    await assert.rejects(source(request), { code: 'token-unavailable', url: `${origin}/token`, retryable: true });
  });

  it('is left alone when the caller gives up', async () => {
    const giveUp = new AbortController();
    await using server = await openServer(() => giveUp.abort(new Error('Enough')));
    const source = createTokenSource({ tokenUrl: `${server.origin}/token` }, defaultEnv, policy);
    await assert.rejects(source({ conversationId: 'abc', reason: 'first', signal: giveUp.signal }), {
      message: 'Enough',
    });
    assert.equal(server.asked.length, 1);
  });
});

const ask = (getToken: ConversationOptions['getToken']) =>
  createTokenSource(
    { getToken: getToken! },
    defaultEnv,
    policy,
  )({
    conversationId: 'abc',
    reason: 'refused',
    signal: new AbortController().signal,
  });

describe('getToken()', () => {
  it('may give a string or an object', async () => {
    assert.deepEqual(await ask(async () => secret), { token: secret });
    assert.deepEqual(await ask(async () => ({ token: secret, remainingUses: 1 })), { token: secret, remainingUses: 1 });
  });

  it('that throws is told with its cause', async () => {
    const cause = new Error('No user');
    await assert.rejects(
      ask(() => Promise.reject(cause)),
      { code: 'token-unavailable', cause },
    );
    await assert.rejects(
      ask(() => {
        throw cause;
      }),
      { code: 'token-unavailable', cause },
    );
  });

  it('that gives nothing is told so', async () => {
    await assert.rejects(
      ask(async () => undefined as never),
      { code: 'token-unavailable' },
    );
  });

  it('may speak of signing in by itself', async () => {
    const error = new ZabyError('sign-in-required', 'Please sign in');
    await assert.rejects(
      ask(() => Promise.reject(error)),
      error,
    );
  });
});

it('a conversation without a way to get a token says what to set', () => {
  assert.throws(() => createTokenSource({}, defaultEnv, policy), { code: 'invalid-argument', message: /token-url/ });
});
