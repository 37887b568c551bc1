import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Identity } from '../../src/server/index.js';
import { apiKey, conversationId, everythingIn, jwt, openEndpoint, openPlatform, tokenRequest } from './support.js';

const failingSession = () => {
  throw new Error(`session store at redis://10.0.0.1 refused ${apiKey}`);
};

const failingLog = () => {
  throw new Error('log is full');
};

describe('the token endpoint', () => {
  it('gets a token in the name of the user the host knows', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    const identity: Identity = {
      userId: 'ada',
      displayName: 'Ada',
      locale: 'pt-BR',
      timezone: 'Europe/Lisbon',
      metadata: { plan: 'gold' },
    };
    const { handler } = openEndpoint(platform.origin, {
      identify: async () => identity,
      ttlSeconds: 300,
      maxUses: 20,
      scopes: ['runs'],
    });

    const response = await handler(tokenRequest());

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.deepEqual(await response.json(), { token: jwt, tokenType: 'Bearer' });
    const [minted] = platform.seen;
    assert.equal(minted?.method, 'POST');
    assert.equal(minted.url, '/api/v1/provisioning/managed-agents/external-apps/app_1/runtime-tokens');
    assert.equal(minted.headers['x-zaby-api-key'], apiKey);
    const { requestId, externalSessionId, ...rest } = minted.body;
    assert.match(String(requestId), /^[\da-f-]{36}$/);
    assert.match(String(externalSessionId), /^[\da-f]{64}$/);
    assert.deepEqual(rest, {
      deploymentId: 'dep_1',
      quotaPolicyId: 'policy_1',
      externalUserId: 'ada',
      channel: 'web',
      ttlSeconds: 300,
      maxUses: 20,
      scopes: ['runs'],
      displayName: 'Ada',
      locale: 'pt-BR',
      timezone: 'Europe/Lisbon',
      metadata: { plan: 'gold' },
    });
  });

  it('gives the browser the fields it needs and keeps the rest', async (test) => {
    const known = {
      token: jwt,
      tokenType: 'Bearer',
      expiresAt: '2030-01-01T00:00:00.000Z',
      rotateAfterSeconds: 540,
      remainingUses: 20,
      scopes: ['runs'],
      agentSessionId: 'session_1',
    };
    const platform = await openPlatform({
      body: { ...known, grantId: 'grant_1', tokenFamilyId: 'family_1', tenant: { secret: apiKey } },
    });
    test.after(platform.close);

    const response = await openEndpoint(platform.origin).handler(tokenRequest());

    assert.deepEqual(await response.json(), known);
  });

  it('binds the session to user and conversation together', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    let userId = 'ada';
    const { handler } = openEndpoint(platform.origin, { identify: () => ({ userId }) });
    const other = JSON.stringify({ conversationId: 'b6ab3ea0-0000-4000-8000-000000000000', reason: 'first' });

    await handler(tokenRequest());
    await handler(
      tokenRequest({ body: JSON.stringify({ conversationId: conversationId.toUpperCase(), reason: 'refused' }) }),
    );
    await handler(tokenRequest({ body: other }));
    userId = 'eve';
    await handler(tokenRequest());

    const sessions = platform.seen.map(({ body }) => body['externalSessionId']);
    assert.equal(sessions[1], sessions[0], 'the same conversation of the same user');
    assert.equal(new Set(sessions).size, 3, 'another conversation, and another user');
  });

  it('reads 4 KiB at most, whatever was announced, counted in bytes', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    const { handler } = openEndpoint(platform.origin);
    const status = async (padding: string, announced: string | null): Promise<number> => {
      const body = JSON.stringify({ conversationId, padding });
      return (await handler(tokenRequest({ body, headers: { 'content-length': announced } }))).status;
    };
    for (const announced of ['10', null]) {
      assert.equal(await status('x'.repeat(4000), announced), 200);
      assert.equal(await status('x'.repeat(4096), announced), 413);
      assert.equal(await status('é'.repeat(1900), announced), 200);
      assert.equal(await status('é'.repeat(2048), announced), 413);
      assert.equal(await status('語'.repeat(1400), announced), 413);
    }
    assert.equal(await status('', '5000'), 413);
    assert.equal(platform.seen.length, 4);
  });

  it('never believes the browser about who it is', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    const claims = {
      conversationId,
      userId: 'root',
      externalUserId: 'root',
      externalSessionId: 'x',
      deploymentId: 'theirs',
      scopes: ['*'],
      apiOrigin: 'http://evil.example',
    };

    const response = await openEndpoint(platform.origin).handler(tokenRequest({ body: JSON.stringify(claims) }));

    assert.equal(response.status, 200);
    assert.equal(platform.seen[0]?.body['externalUserId'], 'ada');
    assert.equal(platform.seen[0]?.body['deploymentId'], 'dep_1');
    assert.equal(platform.seen[0]?.body['scopes'], undefined);
    assert.doesNotMatch(JSON.stringify(platform.seen[0]?.body), /root|theirs|evil/);
  });

  it('asks a person without a session to sign in', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    for (const nobody of [null, undefined]) {
      const { handler, errors } = openEndpoint(platform.origin, { identify: async () => nobody });
      const response = await handler(tokenRequest());
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), { code: 'sign-in-required' });
      assert.equal(errors[0]?.code, 'sign-in-required');
    }
    assert.equal(platform.seen.length, 0);
  });

  it('says nothing to the browser when the host cannot tell who it is', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    for (const identify of [failingSession, () => ({ userId: '' }), () => ({}) as Identity]) {
      const { handler, errors } = openEndpoint(platform.origin, { identify });
      const response = await handler(tokenRequest());
      assert.equal(response.status, 500);
      assert.deepEqual(await response.json(), { code: 'internal' });
      assert.doesNotMatch(everythingIn(errors[0]), /zaby_pk_/);
    }
    assert.equal(platform.seen.length, 0);
  });

  it('slows down a user who asks for too many tokens, and only that one', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    let userId = 'eve';
    let now = 1000;
    const { handler } = openEndpoint(platform.origin, {
      identify: () => ({ userId }),
      rateLimit: { perMinute: 2 },
      now: () => now,
    });

    assert.equal((await handler(tokenRequest())).status, 200);
    now += 15_000;
    assert.equal((await handler(tokenRequest())).status, 200);
    const refused = await handler(tokenRequest());
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '45');
    assert.deepEqual(await refused.json(), { code: 'rate-limited' });
    userId = 'ada';
    assert.equal((await handler(tokenRequest())).status, 200);
    userId = 'eve';
    now += 45_000;
    assert.equal((await handler(tokenRequest())).status, 200);
    assert.equal(platform.seen.length, 4);
  });

  it('shows a sign of life to a GET, without asking anyone', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    const response = await openEndpoint(platform.origin).handler(tokenRequest({ method: 'GET' }));
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { status: 'ok' });
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(platform.seen.length, 0);
  });

  it("answers even when the host's own error log fails", async (test) => {
    const platform = await openPlatform({ status: 500 });
    test.after(platform.close);
    const response = await openEndpoint(platform.origin, { onError: failingLog }).handler(tokenRequest());
    assert.equal(response.status, 503);
  });
});
