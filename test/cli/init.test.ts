import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { begin } from './begin.js';
import { type Ended, openRelay, runCommand, startProgram } from './support.js';

const lines = (text: string, how: 'made' | 'found' | 'changed'): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(how))
    .map((line) => line.slice(8, 21).trim());

describe('init', () => {
  it('makes all that a site needs, so that a token can be had by what it wrote down', async (test) => {
    const { init, made, mint, variables, apiKey, apiOrigin } = await begin(test);
    const { code, output, errors } = await init(['--name', 'Tarn & Tor', '--origin', 'https://shop.example']);
    assert.equal(errors, '');
    assert.equal(code, 0);
    assert.deepEqual(lines(output, 'made'), ['agent', 'external app', 'deployment', 'binding', 'token policy']);

    const { agents, apps, policies } = await made();
    assert.deepEqual([agents.length, apps.length, policies.length], [1, 1, 1]);
    assert.equal(agents[0]?.name, 'Tarn & Tor');
    assert.equal(agents[0]?.slug, 'tarn-tor');
    assert.match(agents[0]?.instructions ?? '', /visitors of Tarn & Tor/);
    assert.deepEqual(apps[0]?.allowedOrigins, ['https://shop.example']);

    const written = await variables();
    assert.equal(written['ZABY_API_KEY'], apiKey);
    assert.equal(written['ZABY_API_ORIGIN'], apiOrigin);
    assert.match(await mint(), /^eyJ/);
    assert.match(written['ZABY_VISITOR_SECRET'] ?? '', /^[\da-f]{64}$/);
    assert.doesNotMatch(output, new RegExp(`zaby_pk_|${written['ZABY_VISITOR_SECRET']}`));
  });

  it('makes nothing twice', async (test) => {
    const { init, made, variables } = await begin(test);
    await init();
    const [before, written] = [await made(), await variables()];
    const { code, output } = await init();
    assert.equal(code, 0);
    assert.deepEqual(lines(output, 'made'), []);
    assert.deepEqual(lines(output, 'found'), ['agent', 'external app', 'deployment', 'binding', 'token policy']);
    assert.deepEqual(await made(), before);
    assert.deepEqual(await variables(), written);
  });

  it('makes nothing twice where the .env was lost', async (test) => {
    const { init, made, variables, folder } = await begin(test);
    await init();
    const [before, written] = [await made(), await variables()];
    await writeFile(join(folder, '.env'), '');
    const { output } = await init();
    assert.deepEqual(lines(output, 'made'), []);
    assert.deepEqual(await made(), before);
    const { ZABY_VISITOR_SECRET: secret = '', ...found } = await variables();
    assert.notEqual(secret, written['ZABY_VISITOR_SECRET'], 'it is nowhere else');
    for (const [name, value] of Object.entries(found)) assert.equal(value, written[name], name);
  });

  it('goes on with its own agent under whatever name the project has by then', async (test) => {
    const { init, made, folder } = await begin(test);
    await writeFile(join(folder, 'package.json'), '{"name":"first"}');
    await init();
    await writeFile(join(folder, 'package.json'), '{"name":"second"}');
    await init();
    assert.deepEqual(
      (await made()).agents.map(({ slug }) => slug),
      ['first'],
    );
  });

  it('adds an origin to those that are there', async (test) => {
    const { init, made } = await begin(test);
    await init(['--origin', 'https://shop.example']);
    const { output } = await init(['--origin', 'https://www.shop.example', '--origin', 'https://shop.example/']);
    assert.deepEqual(lines(output, 'changed'), ['external app']);
    assert.deepEqual((await made()).apps[0]?.allowedOrigins, ['https://shop.example', 'https://www.shop.example']);
  });

  it('makes another set for another slug, and mixes none of the first into it', async (test) => {
    const { init, made, variables } = await begin(test);
    await init(['--slug', 'one']);
    const first = await variables();
    await init(['--slug', 'two']);
    const second = await variables();
    const { agents, policies } = await made();
    assert.equal(agents.length, 2);
    assert.equal(policies.length, 2);
    for (const name of ['ZABY_AGENT_ID', 'ZABY_APP_ID', 'ZABY_DEPLOYMENT_ID', 'ZABY_POLICY_ID']) {
      assert.notEqual(second[name], first[name], name);
    }
  });

  it('begins anew on another platform', async (test) => {
    const [first, second] = [await begin(test), await begin(test)];
    await first.init();
    const { folder } = first;
    const { code } = await runCommand(['init', '--yes', '--api-origin', second.apiOrigin], {
      folder,
    });
    assert.equal(code, 0);
    assert.equal((await second.made()).agents.length, 1);
    assert.equal((await first.variables())['ZABY_AGENT_ID'], (await second.made()).agents[0]?.id);
  });

  it('takes what another init has made at the same moment', async (test) => {
    const { apiKey, apiOrigin, made, folder } = await begin(test);
    const relay = await openRelay(test, { apiKey, apiOrigin }, async ({ method, url }, forward) => {
      // The other one is faster by an instant.
      if (method === 'POST' && /\/(?:agents|external-apps)$/.test(url ?? '')) await forward();
      return forward();
    });
    const env = { ZABY_API_KEY: apiKey };
    const args = ['init', '--yes', '--slug', 'shop', '--api-origin', relay.origin];
    const { code, output, errors } = await runCommand(args, { folder, env });
    assert.equal(code, 0, errors);
    assert.deepEqual(lines(output, 'found'), ['agent', 'external app']);
    const { agents, apps } = await made();
    assert.deepEqual([agents.length, apps.length], [1, 1]);
  });

  it('takes the policy that another init has made while this one waited for the deployment', async (test) => {
    const { apiKey, apiOrigin, made, folder, init, variables } = await begin(test);
    let other: Promise<Ended> | undefined;
    const relay = await openRelay(test, { apiKey, apiOrigin }, async ({ url }, forward) => {
      if (url?.endsWith('/provisioning')) await (other ??= init(['--slug', 'shop']));
      return forward();
    });
    const args = ['init', '--yes', '--slug', 'shop', '--api-origin', relay.origin];
    const { code, output, errors } = await runCommand(args, { folder, env: { ZABY_API_KEY: apiKey } });
    assert.equal(code, 0, errors);
    assert.deepEqual(lines((await other)?.output ?? '', 'made'), ['binding', 'token policy']);
    assert.deepEqual(lines(output, 'found'), ['token policy']);
    const { policies } = await made();
    assert.equal(policies.length, 1);
    assert.equal((await variables())['ZABY_POLICY_ID'], policies[0]?.id);
  });

  it('goes on with the older policy where another init makes one in the same moment', async (test) => {
    const { apiKey, apiOrigin, made, folder, variables } = await begin(test);
    const relay = await openRelay(test, { apiKey, apiOrigin }, async ({ method, url }, forward) => {
      if (method === 'POST' && url?.endsWith('/runtime-token-policies')) await forward();
      return forward();
    });
    const args = ['init', '--yes', '--slug', 'shop', '--api-origin', relay.origin];
    const { code, errors } = await runCommand(args, { folder, env: { ZABY_API_KEY: apiKey } });
    assert.equal(code, 0, errors);
    const { policies } = await made();
    const [oldest] = policies.toSorted((a, b) => String(a['createdAt']).localeCompare(String(b['createdAt'])));
    assert.equal((await variables())['ZABY_POLICY_ID'], oldest?.id);
  });

  it('takes the deployment that another init has written down in the meantime', async (test) => {
    const { apiKey, apiOrigin, made, folder, init } = await begin(test);
    let other: Promise<Ended> | undefined;
    const relay = await openRelay(test, { apiKey, apiOrigin }, async ({ method, url }, forward) => {
      const answer = await forward();
      if (method === 'GET' && url?.includes('/runtime-token-policies')) await (other ??= init(['--slug', 'shop']));
      return answer;
    });
    const args = ['init', '--yes', '--slug', 'shop', '--api-origin', relay.origin];
    const { code, output, errors } = await runCommand(args, { folder, env: { ZABY_API_KEY: apiKey } });
    assert.equal(code, 0, errors);
    assert.deepEqual(lines(output, 'found'), ['deployment', 'token policy']);
    assert.equal((await made()).policies.length, 1);
  });

  it('leaves ids of one set in .env where two run at once', async (test) => {
    const { init, mint, made } = await begin(test);
    const both = await Promise.all([init(['--slug', 'shop']), init(['--slug', 'shop'])]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    const { agents, apps } = await made();
    assert.deepEqual([agents.length, apps.length], [1, 1]);
    assert.match(await mint(), /^eyJ/);
  });

  it('takes the key from .env, and from the standard input', async (test) => {
    const { init, folder, apiKey, apiOrigin, variables } = await begin(test);
    await writeFile(join(folder, '.env'), `ZABY_API_KEY=${apiKey}\nOWN=1\n`);
    assert.equal((await init([], {})).code, 0);
    const other = await begin(test);
    const args = ['init', '--key-stdin', '--api-origin', other.apiOrigin];
    const ended = await runCommand(args, { folder: other.folder, input: `${other.apiKey}\n` });
    assert.equal(ended.code, 0, ended.errors);
    assert.equal((await other.variables())['ZABY_API_KEY'], other.apiKey);
    assert.equal((await variables())['OWN'], '1');
    assert.equal((await variables())['ZABY_API_ORIGIN'], apiOrigin);
  });
});

describe('init, left half way', () => {
  it('goes on where Ctrl+C has left it: one of each in the end', async (test) => {
    const { folder, apiKey, apiOrigin, zaby, made, variables } = await begin(test, { activationMs: 600_000 });
    const args = ['init', '--yes', '--slug', 'shop', '--api-origin', apiOrigin];
    const env = { ZABY_API_KEY: apiKey };
    const first = startProgram(test, args, { folder, env });
    await first.said(/The deployment is pending, 0:0\d of about 12 minutes/);
    first.stop('SIGINT');
    assert.equal(await first.ended, 130);
    assert.match(first.text(), /run the same command again, and it goes on from there/);
    const { ZABY_DEPLOYMENT_ID: deploymentId = '' } = await variables();
    await assert.rejects(zaby.deployments.getProvisioning(deploymentId));

    const second = startProgram(test, args, { folder, env });
    await second.said('found   deployment');
    second.stop('SIGTERM');
    assert.equal(await second.ended, 130);
    assert.equal((await variables())['ZABY_DEPLOYMENT_ID'], deploymentId);
    const { agents, apps, policies } = await made();
    assert.deepEqual([agents.length, apps.length, policies.length], [1, 1, 0]);
  });

  it('goes on after any of its calls has failed', async (test) => {
    const { folder, apiKey, apiOrigin, made } = await begin(test);
    for (let broken = 0; ; broken += 1) {
      assert.ok(broken < 40, 'it never got through');
      let count = 0;
      const lost = broken + 1;
      const relay = await openRelay(test, { apiKey, apiOrigin }, async (_request, forward) => {
        count += 1;
        const mine = count;
        const answer = await forward();
        return mine === lost ? undefined : answer;
      });
      const { code } = await runCommand(['init', '--yes', '--slug', 'shop', '--api-origin', relay.origin], {
        folder,
        env: { ZABY_API_KEY: apiKey },
      });
      if (code === 0 && count <= broken) break;
    }
    const { agents, apps, policies } = await made();
    assert.deepEqual([agents.length, apps.length, policies.length], [1, 1, 1]);
  });
});

const git = (folder: string, ...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });

describe('init and Git', () => {
  it('hides .env from it', async (test) => {
    const { init, folder } = await begin(test);
    git(folder, 'init', '-q');
    await writeFile(join(folder, '.gitignore'), 'dist');
    const { output } = await init();
    assert.match(output, /\.env was added to \.gitignore/);
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), 'dist\n/.env\n');
    assert.doesNotMatch((await init()).output, /gitignore/);
  });

  it('hides .env from one that is yet to come', async (test) => {
    const { init, folder } = await begin(test);
    const { output } = await init();
    assert.match(output, /\.env was added to \.gitignore/);
    assert.doesNotMatch((await init()).output, /gitignore/);
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), '/.env\n');
    git(folder, 'init', '-q');
    git(folder, 'add', '.');
    assert.equal(String(git(folder, 'ls-files')), '.gitignore\n');
  });

  it('warns where it is in the history already', async (test) => {
    const { init, folder } = await begin(test);
    git(folder, 'init', '-q');
    await writeFile(join(folder, '.env'), 'A=1\n');
    git(folder, 'add', '.env');
    assert.match((await init()).output, /is in your Git repository.*git rm --cached \.env/);
  });
});
