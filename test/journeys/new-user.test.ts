import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { closedOrigin, makeFolder, openPlatform, startProcess } from '../cli/support.js';
import { launchBrowser, openPage } from '../support/browser.js';
import { root } from '../check/source.js';
import { lookAt } from './visitor.js';

/** A part of what `init` prints, as a person copies it. */
const part = (text: string, title: RegExp): string => {
  const [, rest = ''] = text.split(new RegExp(`^--- ${title.source}$`, 'm'));
  return `${(rest.split(/^--- /m)[0] ?? '').trim()}\n`;
};

/** The printed tag has no id, by which visitors of tests find theirs. */
const nameTag = (): void => {
  // Before the widget's script runs, for it keeps conversations apart by the id.
  new MutationObserver(() => document.querySelector('zaby-agent:not([id])')?.setAttribute('id', 'chat')).observe(
    document,
    {
      childList: true,
      subtree: true,
    },
  );
};

/** A folder in which this package, as it was built, and those of a framework are installed. */
const makeProject = async (test: TestContext, packages: readonly string[]): Promise<string> => {
  const folder = await makeFolder(test);
  await mkdir(join(folder, 'node_modules/@hono'), { recursive: true });
  await symlink(root, join(folder, 'node_modules/zaby-agent'), 'junction');
  for (const name of packages)
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  const dependencies = Object.fromEntries(packages.map((name) => [name, '*']));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'shop', type: 'module', dependencies }));
  return folder;
};

const program = 'node_modules/zaby-agent/dist/cli/index.js';

describe('somebody who installs the package in an empty folder', () => {
  it('has an agent that answers on a page, by what the commands print', async (test) => {
    const folder = await makeProject(test, []);
    const start = (args: readonly string[], env: Record<string, string> = {}) =>
      startProcess(test, process.execPath, args, { folder, env });

    const emulator = start([program, 'emulator', '--port', '0', '--activation', '1']);
    await emulator.said('An agent of your own');
    const [, apiKey = '', apiOrigin = ''] =
      /ZABY_API_KEY=(\S+) npx zaby-agent init --api-origin (\S+)/.exec(emulator.text()) ?? [];

    const site = await closedOrigin();
    const init = start(
      [program, 'init', '--yes', '--name', 'Tarn & Tor', '--origin', site, '--api-origin', apiOrigin],
      {
        ZABY_API_KEY: apiKey,
      },
    );
    assert.equal(await init.ended, 0, init.text());

    const code = part(init.text(), /The token endpoint: server\.mjs/);
    await writeFile(join(folder, 'server.mjs'), code);
    await writeFile(join(folder, 'index.html'), part(init.text(), /The page: index\.html/));
    const server = start(['--env-file=.env', 'server.mjs'], { PORT: new URL(site).port });
    await server.said(site);

    const doctor = start([program, 'doctor', site]);
    assert.equal(await doctor.ended, 0, doctor.text());
    assert.match(doctor.text(), /, 0 warnings, 0 faults/);

    const browser = await launchBrowser();
    test.after(() => browser.close());
    const visitor = lookAt(
      await openPage(browser, site, async (page) => void (await page.evaluateOnNewDocument(nameTag))),
      'chat',
    );
    await visitor.press(/^Open/);
    await visitor.send('Hello');
    await visitor.sees('What can I do for you?');
    await visitor.sees('AI assistant');
    await visitor.reload();
    await visitor.send('I want a refund');
    await visitor.sees('Refund 59 EUR');
    const cookies = await browser.cookies();
    assert.deepEqual(
      cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite })),
      [{ name: 'zaby_visitor', httpOnly: true, sameSite: 'Lax' }],
    );
    await visitor.leave();
    for (const { text } of [init, server, doctor]) assert.doesNotMatch(text(), /eyJ[\w-]+\.|zaby_pk_/);
  });
});

/** What somebody has already who adds the printed file to it. */
const servers: Readonly<Record<string, { packages: readonly string[]; server: string }>> = {
  express: {
    packages: ['express'],
    server: `import express from 'express';
      const app = express().use(express.json());
      mountZaby(app);
      app.listen(process.env.PORT, 'localhost', () => console.log('ready'));`,
  },
  fastify: {
    packages: ['fastify'],
    server: `import fastify from 'fastify';
      const app = fastify();
      mountZaby(app);
      app.listen({ port: process.env.PORT, host: 'localhost' }, () => console.log('ready'));`,
  },
  hono: {
    packages: ['hono', '@hono/node-server'],
    server: `import { Hono } from 'hono';
      import { serve } from '@hono/node-server';
      const app = new Hono();
      mountZaby(app);
      serve({ fetch: app.fetch, port: process.env.PORT, hostname: 'localhost' }, () => console.log('ready'));`,
  },
};

describe('the endpoint that is printed', () => {
  for (const [framework, { packages, server }] of Object.entries(servers)) {
    it(`is one for ${framework}, by the packages of the project, with which the doctor finds nothing wrong`, async (test) => {
      const folder = await makeProject(test, packages);
      const site = await closedOrigin();
      const { origin: apiOrigin, account } = await openPlatform(test);
      const start = (args: readonly string[], env: Record<string, string> = {}) =>
        startProcess(test, process.execPath, args, { folder, env });
      const init = start([program, 'init', '--yes', '--origin', site, '--api-origin', apiOrigin], {
        ZABY_API_KEY: account.apiKey,
      });
      assert.equal(await init.ended, 0, init.text());
      await writeFile(join(folder, 'zaby-token.js'), part(init.text(), /The token endpoint: zaby-token\.js/));
      await writeFile(join(folder, 'server.js'), `import { mountZaby } from './zaby-token.js';\n${server}`);
      const running = start(['--env-file=.env', 'server.js'], { PORT: new URL(site).port });
      await running.said('ready');
      const doctor = start([program, 'doctor', `${site}/api/zaby-token`, '--api-origin', apiOrigin]);
      assert.equal(await doctor.ended, 0, doctor.text());
      assert.match(doctor.text(), /, 0 warnings, 0 faults/);
    });
  }

  it('is read by a build, where there are no secrets, without a complaint', async (test) => {
    const folder = await makeProject(test, []);
    const { origin: apiOrigin, account } = await openPlatform(test);
    const start = (args: readonly string[], env: Record<string, string> = {}) =>
      startProcess(test, process.execPath, args, { folder, env });
    const init = start([program, 'init', '--yes', '--framework', 'next', '--api-origin', apiOrigin], {
      ZABY_API_KEY: account.apiKey,
    });
    assert.equal(await init.ended, 0, init.text());
    const code = part(init.text(), /The token endpoint: app\/api\/zaby-token\/route\.js/);
    await writeFile(join(folder, 'route.js'), code);
    const build = start(['--input-type=module', '-e', "console.log(Object.keys(await import('./route.js')).join())"]);
    assert.equal(await build.ended, 0, build.text());
    assert.equal(build.text(), 'DELETE,GET,POST\n');
  });
});
