import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { closedOrigin, makeFolder, startProcess } from '../cli/support.js';
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

describe('somebody who installs the package in an empty folder', () => {
  it('has an agent that answers on a page, by what the commands print', async (test) => {
    const folder = await makeFolder(test);
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules/zaby-agent'), 'junction');
    const start = (args: readonly string[], env: Record<string, string> = {}) =>
      startProcess(test, process.execPath, args, { folder, env });
    const program = 'node_modules/zaby-agent/dist/cli/index.js';

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

    const code = part(init.text(), /The token endpoint: server\.mjs/).replaceAll('3000', new URL(site).port);
    await writeFile(join(folder, 'server.mjs'), code);
    await writeFile(join(folder, 'index.html'), part(init.text(), /The page: index\.html/));
    const server = start(['--env-file=.env', 'server.mjs']);
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
    await visitor.sees('You said: Hello');
    await visitor.reload();
    await visitor.send('Again');
    await visitor.sees('You said: Again');
    const cookies = await browser.cookies();
    assert.deepEqual(
      cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite })),
      [{ name: 'zaby_visitor', httpOnly: true, sameSite: 'Lax' }],
    );
    await visitor.leave();
    for (const { text } of [init, server, doctor]) assert.doesNotMatch(text(), /eyJ[\w-]+\.|zaby_pk_/);
  });
});
