import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { begin } from './begin.js';
import { answerWith, closedOrigin, type Ended, makeFolder, openSite, runCommand } from './support.js';

const made = (body: object) => answerWith('application/json', JSON.stringify(body), {}, 201);

/** A test of a run that cannot go well: its sentence, its remedy, its exit code. */
const says = (
  title: string,
  run: (test: TestContext) => Promise<Ended>,
  message: RegExp,
  remedy: RegExp,
  exitCode = 1,
): void => {
  it(title, async (test) => {
    const { code, output, errors } = await run(test);
    assert.match(errors, message);
    assert.match(errors, remedy);
    assert.equal(code, exitCode);
    assert.doesNotMatch(output + errors, /zaby_pk_\w|at .*\.ts/, 'no key and no stack');
  });
};

describe('init says what is wrong, and what to do', () => {
  says('no key', async (test) => (await begin(test)).init([], {}), /There is no API key/, /ZABY_API_KEY.*--key-stdin/);
  says(
    'something else for a key',
    async (test) => (await begin(test)).init([], { ZABY_API_KEY: 'sk-123' }),
    /ZABY_API_KEY in the environment is no API key/,
    /begins with zaby_pk_/,
  );
  says(
    'a key the platform does not know',
    async (test) => (await begin(test)).init([], { ZABY_API_KEY: 'zaby_pk_wrong' }),
    /does not know this API key/,
    /Take it from the platform/,
  );
  it('writes nothing where the key is wrong', async (test) => {
    const { init, folder } = await begin(test);
    await init([], { ZABY_API_KEY: 'zaby_pk_wrong' });
    assert.equal(existsSync(join(folder, '.env')), false);
  });
  says(
    'a slug that somebody has',
    async (test) => {
      const { folder, apiKey } = await begin(test);
      const empty = answerWith('application/json', '{"items":[]}');
      const taken = answerWith('application/json', '{"code":"SLUG_TAKEN","message":"taken"}', {}, 409);
      const { origin } = await openSite(test, {
        '/api/v1/provisioning/agentic-os/agents': (request, response) =>
          (request.method === 'GET' ? empty : taken)(request, response),
      });
      return runCommand(['init', '--yes', '--slug', 'shop', '--api-origin', origin], {
        folder,
        env: { ZABY_API_KEY: apiKey },
      });
    },
    /The slug "shop" is taken/,
    /--slug/,
  );
  says(
    'what the platform refuses, in its own words',
    async (test) => {
      const { folder, apiKey } = await begin(test);
      const empty = answerWith('application/json', '{"items":[]}');
      const refused = answerWith(
        'application/json',
        '{"code":"INVALID_MODEL","message":"There is no such model."}',
        {},
        422,
      );
      const { origin } = await openSite(test, {
        '/api/v1/provisioning/agentic-os/agents': (request, response) =>
          (request.method === 'GET' ? empty : refused)(request, response),
      });
      return runCommand(['init', '--yes', '--api-origin', origin], { folder, env: { ZABY_API_KEY: apiKey } });
    },
    /422 INVALID_MODEL: There is no such model/,
    /run the same command again/,
  );
  says(
    'nothing listens there',
    async (test) => {
      const { folder } = await begin(test);
      return runCommand(['init', '--yes', '--api-origin', await closedOrigin()], {
        folder,
        env: { ZABY_API_KEY: 'zaby_pk_1' },
      });
    },
    /localhost:\d+ refuses connections/,
    /host and port/,
  );
  says(
    'that is no platform',
    async (test) => {
      const { folder } = await begin(test);
      const { origin } = await openSite(test, {
        '/api/v1/provisioning/agentic-os/agents': answerWith('text/html', '<h1>Welcome</h1>'),
      });
      return runCommand(['init', '--yes', '--api-origin', origin], { folder, env: { ZABY_API_KEY: 'zaby_pk_1' } });
    },
    /is no Zaby platform/,
    /--api-origin/,
  );
  it('that is a server, and none of the platform', async (test) => {
    const { folder } = await begin(test);
    const { origin } = await openSite(test);
    const { errors } = await runCommand(['init', '--yes', '--api-origin', origin], {
      folder,
      env: { ZABY_API_KEY: 'zaby_pk_1' },
    });
    assert.match(errors, /is no Zaby platform[^]*--api-origin/);
    assert.doesNotMatch(errors, /What was made/);
  });
  it('a platform that fails, and speaks of what was made only where something was', async (test) => {
    const failing = answerWith('application/json', '{"code":"NOT_YET","message":"soon"}', {}, 501);
    const list = answerWith('application/json', '{"items":[{"id":"a1","slug":"shop","name":"Shop"}]}');
    const { folder } = await begin(test);
    const run = async (agents: ReturnType<typeof made>) => {
      const { origin } = await openSite(test, {
        '/api/v1/provisioning/agentic-os/agents': agents,
        '/api/v1/provisioning/managed-agents/external-apps': failing,
      });
      const args = ['init', '--yes', '--slug', 'shop', '--api-origin', origin];
      return (await runCommand(args, { folder, env: { ZABY_API_KEY: 'zaby_pk_1' } })).errors;
    };
    assert.match(await run(failing), /The platform failed[^]*Try again later\.\s*$/);
    assert.match(await run(list), /The platform failed[^]*What was made so far stays/);
  });
  says(
    'a .env that cannot be written',
    async (test) => {
      const { folder, init } = await begin(test);
      await mkdir(join(folder, '.env'));
      return init();
    },
    /\.env cannot be written/,
    /--env-file/,
  );
  says(
    'a key on the command line',
    async (test) => (await begin(test)).init(['--api-key', 'zaby_pk_1']),
    /no option --api-key/,
    /--help/,
    2,
  );
  says(
    'an origin with a path',
    async (test) => (await begin(test)).init(['--origin', 'https://shop.example/cart']),
    /without a path/,
    /https:\/\/shop\.example/,
    2,
  );
  says(
    'a slug that is none',
    async (test) => (await begin(test)).init(['--slug', 'My Shop']),
    /small letters/,
    /my-shop/,
    2,
  );
  says(
    'a platform over an open line',
    async (test) => (await begin(test)).init(['--api-origin', 'http://api.example']),
    /no such origin/,
    /https/,
    2,
  );
  says(
    'nobody to ask',
    async (test) => runCommand(['init'], { folder: await makeFolder(test) }),
    /no terminal/,
    /--yes/,
    2,
  );
  says(
    'a deployment that never becomes active',
    async (test) => {
      const { folder, apiKey } = await begin(test);
      const list = answerWith('application/json', '{"items":[]}');
      const or = (post: ReturnType<typeof made>) => (request: any, response: any) =>
        (request.method === 'GET' ? list : post)(request, response);
      const { origin } = await openSite(test, {
        '/api/v1/provisioning/agentic-os/agents': or(made({ id: 'a1', slug: 'shop' })),
        '/api/v1/provisioning/managed-agents/external-apps': or(made({ id: 'x1', slug: 'shop' })),
        '/api/v1/provisioning/managed-agents/runtime-token-policies': list,
        '/api/v1/provisioning/agentic-os/agents/a1/publish': made({ id: 'v1' }),
        '/api/v1/provisioning/agentic-os/agents/a1/deployments': made({ id: 'd1', status: 'PENDING' }),
        '/api/v1/provisioning/managed-agents/deployments/d1/provisioning': answerWith(
          'application/json',
          '{"deploymentId":"d1","status":"FAILED"}',
        ),
      });
      return runCommand(['init', '--yes', '--slug', 'shop', '--api-origin', origin], {
        folder,
        env: { ZABY_API_KEY: apiKey },
      });
    },
    /Deployment d1 is FAILED/,
    /Remove ZABY_DEPLOYMENT_ID/,
  );
});
