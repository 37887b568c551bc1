import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { ask, say } from '../../demo/emulator/script.js';
import { createTokenEndpoint } from '../../src/server/index.js';
import { openFolder, openProcess } from '../emulator/open-process.js';
import { launchBrowser, openPage } from '../support/browser.js';
import { contentPolicy, embed, pageWith } from '../support/site.js';
import { lookAt } from './visitor.js';

const dist = join(import.meta.dirname, '../../dist');

const serve = async (test: TestContext, answer: (request: Request) => Promise<Response>): Promise<string> => {
  const server = createAdaptorServer({ fetch: answer, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
};

const notYet = async (_request: Request): Promise<Response> => new Response(null, { status: 503 });

const readScript = async (path: string): Promise<Response> => {
  const file = normalize(join(dist, path.replace('/dist/', '')));
  assert.ok(file.startsWith(dist));
  return new Response(await readFile(file), { headers: { 'content-type': 'text/javascript' } });
};

const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index + 1}`).join(' ');

describe('a platform that is killed in the middle of an answer, and started again', () => {
  it('goes on with the answer on the page, without a word lost or told twice, and then with the approval', async (test) => {
    const platform = await openProcess(test, join(await openFolder(test), 'emulator.jsonl'));
    // What the site serves is known only when its address is.
    let answer = notYet;
    const origin = await serve(test, (request) => answer(request));
    const refund = ask({
      tool: 'refund',
      title: 'Refund order 7',
      args: { order: '7' },
      onApprove: [say('It is done.')],
    });
    const agent = await platform.createAgent({
      scripts: [[say(words(80), { pace: 20 }), refund]],
      origins: [origin],
    });
    const tokens = createTokenEndpoint({
      ...agent,
      apiOrigin: platform.origin,
      identify: () => ({ userId: 'ada' }),
    });
    const hosted = { ...agent, tokenUrl: '/api/zaby-token', apiOrigin: platform.origin };
    const page = pageWith(embed(hosted, 'id="chat"'));
    answer = async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/api/zaby-token') return tokens(request);
      if (pathname.startsWith('/dist/')) return readScript(pathname);
      if (pathname !== '/') return new Response(null, { status: 204 });
      const headers = { 'content-type': 'text/html', 'content-security-policy': contentPolicy(platform.origin) };
      return new Response(page, { headers });
    };

    const browser = await launchBrowser();
    test.after(() => browser.close());
    const visitor = lookAt(await openPage(browser, origin), 'chat');
    await visitor.send('Tell me, and refund order 7');
    await visitor.sees('word20');
    await platform.kill();
    await platform.start();
    await visitor.sees('word80');
    await visitor.sees('Refund order 7');
    await platform.kill();
    await platform.start();
    await visitor.decide('Approve');
    await visitor.sees('It is done.');
    const [, said = ''] = await visitor.transcript();
    assert.deepEqual(said.match(/word\d+/g), words(80).split(' '));
    assert.deepEqual(visitor.errors, []);
    assert.deepEqual(visitor.violations, []);
  });
});
