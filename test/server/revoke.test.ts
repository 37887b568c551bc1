import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type Account, askFor, openAccount, tryToken } from './account.js';
import { conversationId, tokenRequest } from './support.js';

const revoke = (handler: (request: Request) => Promise<Response>, headers: Record<string, string> = {}) =>
  handler(tokenRequest({ method: 'DELETE', headers, body: JSON.stringify({ conversationId }) }));

const familiesOf = async ({ zaby }: Account): Promise<string[]> =>
  (await zaby.runtimeTokenFamilies.list()).items.map(({ status }) => status);

describe('taking tokens back', () => {
  it('ends every token of the conversation, on whichever machine it was made', async (test) => {
    const account = await openAccount(test);
    const tokens = [await askFor(account.endpoint().handler), await askFor(account.endpoint().handler)];
    const response = await revoke(account.endpoint().handler);
    assert.equal(response.status, 204);
    assert.equal(await response.text(), '');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    for (const { token } of tokens) assert.match(await tryToken(account.origin, token), /^40[13] /);
    assert.deepEqual(await familiesOf(account), ['REVOKED']);
  });

  it('touches no other conversation and nobody else', async (test) => {
    const account = await openAccount(test);
    const { handler } = account.endpoint({ identify: ({ headers }) => ({ userId: headers.get('cookie') ?? 'ada' }) });
    const other = await askFor(handler, { conversation: 'b6ab3ea0-0000-4000-8000-000000000000' });
    const mine = await askFor(handler);
    assert.equal((await revoke(handler, { cookie: 'eve' })).status, 204);
    assert.equal(await tryToken(account.origin, mine.token), 'accepted', 'somebody else has asked');
    assert.equal((await revoke(handler)).status, 204);
    assert.equal(await tryToken(account.origin, other.token), 'accepted');
    assert.notEqual(await tryToken(account.origin, mine.token), 'accepted');
  });

  it('makes nothing where there is nothing to take back', async (test) => {
    const account = await openAccount(test);
    assert.equal((await revoke(account.endpoint().handler)).status, 204);
    assert.deepEqual(await familiesOf(account), []);
    assert.deepEqual(account.calls, ['POST external-apps/:id/runtime-tokens/rotate']);
  });

  it('lets the same person begin again afterwards', async (test) => {
    const account = await openAccount(test);
    const { handler } = account.endpoint();
    await askFor(handler);
    await revoke(handler);
    assert.equal(await tryToken(account.origin, (await askFor(handler)).token), 'accepted');
  });

  it('also ends the token that is being made at that moment', async (test) => {
    const account = await openAccount(test);
    const minting = new EventTarget();
    const { handler } = account.endpoint({
      fetch: async (input, init) => {
        account.calls.push(String(input).split('/').at(-1) ?? '');
        if (account.calls.length === 1) await once(minting, 'done');
        return fetch(input, init);
      },
    });
    const giving = askFor(handler);
    const revoking = revoke(handler);
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    assert.deepEqual(account.calls, ['runtime-tokens'], 'it waits for that token');
    minting.dispatchEvent(new Event('done'));
    const { token } = await giving;
    assert.equal((await revoking).status, 204);
    assert.notEqual(await tryToken(account.origin, token), 'accepted');
  });

  it('wants the same of the one who asks as giving does', async (test) => {
    const account = await openAccount(test);
    const ask = async (headers: Record<string, string | null>, options = {}) =>
      (await account.endpoint(options).handler(tokenRequest({ method: 'DELETE', headers }))).status;
    assert.equal(await ask({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await ask({ 'content-type': 'text/plain' }), 415);
    assert.equal(await ask({}, { identify: () => null }), 401);
    assert.deepEqual(account.calls, []);
  });
});
