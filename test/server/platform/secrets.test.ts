import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Zaby, ZabyApiError, ZabyAuthError, ZabyRuntime } from '../../../src/server/index.js';
import { apiKey, everythingIn, jwt } from '../support.js';
import { openRawPlatform, type Reply } from './raw-server.js';

/** Everything that a log could make of a value. */
const shown = (value: unknown): string =>
  [inspect(value, { depth: 20, showHidden: true, getters: true }), JSON.stringify(value), everythingIn(value)].join(
    '\n',
  );

const hidesSecrets = (value: unknown): void => {
  const text = shown(value);
  for (const secret of [apiKey, jwt, 'opaque-runtime-token']) assert.ok(!text.includes(secret), 'a secret is shown');
};

const failureOf = async (call: Promise<unknown>): Promise<ZabyApiError> => {
  const error = await call.catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ZabyApiError);
  return error;
};

const echo = `You sent ${apiKey} and Bearer ${jwt}`;

/** A `fetch` with a proxy in it that talks too much. */
const talkative = async (_: unknown, init?: RequestInit) => {
  const cause = Object.assign(new Error(`headers were ${JSON.stringify(init?.headers)}`), { config: init });
  throw Object.assign(new Error(`proxy said no to ${echo}`, { cause }), { request: init });
};

describe('the API key', () => {
  it('is not to be seen in a client', () => {
    hidesSecrets(new Zaby({ apiKey }));
    hidesSecrets(new Zaby({ apiKey: () => apiKey }));
    hidesSecrets(new ZabyRuntime({ token: jwt }));
  });

  const replies: Readonly<Record<string, Reply>> = {
    'a refusal that repeats it': { status: 422, body: { message: echo, code: apiKey, [apiKey]: [{ deep: echo }] } },
    'a refusal with an escaped copy of it': { status: 400, body: JSON.stringify({ message: `"${apiKey}\\" ${jwt}"` }) },
    'a page that repeats it': { status: 500, body: `<pre>${echo}</pre>` },
    'an answer that is no JSON': { status: 200, body: echo },
    'headers that repeat it': { status: 401, headers: { 'x-request-id': apiKey, 'retry-after': apiKey } },
    'a redirect that carries it': { status: 307, headers: { location: `https://evil.example/?key=${apiKey}` } },
    'a broken line': (response) => void response.destroy(),
  };
  for (const [what, reply] of Object.entries(replies)) {
    it(`is not to be seen in the error after ${what}`, async (test) => {
      const { zaby, arrived } = await openRawPlatform(test, [reply], { maxRetries: 0 });
      hidesSecrets(await failureOf(zaby.runtimeTokens.rotate({ previousToken: jwt })));
      assert.equal(arrived[0]?.headers['x-zaby-api-key'], apiKey);
      assert.ok(!arrived[0]?.url.includes(apiKey));
    });
  }

  it('is not to be seen in what a fetch of the host throws', async () => {
    const error = await failureOf(new Zaby({ apiKey, fetch: talkative, maxRetries: 0 }).agents.get('agent_1'));
    assert.match(everythingIn(error), /proxy said no/);
    hidesSecrets(error);
  });

  it('is not to be seen in an id that it was pasted into', async (test) => {
    const { zaby } = await openRawPlatform(test, [{ status: 404 }]);
    hidesSecrets(await failureOf(zaby.agents.get(apiKey)));
    hidesSecrets(await failureOf(zaby.runtimeTokenFamilies.revoke(jwt)));
  });

  it('is asked for anew at every call, and may come late', async (test) => {
    const keys = ['zaby_pk_one', 'zaby_pk_two'];
    const { zaby, arrived } = await openRawPlatform(test, [{}], { apiKey: async () => keys.shift() ?? '' });
    await zaby.agents.get('agent_1');
    await zaby.agents.get('agent_1');
    assert.deepEqual(
      arrived.map(({ headers }) => headers['x-zaby-api-key']),
      ['zaby_pk_one', 'zaby_pk_two'],
    );
    const error = await failureOf(zaby.agents.get('agent_1'));
    assert.ok(error instanceof ZabyAuthError);
    assert.equal(error.code, 'api-key-unavailable');
    assert.equal(arrived.length, 2);
  });

  it('that cannot be had is an error without what went wrong in it', async () => {
    const zaby = new Zaby({
      apiKey: () => {
        throw new Error(`the vault said ${echo}`);
      },
    });
    const error = await failureOf(zaby.agents.get('agent_1'));
    assert.match(error.message, /apiKey\(\) failed/);
    hidesSecrets(error);
  });
});

describe('a runtime token', () => {
  it('that is opaque is not to be seen in errors either', async (test) => {
    const token = 'opaque-runtime-token';
    const body = { message: `No: ${token}`, code: 'FORBIDDEN', sent: [token] };
    const { origin } = await openRawPlatform(test, [{ status: 403, body }]);
    const runtime = new ZabyRuntime({ token, apiOrigin: origin });
    hidesSecrets(await failureOf(runtime.runs.start({ input: 'Hello' })));
    hidesSecrets(await failureOf(runtime.runs.stream('run_1').next()));
  });
});

describe('settings of the management client that cannot work', () => {
  const wrong: Readonly<Record<string, object>> = {
    'no key': { apiKey: undefined },
    'an empty key': { apiKey: '' },
    'a runtime token for a key': { apiKey: jwt },
    'a key with a line break': { apiKey: `${apiKey}\r\nx-evil: 1` },
    'an address that is no origin': { apiKey, apiOrigin: 'https://genapi.zaby.io/api' },
    'an address with a name in it': { apiKey, apiOrigin: 'https://genapi.zaby.io@evil.example' },
    'an address without encryption': { apiKey, apiOrigin: 'http://169.254.169.254' },
    'a file': { apiKey, apiOrigin: 'file:///etc/passwd' },
    'no time': { apiKey, timeoutMs: 0 },
    'less than no retries': { apiKey, maxRetries: -1 },
  };
  for (const [what, options] of Object.entries(wrong)) {
    it(`are refused at once: ${what}`, () => {
      assert.throws(
        () => new Zaby(options as ConstructorParameters<typeof Zaby>[0]),
        (error) => {
          hidesSecrets(error);
          return error instanceof TypeError;
        },
      );
    });
  }

  it('are refused in a page', () => {
    Object.assign(globalThis, { document: {} });
    try {
      assert.throws(() => new Zaby({ apiKey }), /Zaby is for servers/);
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
    }
  });
});
