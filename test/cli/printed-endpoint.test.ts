import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Framework } from '../../src/cli/init/framework.js';
import { endpointFor } from '../../src/cli/init/snippets.js';
import { oddTargets, sendRaw } from '../support/raw-request.js';
import { closedOrigin, makeFolder, openPlatform, startProcess } from './support.js';

const root = join(import.meta.dirname, '../..');

/** What somebody has already who adds the printed file to it; the plain one is a whole server. */
const servers: Readonly<Partial<Record<Framework, { packages: readonly string[]; code?: string }>>> = {
  node: { packages: [] },
  express: {
    packages: ['express'],
    code: `import express from 'express';
      const app = express();
      mountZaby(app);
      app.listen(process.env.PORT, 'localhost', () => console.log('http://'));`,
  },
  fastify: {
    packages: ['fastify'],
    code: `import fastify from 'fastify';
      const app = fastify();
      mountZaby(app);
      app.listen({ port: process.env.PORT, host: 'localhost' }, () => console.log('http://'));`,
  },
  hono: {
    packages: ['hono', '@hono/node-server'],
    code: `import { Hono } from 'hono';
      import { serve } from '@hono/node-server';
      const app = new Hono();
      mountZaby(app);
      serve({ fetch: app.fetch, port: process.env.PORT, hostname: 'localhost' }, () => console.log('http://'));`,
  },
  next: {
    packages: ['@hono/node-server'],
    // Next.js itself writes the socket's address into the header, unless there is one.
    code: `import { serve } from '@hono/node-server';
      import * as route from './app/api/zaby-token/route.js';
      const fetch = (request, { incoming }) => {
        const headers = new Headers(request.headers);
        if (!headers.has('x-forwarded-for')) headers.set('x-forwarded-for', incoming.socket.remoteAddress);
        return route[request.method]?.(new Request(request, { headers })) ?? new Response(null, { status: 405 });
      };
      serve({ fetch, port: process.env.PORT, hostname: 'localhost' }, () => console.log('http://'));`,
  },
};

/** A site of one framework with the printed file in it, before an emulated platform. */
const openPrinted = async (test: TestContext, framework: Framework): Promise<string> => {
  const { packages, code } = servers[framework] ?? { packages: [] };
  const folder = await makeFolder(test);
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'zaby-agent'), { recursive: true });
  await mkdir(join(modules, '@hono'));
  for (const name of packages) await symlink(join(root, 'node_modules', name), join(modules, name), 'junction');
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  await write('package.json', '{"type":"module"}');
  await write(
    'node_modules/zaby-agent/package.json',
    '{"type":"module","exports":{"./server":"./server.ts","./zaby-agent.js":"./zaby-agent.js"}}',
  );
  await write(
    'node_modules/zaby-agent/server.ts',
    `export * from ${JSON.stringify(join(root, 'src/server/index.ts'))};`,
  );
  await write('node_modules/zaby-agent/zaby-agent.js', '// the widget');
  await write('index.html', '<!doctype html><title>A shop</title>');
  for (const file of endpointFor({ framework, typescript: false, name: 'shop', sourceFolder: false })) {
    await mkdir(join(folder, file.path, '..'), { recursive: true });
    await write(file.path, file.code);
  }
  if (code !== undefined)
    await write('server.mjs', `${framework === 'next' ? '' : "import { mountZaby } from './zaby-token.js';\n"}${code}`);

  const { account } = await openPlatform(test);
  const origin = await closedOrigin();
  const server = startProcess(test, process.execPath, ['--import', import.meta.resolve('tsx'), 'server.mjs'], {
    folder,
    env: {
      ZABY_API_KEY: account.apiKey,
      ZABY_API_ORIGIN: account.apiOrigin,
      ZABY_APP_ID: account.externalAppId,
      ZABY_DEPLOYMENT_ID: account.deploymentId,
      ZABY_POLICY_ID: account.quotaPolicyId,
      ZABY_VISITOR_SECRET: 'a secret of this test',
      PORT: new URL(origin).port,
    },
  });
  await server.said('http://');
  return origin;
};

const ask = (origin: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${origin}/api/zaby-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ conversationId: '3f0c2a9e-6a41-4c3e-9b0a-5d1f1c8e7b21', reason: 'first' }),
  });

const sessionOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { agentSessionId?: unknown }).agentSessionId;

describe('the endpoint that init prints', () => {
  for (const framework of Object.keys(servers) as Framework[]) {
    it(`survives addresses that are none, on ${framework}`, async (test) => {
      const origin = await openPrinted(test, framework);
      for (const target of oddTargets) {
        assert.match(await sendRaw(origin, target), /^HTTP\/1\.1 [2-5]\d\d/, target);
      }
      assert.equal((await ask(origin)).status, 200);
    });

    it(`keeps its visitors apart by a cookie that it has signed, on ${framework}`, async (test) => {
      const origin = await openPrinted(test, framework);
      const first = await ask(origin);
      const [cookie = ''] = first.headers.getSetCookie();
      assert.match(
        cookie,
        /^zaby_visitor=[\da-f-]{36}\.[\da-f]{64}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000$/,
      );
      const session = await sessionOf(first);
      const own = cookie.split(';')[0] ?? '';
      const again = await ask(origin, { cookie: own });
      assert.deepEqual(again.headers.getSetCookie(), []);
      assert.equal(await sessionOf(again), session);

      const [id = ''] = own.split('.');
      for (const forged of [id, `${id}.${'0'.repeat(64)}`, own.replace(/=./, own.includes('=0') ? '=1' : '=0')]) {
        const answer = await ask(origin, { cookie: forged });
        assert.equal(answer.headers.getSetCookie().length, 1, forged);
        assert.notEqual(await sessionOf(answer), session);
      }
    });

    it(`closes its cookie to http where the page is https, behind a proxy too, on ${framework}`, async (test) => {
      const origin = await openPrinted(test, framework);
      const { headers, status } = await ask(origin, { origin: origin.replace('http:', 'https:') });
      assert.equal(status, 200);
      assert.match(headers.getSetCookie()[0] ?? '', /; Secure$/);
    });

    it(`gives a program without cookies no tokens without end, on ${framework}`, async (test) => {
      const origin = await openPrinted(test, framework);
      const statuses: number[] = [];
      for (let count = 0; count < 122; count += 1) statuses.push((await ask(origin)).status);
      assert.deepEqual(statuses, [...Array<number>(120).fill(200), 429, 429]);
    });
  }
});
