import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTokenEndpoint } from '../../src/server/index.js';
import { apiKey, openEndpoint, openPlatform, type Platform, tokenRequest } from './support.js';

const page = 'https://www.shop.example';
const crossSite = { origin: page, 'sec-fetch-site': 'cross-site' };
const preflight = { ...crossSite, 'content-type': null, 'access-control-request-method': 'POST' };

const shared = ({ headers }: Response) => ({
  origin: headers.get('access-control-allow-origin'),
  credentials: headers.get('access-control-allow-credentials'),
  vary: headers.get('vary'),
});
const toPage = { origin: page, credentials: 'true', vary: 'Origin' };
const toNobody = { origin: null, credentials: null, vary: 'Origin' };

describe('the token endpoint on another origin than the page', () => {
  let platform: Platform;
  before(async () => {
    platform = await openPlatform();
  });
  after(() => platform.close());

  const open = (options = {}) => openEndpoint(platform.origin, { allowedOrigins: [page], cors: true, ...options });

  it('gives a listed page its token, with cookies and by name', async () => {
    const response = await open().handler(tokenRequest({ headers: crossSite }));
    assert.equal(response.status, 200);
    assert.deepEqual(shared(response), toPage);
    assert.equal(response.headers.get('access-control-expose-headers'), 'Date, Retry-After');
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });

  it('answers what the browser asks first, without asking anyone', async () => {
    const seen = platform.seen.length;
    const response = await open({ identify: () => assert.fail() }).handler(
      tokenRequest({ method: 'OPTIONS', headers: preflight }),
    );
    assert.equal(response.status, 204);
    assert.deepEqual(shared(response), toPage);
    assert.equal(response.headers.get('access-control-allow-methods'), 'POST, DELETE');
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /content-type/);
    assert.equal(platform.seen.length, seen);
  });

  it('lets the page read why it was refused', async () => {
    const response = await open({ identify: () => null }).handler(tokenRequest({ headers: crossSite }));
    assert.equal(response.status, 401);
    assert.deepEqual(shared(response), toPage);
  });

  for (const origin of [
    'https://evil.example',
    'null',
    'https://www.shop.example.evil.example',
    'https://shop.example',
  ]) {
    it(`is for nobody who is not listed: ${origin}`, async () => {
      for (const method of ['POST', 'OPTIONS', 'DELETE', 'GET']) {
        const response = await open().handler(
          tokenRequest({ method, headers: { ...preflight, ...crossSite, origin } }),
        );
        assert.equal(response.status, method === 'GET' ? 200 : 403);
        assert.deepEqual(shared(response), toNobody, method);
      }
    });
  }

  it('is for its own pages alone unless the site says otherwise', async () => {
    const { handler } = open({ cors: false });
    for (const method of ['POST', 'OPTIONS']) {
      const response = await handler(tokenRequest({ method, headers: preflight }));
      assert.equal(response.status, 403);
      assert.deepEqual(shared(response), { origin: null, credentials: null, vary: null });
    }
  });

  it('is never for everyone', () => {
    const account = {
      apiKey,
      externalAppId: 'app',
      deploymentId: 'dep',
      quotaPolicyId: 'policy',
      identify: () => null,
    };
    assert.throws(() => createTokenEndpoint({ ...account, cors: true }), /cors needs allowedOrigins/);
    assert.throws(
      () => createTokenEndpoint({ ...account, cors: true, allowedOrigins: [] }),
      /cors needs allowedOrigins/,
    );
    assert.throws(() => createTokenEndpoint({ ...account, cors: true, allowedOrigins: ['*'] }), /bare origins/);
  });
});

describe('the token endpoint, asked what it can', () => {
  it('tells its methods and is alive, at no cost', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    const { handler } = openEndpoint(platform.origin);
    const options = await handler(tokenRequest({ method: 'OPTIONS', headers: { origin: null } }));
    assert.equal(options.status, 204);
    assert.equal(options.headers.get('allow'), 'GET, HEAD, POST, DELETE, OPTIONS');
    assert.equal((await handler(tokenRequest({ method: 'HEAD' }))).status, 200);
    assert.equal(platform.seen.length, 0);
  });
});
