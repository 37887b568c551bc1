import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseEnv } from 'node:util';
import type { WholeOptions, StartedWhole, startWholeEmulator } from '../../demo/emulator/whole.js';
import type { EmulatorModule, EmulatorOptions, StartedEmulator } from '../../src/cli/load-emulator.js';
import { Zaby } from '../../src/server/index.js';
import { end, openFakeModel, stream, words } from '../emulator/fake-model.js';
import { makeFolder, openSite, type Running, runCommand, startProgram } from './support.js';

/** What the program expects of the emulator is what the emulator is; the compiler looks. */
type Fits<Actual extends Expected, Expected> = Actual;
export type Door = [
  Fits<EmulatorOptions, WholeOptions>,
  Fits<StartedWhole, StartedEmulator>,
  Fits<{ startWholeEmulator: typeof startWholeEmulator }, EmulatorModule>,
];

const originOf = ({ text }: Running): string => /listens on (http:\/\/localhost:\d+)/.exec(text())?.[1] ?? '';
const variable = ({ text }: Running, name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text())?.[1] ?? '';
const ready = 'An agent of your own';

const clientOf = (running: Running): Zaby =>
  new Zaby({ apiKey: variable(running, 'ZABY_API_KEY'), apiOrigin: variable(running, 'ZABY_API_ORIGIN') });

describe('emulator', () => {
  it('starts a platform, tells all that a site needs of it, and ends by Ctrl+C', async (test) => {
    const running = startProgram(test, ['emulator', '--port', '0', '--origin', 'http://localhost:9500']);
    await running.said(ready);
    assert.equal(variable(running, 'ZABY_API_ORIGIN'), originOf(running));
    const { token } = await clientOf(running).runtimeTokens.create({
      externalAppId: variable(running, 'ZABY_APP_ID'),
      deploymentId: variable(running, 'ZABY_DEPLOYMENT_ID'),
      quotaPolicyId: variable(running, 'ZABY_POLICY_ID'),
      externalUserId: 'ada',
    });
    const answer = await fetch(`${originOf(running)}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        origin: 'http://localhost:9500',
      },
      body: '{"input":"hello","respondAsync":true}',
    });
    assert.equal(answer.headers.get('access-control-allow-origin'), 'http://localhost:9500');
    assert.ok(answer.ok);
    const [, address = ''] = /^Watch it: (.*)$/m.exec(running.text()) ?? [];
    const page = await fetch(address);
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    assert.match(await page.text(), /<script[^>]* src=/);
    running.stop('SIGINT');
    assert.equal(await running.ended, 0);
    assert.doesNotMatch(running.text(), /eyJ/);
  });

  for (const host of ['0.0.0.0', '::', '[::]']) {
    it(`tells an address that can be called where it listens on ${host}`, async (test) => {
      const running = startProgram(test, ['emulator', '--port', '0', '--host', host]);
      await running.said(ready);
      assert.equal(variable(running, 'ZABY_API_ORIGIN'), originOf(running));
      assert.equal((await clientOf(running).agents.list()).items.length, 1);
      assert.doesNotMatch(running.text(), /0\.0\.0\.0|::/);
    });
  }

  it('says what an option takes that was given a number below zero', async () => {
    const { code, errors } = await runCommand(['emulator', '--activation', '-1']);
    assert.equal(code, 2);
    assert.match(errors, /--activation takes a whole number/);
    const named = await runCommand(['emulator', '--host', '--port', '0']);
    assert.match(named.errors, /--host needs a value/);
    assert.doesNotMatch(named.errors, /ambiguous/);
  });

  it('remembers in a snapshot what there was before a restart', async (test) => {
    const folder = await makeFolder(test);
    const args = ['emulator', '--port', '0', '--snapshot', 'platform.jsonl'];
    const first = startProgram(test, args, { folder });
    await first.said(ready);
    const { id } = await clientOf(first).agents.create({ name: 'Shop', slug: 'shop' });
    first.stop('SIGTERM');
    assert.equal(await first.ended, 0);
    const second = startProgram(test, args, { folder });
    await second.said(ready);
    assert.equal((await clientOf(second).agents.get(id)).slug, 'shop');
  });

  it('lets deployments take as long as it is told', async (test) => {
    const running = startProgram(test, ['emulator', '--port', '0', '--activation', '3600']);
    await running.said(ready);
    const zaby = clientOf(running);
    const agent = await zaby.agents.create({ name: 'Shop', slug: 'shop' });
    const version = await zaby.agents.publish(agent.id);
    const deployment = await zaby.agents.deploy(agent.id, { agentVersionId: version.id, environment: 'TEST' });
    await assert.rejects(zaby.deployments.getProvisioning(deployment.id), { status: 404 });
  });

  it('says that a model answers where one is named, and never its key', async (test) => {
    const env = { OPENAI_BASE_URL: 'http://localhost:6000/v1', OPENAI_API_KEY: 'sk-s3cret', OPENAI_MODEL: 'tiny-1' };
    const running = startProgram(test, ['emulator', '--port', '0'], { env });
    await running.said('Its agent answers from tiny-1.');
    assert.doesNotMatch(running.text(), /s3cret/);
  });
});

describe('an agent that init has made on the emulator', () => {
  it('answers from the model by its own instructions', async (test) => {
    const model = await openFakeModel(test, stream(words('Ahoy.'), end()));
    const env = { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: 'sk-s3cret' };
    const running = startProgram(test, ['emulator', '--port', '0'], { env });
    await running.said(ready);
    const folder = await makeFolder(test);
    const args = ['init', '--yes', '--instructions', 'Speak like a sailor.'];
    const ended = await runCommand([...args, '--api-origin', originOf(running)], {
      folder,
      env: { ZABY_API_KEY: variable(running, 'ZABY_API_KEY') },
    });
    assert.equal(ended.code, 0, ended.errors);
    const ids = parseEnv(await readFile(join(folder, '.env'), 'utf8')) as Record<string, string>;
    const { token } = await clientOf(running).runtimeTokens.create({
      externalAppId: ids['ZABY_APP_ID'] ?? '',
      deploymentId: ids['ZABY_DEPLOYMENT_ID'] ?? '',
      quotaPolicyId: ids['ZABY_POLICY_ID'] ?? '',
      externalUserId: 'ada',
    });
    const answer = await fetch(`${originOf(running)}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"input":"hello"}',
    });
    assert.equal(((await answer.json()) as { finalOutput: string }).finalOutput, 'Ahoy.');
    assert.match(JSON.stringify(model.calls[0]?.body.messages), /Speak like a sailor\./);
  });
});

describe('emulator says what is wrong, and what to do', () => {
  it('a port that is taken', async (test) => {
    const { origin } = await openSite(test);
    const { port } = new URL(origin);
    const { code, errors } = await runCommand(['emulator', '--port', port]);
    assert.equal(code, 1);
    assert.match(errors, new RegExp(`Port ${port} is taken`));
    assert.match(errors, /--port 0/);
  });
  it('a snapshot that cannot be one', async (test) => {
    const folder = await makeFolder(test);
    await mkdir(join(folder, 'here'));
    const { code, errors } = await runCommand(['emulator', '--port', '0', '--snapshot', 'here'], { folder });
    assert.equal(code, 1);
    assert.match(errors, /Name another file by --snapshot/);
    assert.doesNotMatch(errors, /at .*\.ts/);
  });
  it('a model at no address', async () => {
    const env = { OPENAI_BASE_URL: 'here', OPENAI_API_KEY: 'sk-s3cret' };
    const { code, errors } = await runCommand(['emulator', '--port', '0'], { env });
    assert.equal(code, 1);
    assert.match(errors, /OPENAI_BASE_URL is no http or https address/);
    assert.doesNotMatch(errors, /s3cret|at .*\.ts/);
  });
  for (const [args, message] of [
    [['--port', 'many'], /--port takes a whole number/],
    [['--port', '70000'], /up to 65535/],
    [['--origin', 'http://localhost:3000/x'], /without a path/],
    [['--activation', '12m'], /--activation takes a whole number/],
    [['--prot', '1'], /no option --prot/],
    [['9080'], /takes options only/],
  ] as const) {
    it(`${args.join(' ')}`, async () => {
      const { code, errors } = await runCommand(['emulator', ...args]);
      assert.equal(code, 2);
      assert.match(errors, message);
    });
  }
});

describe('zaby-agent', () => {
  it('tells what there is, and its version', async () => {
    assert.match((await runCommand(['--help'])).output, /init[^]*emulator[^]*doctor/);
    assert.match((await runCommand(['--version'])).output, /^\d+\.\d+\.\d+\n$/);
    assert.equal((await runCommand([])).code, 2);
  });
  for (const command of ['init', 'emulator', 'doctor']) {
    it(`tells what ${command} understands`, async () => {
      const { code, output } = await runCommand([command, '--help']);
      assert.equal(code, 0);
      assert.match(output, new RegExp(`^Usage: npx zaby-agent ${command}`));
    });
  }
  it('knows no other commands, not even those of every object', async () => {
    for (const name of ['deploy', 'constructor', '__proto__']) {
      const { code, errors } = await runCommand([name]);
      assert.equal(code, 2);
      assert.match(errors, /There are: init, emulator, doctor/);
    }
  });
});
