import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { format } from 'node:util';
import { createTokenEndpoint, type TokenEndpointOptions } from '../../src/server/index.js';
import { apiKey, openPlatform, tokenRequest } from './support.js';

const create = (options: Partial<TokenEndpointOptions>) =>
  createTokenEndpoint({
    apiKey,
    externalAppId: 'app',
    deploymentId: 'dep',
    quotaPolicyId: 'policy',
    identify: () => null,
    ...options,
  });

/** What would change the path of a call, or end its line, if it were written into it as it is. */
const tricks = [
  '',
  ' ',
  '.',
  '..',
  '/x',
  '../agents',
  'app/../../agents',
  'app\\..\\agents',
  'app%2F..%2Fagents',
  'app?x=1',
  'app#x',
  'app@evil.example',
  'app\r\nhost: evil.example',
  'app\u0000',
  'https://evil.example',
  'a'.repeat(300),
  undefined,
];

const complaint = (options: Partial<TokenEndpointOptions>): string => {
  try {
    create(options);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.message;
  }
  return assert.fail('the settings were accepted');
};

const refused = (options: object, complains: RegExp) =>
  assert.match(complaint(options as Partial<TokenEndpointOptions>), complains);

describe('the settings of the token endpoint', () => {
  it('are fine with what the platform gives and nothing else', () => {
    assert.equal(typeof create({}), 'function');
    for (const apiOrigin of [
      'https://genapi.zaby.io',
      'https://genapi.zaby.io/',
      'http://localhost:9080',
      'http://127.0.0.1:9080',
      'http://[::1]:9080',
    ]) {
      assert.equal(typeof create({ apiOrigin }), 'function', apiOrigin);
    }
  });

  for (const wrong of [
    'sk-live-1234567890',
    'ZABY_PK_1234567890',
    'zaby_pk_',
    'zaby_pk_12 34',
    'zaby_pk_1234\r\nx: y',
    '',
    undefined,
  ]) {
    it(`name the API key, and do not show it, when it is ${JSON.stringify(wrong)}`, () => {
      const message = complaint({ apiKey: wrong as string });
      assert.match(message, /apiKey/);
      if (wrong && wrong.length > 8) assert.ok(!message.includes(wrong.trim()));
    });
  }

  for (const apiOrigin of [
    'http://genapi.zaby.io',
    'http://localhost.evil.example:9080',
    'http://127.0.0.1.evil.example',
    'https://genapi.zaby.io@evil.example',
    'https://evil.example/?https://genapi.zaby.io',
    'https://evil.example#genapi.zaby.io',
    'https://genapi.zaby.io/api/v1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'genapi.zaby.io',
    '//genapi.zaby.io',
    'http://169.254.169.254/latest/meta-data/',
    'http://169.254.169.254',
    'http://[::ffff:127.0.0.1]:9080',
    'http://0.0.0.0:9080',
    'http://localhost.:9080',
    'https:\\\\evil.example',
    'https://evil.example\\@genapi.zaby.io',
    'https://genapi.zaby.io\r\nx-zaby-api-key: 1',
    ' https://genapi.zaby.io',
    'https://genapi.zaby.io/..//evil.example',
    'https://user:pass@genapi.zaby.io',
    'ftp://genapi.zaby.io',
    'data:text/plain,https://genapi.zaby.io',
    '',
  ]) {
    it(`send the API key nowhere but to a bare secure origin, not to ${JSON.stringify(apiOrigin)}`, () => {
      assert.match(complaint({ apiOrigin }), /apiOrigin/);
    });
  }

  for (const name of ['externalAppId', 'deploymentId', 'quotaPolicyId'] as const) {
    it(`miss ${name} at once, not at the first visitor`, () => {
      for (const value of tricks)
        assert.match(complaint({ [name]: value } as Partial<TokenEndpointOptions>), new RegExp(name));
    });
  }

  it('name a policy one way', () => {
    assert.match(complaint({ quotaPolicyId: undefined }), /quotaPolicyId, or else a policy/);
    assert.match(complaint({ policy: { name: 'website' } }), /one of them/);
    assert.match(complaint({ quotaPolicyId: undefined, policy: { name: ' ' } }), /policy needs a name/);
    assert.equal(typeof create({ quotaPolicyId: undefined, policy: { name: 'website' } }), 'function');
  });

  it('make sense as numbers and functions', () => {
    for (const perMinute of [0, -1, Number.NaN, '60']) refused({ rateLimit: { perMinute } }, /rateLimit\.perMinute/);
    refused({ rateLimit: { perAddressPerMinute: 0 } }, /rateLimit\.perAddressPerMinute/);
    refused({ rateLimit: { store: {} } }, /increment/);
    refused({ clientAddress: '192.0.2.1' }, /clientAddress/);
    refused({ identify: undefined }, /identify/);
    refused({ renewal: 'refresh' }, /renewal/);
    for (const timeoutMs of [0, -1, Number.NaN, Infinity]) refused({ timeoutMs }, /timeoutMs/);
  });

  it('take origins as browsers spell them', () => {
    for (const origin of [
      'https://shop.example/',
      'shop.example',
      '*',
      'null',
      'https://*.shop.example/x',
      'HTTPS://shop.example',
    ]) {
      assert.match(complaint({ allowedOrigins: [origin] }), /allowedOrigins/, origin);
    }
  });

  it('may wait for the first request, where a build reads the file or the environment comes with it', async (test) => {
    const platform = await openPlatform();
    test.after(platform.close);
    let read = 0;
    const handler = createTokenEndpoint((env: { readonly key: string }) => {
      read += 1;
      const account = { externalAppId: 'app', deploymentId: 'dep', quotaPolicyId: 'policy' };
      return { ...account, apiKey: env.key, apiOrigin: platform.origin, identify: () => ({ userId: 'ada' }) };
    });
    assert.equal(read, 0);
    for (let visitor = 0; visitor < 3; visitor++)
      assert.equal((await handler(tokenRequest(), { key: apiKey })).status, 200);
    assert.equal(read, 1);
    assert.equal(platform.seen[0]?.headers['x-zaby-api-key'], apiKey);
  });

  it('that are still missing by then are told to the host, and are read again', async (test) => {
    const logged = test.mock.method(console, 'error', () => {});
    let key: string | undefined;
    const account = { externalAppId: 'app', deploymentId: 'dep', quotaPolicyId: 'policy', identify: () => null };
    const handler = createTokenEndpoint(() => ({ ...account, apiKey: key }));
    const response = await handler(tokenRequest());
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '{"code":"internal"}');
    assert.match(format(...logged.mock.calls[0]!.arguments), /options of createTokenEndpoint.*apiKey must be/s);
    key = apiKey;
    assert.equal((await handler(tokenRequest())).status, 401);
  });

  it('are refused in a page', (test) => {
    Object.assign(globalThis, { document: {} });
    test.after(() => Reflect.deleteProperty(globalThis, 'document'));
    assert.match(complaint({}), /for servers/);
  });
});
