import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { apiKey, everythingIn, jwt, listen, openEndpoint, openPlatform, tokenRequest } from './support.js';

const ask = async (
  test: TestContext,
  answer: Parameters<typeof openPlatform>[0],
  options: Parameters<typeof openEndpoint>[1] = {},
) => {
  const platform = await openPlatform(answer);
  test.after(platform.close);
  const { handler, errors } = openEndpoint(platform.origin, options);
  const response = await handler(tokenRequest());
  const text = await response.text();
  assert.equal(response.headers.get('cache-control'), 'no-store');
  for (const secret of [apiKey, jwt])
    assert.ok(!(text + errors.map(everythingIn).join()).includes(secret), 'a secret leaked');
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: JSON.parse(text) as unknown,
    error: errors[0],
  };
};

/** A `fetch` with a proxy in it that talks too much. */
const talkativeFetch = async (_: unknown, init?: RequestInit) => {
  const cause = Object.assign(new Error(`headers were ${JSON.stringify(init?.headers)}`), { config: init });
  throw new Error(`proxy said no to Bearer ${jwt}`, { cause });
};

describe('the token endpoint, when the platform says no', () => {
  for (const status of [400, 401, 403, 404, 409, 422]) {
    it(`keeps the reason of a ${status} from the browser and tells the host`, async (test) => {
      const body = { error: { message: `bad key ${apiKey}, token ${jwt}`, code: 'SOME_CODE' } };
      const { error, ...answer } = await ask(test, { status, body, headers: { 'x-request-id': 'req_7' } });
      assert.deepEqual(answer, { status: 502, retryAfter: null, body: { code: 'token-refused' } });
      assert.equal(error?.platformStatus, status);
      assert.equal(error?.platformCode, 'SOME_CODE');
      assert.equal(error?.platformRequestId, 'req_7');
    });
  }

  for (const retryAfter of ['17', 'Wed, 21 Oct 2026 07:28:17 GMT']) {
    it(`passes on how long to wait: ${retryAfter}`, async (test) => {
      const headers = { 'retry-after': retryAfter, date: 'Wed, 21 Oct 2026 07:28:00 GMT' };
      const limited = await ask(test, { status: 429, headers });
      assert.equal(limited.status, 429);
      assert.deepEqual(limited.body, { code: 'rate-limited' });
      assert.equal(limited.retryAfter, '17');
      const down = await ask(test, { status: 503, headers });
      assert.equal(down.status, 503);
      assert.equal(down.retryAfter, '17');
    });
  }

  it('does not pass on a waiting time that is none', async (test) => {
    const { status, retryAfter } = await ask(test, { status: 429, headers: { 'retry-after': '<b>soon</b>' } });
    assert.equal(status, 429);
    assert.equal(retryAfter, null);
  });
});

describe('the token endpoint, when the platform is unwell', () => {
  const unavailable = { status: 503, retryAfter: null, body: { code: 'token-unavailable' } };
  const refused = { status: 502, retryAfter: null, body: { code: 'token-refused' } };

  it('says so when it fails', async (test) => {
    const { error, ...answer } = await ask(test, { status: 500, body: `<h1>stack trace with ${apiKey}</h1>` });
    assert.deepEqual(answer, unavailable);
    assert.equal(error?.platformStatus, 500);
  });

  it('stops waiting for an answer that does not come', async (test) => {
    const { error, ...answer } = await ask(test, { silent: true }, { timeoutMs: 50 });
    assert.deepEqual(answer, unavailable);
    assert.match(everythingIn(error), /no whole answer within 50 ms/);
  });

  it('says so when nothing listens there', async () => {
    const gone = await openPlatform();
    await gone.close();
    const { handler, errors } = openEndpoint(gone.origin);
    const response = await handler(tokenRequest());
    assert.equal(response.status, 503);
    assert.match(everythingIn(errors[0]), /ECONNREFUSED/);
  });

  it('does not follow a redirect with the API key in hand', async (test) => {
    const elsewhere = await openPlatform();
    test.after(elsewhere.close);
    const { error: _, ...answer } = await ask(test, {
      status: 307,
      headers: { location: `${elsewhere.origin}/steal` },
    });
    assert.deepEqual(answer, unavailable);
    assert.equal(elsewhere.seen.length, 0);
  });

  it('does not read an endless answer', async (test) => {
    let written = 0;
    const platform = await listen((request, response) => {
      request.resume();
      const more = () => {
        while (!response.destroyed && written < 50_000_000 && response.write('x'.repeat(16_384))) written += 16_384;
      };
      response.on('drain', more);
      more();
    });
    test.after(platform.close);
    const response = await openEndpoint(platform.origin).handler(tokenRequest());
    assert.equal(response.status, 503);
    assert.ok(written < 50_000_000, 'the connection was cut');
  });

  for (const [what, body] of Object.entries({
    'a page': '<!doctype html><title>Sign in</title>',
    nothing: '',
    'no token': { tokenType: 'Bearer' },
    'an empty token': { token: '' },
    'a token that is no header value': { token: 'a\r\nset-cookie: b' },
    'a token that is not text': { token: { toString: 'x' } },
    'the API key itself': { token: apiKey },
    'a list': [jwt],
  })) {
    it(`passes nothing on when it answers with ${what}`, async (test) => {
      const { error: _, ...answer } = await ask(test, { body });
      assert.deepEqual(answer, refused);
    });
  }

  it('keeps secrets out of what a fetch of the host throws', async () => {
    const { handler, errors } = openEndpoint('https://platform.example', { fetch: talkativeFetch });
    assert.equal((await handler(tokenRequest())).status, 503);
    const shown = everythingIn(errors[0]);
    assert.match(shown, /proxy said no/);
    assert.ok(!shown.includes(apiKey) && !shown.includes(jwt));
  });
});
