import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openEndpoint, openPlatform, tokenRequest } from './support.js';

/**
 * The `fetch` of Cloudflare's workerd, as far as it is stricter than others: of the three redirect modes of the Fetch
 * standard it lacks `error`, and it throws at fields of a request that make no sense outside a browser.
 */
const workerdFetch: typeof fetch = async (input, init) => {
  if (init?.redirect === 'error') throw new TypeError('Invalid redirect value, must be one of "follow" or "manual"');
  for (const field of ['mode', 'credentials', 'referrerPolicy', 'referrer', 'integrity'] as const) {
    if (init && field in init) throw new Error(`The '${field}' field on 'RequestInitializerDict' is not implemented.`);
  }
  return fetch(input, init);
};

const open = async (test: TestContext, answer: Parameters<typeof openPlatform>[0] = {}) => {
  const platform = await openPlatform(answer);
  test.after(platform.close);
  return { platform, ...openEndpoint(platform.origin, { fetch: workerdFetch }) };
};

describe('createTokenEndpoint on Workers', () => {
  it('hands out tokens by a fetch that knows no redirect mode `error`', async (test) => {
    const { handler } = await open(test);
    assert.equal((await handler(tokenRequest())).status, 200);
  });

  it('follows no redirect there either', async (test) => {
    const elsewhere = await openPlatform();
    test.after(elsewhere.close);
    for (const status of [301, 302, 303, 307, 308]) {
      const { handler } = await open(test, { status, headers: { location: `${elsewhere.origin}/steal` } });
      assert.equal((await handler(tokenRequest())).status, 503);
    }
    assert.equal(elsewhere.seen.length, 0);
  });
});
