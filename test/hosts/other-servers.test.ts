import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createTokenEndpoint, toNodeHandler } from '../../src/server/index.js';
import { openEmulator } from '../emulator/open-emulator.js';
import { listen } from '../server/support.js';

const pagePath = join(import.meta.dirname, '../../docs/OTHER-SERVERS.md');

/** Runs shell commands as a reader would paste them, with nothing but the given settings, and gives the lines they print. */
const shell = async (commands: string, settings: Readonly<Record<string, string>>): Promise<string[]> => {
  const { PATH = '' } = process.env;
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], {
    env: { PATH, ...settings },
  });
  return stdout.trimEnd().split('\n');
};

/** Everything in the fences of a page that a shell reads. */
const commandsIn = (text: string): string =>
  [...text.matchAll(/```sh\n([^`]*)```/g)].map(([, code = '']) => code).join('\n');

describe('the page for hosts in other languages', () => {
  let calls = '';
  let strangers = '';

  before(async () => {
    const page = await readFile(pagePath, 'utf8');
    const [first = '', rest = ''] = page.split('## Try it as a stranger would');
    calls = commandsIn(first);
    strangers = commandsIn(rest);
  });

  it('has commands that make a token, rotate it and take it back', async (test) => {
    const { origin, agent } = await openEmulator(test, { scripts: [[]] });
    const lines = await shell(
      `${calls}\nfor answer in "$minted" "$rotated" "$revoked" "$health"; do echo $answer; done`,
      {
        ZABY_API_ORIGIN: origin,
        ZABY_API_KEY: agent.apiKey,
        ZABY_APP_ID: agent.externalAppId,
        ZABY_DEPLOYMENT_ID: agent.deploymentId,
        ZABY_POLICY_ID: agent.quotaPolicyId,
      },
    );
    const [minted, rotated, revoked, health] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.match(String(minted?.['token']), /^eyJ/);
    assert.equal(rotated?.['agentSessionId'], minted?.['agentSessionId']);
    assert.equal(revoked?.['status'], 'REVOKED');
    assert.equal(health?.['status'], 'ok');
    const codes = [minted, rotated].map(async (answer) => {
      const response = await fetch(`${origin}/api/v1/agent-runtime/runs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${String(answer?.['token'])}`, 'content-type': 'application/json' },
        body: JSON.stringify({ input: 'Hello' }),
      });
      return ((await response.json()) as { code: string }).code;
    });
    assert.ok(
      (await Promise.all(codes)).every((code) => /STALE|REVOKED|INACTIVE/.test(code)),
      String(await Promise.all(codes)),
    );
  });

  it('tells by commands what an endpoint answers to strangers, and ours does', async (test) => {
    const { origin: apiOrigin, agent } = await openEmulator(test, { scripts: [[]] });
    const { apiKey, externalAppId, deploymentId, quotaPolicyId } = agent;
    const handle = toNodeHandler(
      createTokenEndpoint({
        apiKey,
        apiOrigin,
        externalAppId,
        deploymentId,
        quotaPolicyId,
        identify: () => ({ userId: 'ada' }),
        onError: () => {},
      }),
    );
    const site = await listen((request, response) => void handle(request, response));
    test.after(site.close);
    const told = [...strangers.matchAll(/# (\d{3})/g)].map(([, status]) => status);
    assert.ok(told.length > 5);
    assert.deepEqual(await shell(strangers, { site: site.origin }), told);
  });

  it('names files that are there', async () => {
    const page = await readFile(pagePath, 'utf8');
    for (const [, path = ''] of page.matchAll(/\]\(([^):]+)\)/g)) await readFile(join(pagePath, '..', path));
  });
});
