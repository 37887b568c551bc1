import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askFor, openAccount, tryToken } from './account.js';
import { tokenRequest } from './support.js';

const mint = 'POST external-apps/:id/runtime-tokens';
const rotate = 'POST external-apps/:id/runtime-tokens/rotate';
const another = 'b6ab3ea0-0000-4000-8000-000000000000';

describe('a token that is renewed', () => {
  it('leaves the old one to the other tabs of the same conversation', async (test) => {
    const { endpoint, origin, calls } = await openAccount(test);
    const { handler } = endpoint();
    const old = await askFor(handler);
    const next = await askFor(handler, { reason: 'expiring' });
    const last = await askFor(handler, { reason: 'refused' });
    for (const { token } of [old, next, last]) assert.equal(await tryToken(origin, token), 'accepted');
    assert.deepEqual(calls, [mint, mint, mint]);
    assert.equal(new Set([old.agentSessionId, next.agentSessionId, last.agentSessionId]).size, 1);
  });

  it('ends the old one at once where the site wants one at a time', async (test) => {
    const { endpoint, origin, calls } = await openAccount(test);
    const { handler } = endpoint({ renewal: 'rotate' });
    const old = await askFor(handler);
    const elsewhere = await askFor(handler, { conversation: another });
    const next = await askFor(handler, { reason: 'expiring' });
    assert.match(await tryToken(origin, old.token), /401 GRANT_STALE/);
    assert.equal(await tryToken(origin, next.token), 'accepted');
    assert.equal(
      await tryToken(origin, elsewhere.token),
      'accepted',
      'another conversation of the same person goes on',
    );
    assert.deepEqual(calls, [mint, mint, rotate]);
    assert.equal(next.agentSessionId, old.agentSessionId);
  });

  it('does not let two tabs refuse each other for ever', async (test) => {
    const { endpoint, origin } = await openAccount(test);
    const { handler } = endpoint({ renewal: 'rotate' });
    await askFor(handler);
    const first = await askFor(handler, { reason: 'expiring' });
    // The other tab's token has gone stale: it asks for another.
    const second = await askFor(handler, { reason: 'refused' });
    assert.equal(await tryToken(origin, first.token), 'accepted');
    assert.equal(await tryToken(origin, second.token), 'accepted');
  });

  it('is made anew where the platform has none to rotate', async (test) => {
    const { endpoint, origin, calls } = await openAccount(test);
    const { token } = await askFor(endpoint({ renewal: 'rotate' }).handler, { reason: 'expiring' });
    assert.equal(await tryToken(origin, token), 'accepted');
    assert.deepEqual(calls, [rotate, mint]);
  });
});

describe('many who ask at the same time', () => {
  it('share one token where user and conversation are the same, and no other', async (test) => {
    const { endpoint, calls } = await openAccount(test);
    const { handler } = endpoint({ identify: ({ headers }) => ({ userId: headers.get('cookie') ?? '' }) });
    const ask = async (cookie: string) => {
      const response = await handler(tokenRequest({ headers: { cookie } }));
      return ((await response.json()) as { token: string }).token;
    };
    const tokens = await Promise.all([ask('ada'), ask('ada'), ask('eve'), ask('ada'), ask('eve')]);
    assert.deepEqual(
      tokens.map((token) => tokens.indexOf(token)),
      [0, 0, 2, 0, 2],
    );
    assert.deepEqual(calls, [mint, mint]);
    await ask('ada');
    assert.equal(calls.length, 3, 'it was not kept');
  });

  it('get theirs though the one who asked first has left', async (test) => {
    const { endpoint, calls } = await openAccount(test);
    const { handler } = endpoint();
    const leaver = new AbortController();
    const first = handler(new Request(tokenRequest(), { signal: leaver.signal }));
    const second = handler(tokenRequest());
    leaver.abort();
    assert.equal((await second).status, 200);
    assert.equal((await first).status, 200);
    assert.deepEqual(calls, [mint]);
  });

  it('hear of the same failure, and the next one asks again', async (test) => {
    const { endpoint, calls } = await openAccount(test);
    let isDown = true;
    const { fetch: counting } = { fetch: globalThis.fetch };
    const { handler } = endpoint({
      fetch: async (input, init) => {
        calls.push('asked');
        if (isDown) throw new TypeError('fetch failed');
        return counting(input, init);
      },
    });
    const statuses = await Promise.all([handler(tokenRequest()), handler(tokenRequest())]);
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [503, 503],
    );
    assert.equal(calls.length, 1);
    isDown = false;
    assert.equal((await handler(tokenRequest())).status, 200);
  });

  it('ask for themselves on Workers, where nobody may wait for the call of another request', async (test) => {
    const { endpoint, calls } = await openAccount(test);
    const known = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Cloudflare-Workers' }, configurable: true });
    test.after(() => {
      if (known) Object.defineProperty(globalThis, 'navigator', known);
      else Reflect.deleteProperty(globalThis, 'navigator');
    });
    const { handler } = endpoint();
    await Promise.all([askFor(handler), askFor(handler)]);
    assert.deepEqual(calls, [mint, mint]);
  });
});
