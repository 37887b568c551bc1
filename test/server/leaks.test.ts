import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { formatWithOptions } from 'node:util';
import { createTokenEndpoint, type TokenEndpointOptions } from '../../src/server/index.js';
import { apiKey, jwt, openPlatform, tokenRequest } from './support.js';

type PlatformAnswer = Parameters<typeof openPlatform>[0];

/** Everything that can go wrong with the key or a token at hand, and talks about it. */
const failures: Readonly<Record<string, { answer?: PlatformAnswer; options?: Partial<TokenEndpointOptions> }>> = {
  'a refusal that quotes the key': {
    answer: { status: 401, body: { message: `unknown key ${apiKey}`, code: apiKey } },
  },
  'a refusal that quotes a token, deep inside': {
    answer: { status: 422, body: { error: { message: 'no', details: [{ [`x ${jwt}`]: { was: `Bearer ${jwt}` } }] } } },
  },
  'a failure with the key in its headers': {
    answer: { status: 500, headers: { 'x-request-id': apiKey, 'retry-after': apiKey }, body: apiKey },
  },
  'a redirect that carries the key': {
    answer: { status: 302, headers: { location: `https://evil.example/?key=${apiKey}` } },
  },
  'a page that shows the key': { answer: { status: 200, body: `<pre>${apiKey} ${jwt}</pre>` } },
  'the key for a token': { answer: { status: 201, body: { token: apiKey } } },
  'a token that is no header value': { answer: { status: 201, body: { token: `${jwt}\n` } } },
  'a limit that names the key': { answer: { status: 429, body: { message: `${apiKey} is limited` } } },
  'a fetch that shows its request': {
    options: {
      fetch: async (input, init) => {
        throw Object.assign(new Error(`${String(input)} ${JSON.stringify(init?.headers)}`), { request: init });
      },
    },
  },
  'a fetch that throws no error': {
    options: {
      fetch: async (_, init) => {
        // oxlint-disable-next-line no-throw-literal -- As libraries do.
        throw { headers: init?.headers, toString: () => `headers ${JSON.stringify(init?.headers)}` };
      },
    },
  },
  'an identify that shows the environment': {
    options: {
      identify: () => {
        throw new Error(`no session, ${JSON.stringify({ ZABY_API_KEY: apiKey, authorization: `Bearer ${jwt}` })}`);
      },
    },
  },
  'an identify that gives the key for a user': { options: { identify: () => ({ userId: '', displayName: apiKey }) } },
  'metadata that is no JSON': {
    options: { identify: () => ({ userId: 'ada', metadata: { size: 10n, key: apiKey } }) },
  },
  'a clientAddress that shows the key': {
    options: {
      clientAddress: () => {
        throw new Error(apiKey);
      },
    },
  },
  'a store that shows the key': {
    answer: { status: 500 },
    options: { rateLimit: { store: { increment: () => Promise.reject(new Error(`AUTH ${apiKey} failed`)) } } },
  },
  'a key store that shows the key it has': {
    options: { apiKey: () => Promise.reject(new Error(`cannot decrypt ${apiKey}`)) },
  },
};

/** What a terminal would show of everything that is logged meanwhile. */
const watchConsole = (test: TestContext): string[] => {
  const lines: string[] = [];
  for (const method of ['error', 'warn', 'log', 'info', 'debug'] as const) {
    test.mock.method(console, method, (...said: unknown[]) => {
      lines.push(formatWithOptions({ depth: 20, showHidden: true }, ...said));
    });
  }
  return lines;
};

describe('no key and no token is shown', () => {
  for (const [what, { answer, options }] of Object.entries(failures)) {
    it(`to a browser or in a log, after ${what}`, async (test) => {
      const platform = await openPlatform(answer);
      test.after(platform.close);
      const lines = watchConsole(test);
      const handler = createTokenEndpoint({
        apiKey,
        apiOrigin: platform.origin,
        externalAppId: 'app_1',
        deploymentId: 'dep_1',
        quotaPolicyId: 'policy_1',
        identify: () => ({ userId: 'ada' }),
        ...options,
      });
      const response = await handler(tokenRequest());
      assert.ok(response.status >= 400);
      const told = `${JSON.stringify([...response.headers])} ${await response.text()}`;
      assert.match(told, /"code":"[a-z-]+"\}$/);
      if (response.status >= 500) assert.ok(lines.length > 0, 'the host hears of it');
      for (const text of [told, ...lines]) {
        assert.ok(!text.includes(apiKey), text.replaceAll(apiKey, '<key>'));
        assert.ok(!text.includes(jwt), text.replaceAll(jwt, '<jwt>'));
      }
    });
  }

  it('by the endpoint itself, to whoever prints it', () => {
    const handler = createTokenEndpoint({
      apiKey,
      externalAppId: 'app_1',
      deploymentId: 'dep_1',
      quotaPolicyId: 'policy_1',
      identify: () => null,
    });
    const shown = formatWithOptions(
      { depth: 20, showHidden: true },
      handler,
      { handler },
      Object.getOwnPropertyNames(handler),
    );
    assert.ok(!shown.includes(apiKey));
    assert.ok(!String(handler).includes(apiKey));
  });
});
