import assert from 'node:assert/strict';
import { createServer, request as nodeRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { toNodeHandler, type NodeRequest } from '../../src/server/index.js';
import { listen } from './support.js';

/** A handler that tells what it was asked. */
const echo = async (request: Request): Promise<Response> =>
  Response.json({
    method: request.method,
    url: request.url,
    body: await request.text(),
    cookie: request.headers.get('cookie'),
  });

const open = async (
  test: TestContext,
  handler = echo,
  before?: (request: NodeRequest & { body?: unknown; url?: string | undefined }) => void,
) => {
  const handle = toNodeHandler(handler);
  const server = await listen((request, response) => {
    before?.(request);
    void handle(request, response);
  });
  test.after(server.close);
  return server;
};

/** All that a server says before it hangs up. */
const wholeAnswer = async (socket: Socket): Promise<string> => {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
};

describe('toNodeHandler', () => {
  it('passes on method, address, headers and body', async (test) => {
    const { origin } = await open(test);
    const response = await fetch(`${origin}/a/b?c=d`, {
      method: 'POST',
      body: 'héllo',
      headers: { cookie: 'a=1; b=2' },
    });
    assert.deepEqual(await response.json(), {
      method: 'POST',
      url: `${origin}/a/b?c=d`,
      body: 'héllo',
      cookie: 'a=1; b=2',
    });
  });

  it('passes on status, headers and every cookie of the answer', async (test) => {
    const { origin } = await open(test, async () => {
      const response = new Response('no', { status: 418, headers: { 'x-a': '1' } });
      response.headers.append('set-cookie', 'a=1');
      response.headers.append('set-cookie', 'b=2');
      return response;
    });
    const response = await fetch(origin);
    assert.equal(response.status, 418);
    assert.equal(response.headers.get('x-a'), '1');
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    assert.equal(await response.text(), 'no');
  });

  it('uses what a body parser left', async (test) => {
    for (const [body, expected] of [
      [{ a: 1 }, '{"a":1}'],
      ['text', 'text'],
      [Buffer.from('bytes'), 'bytes'],
    ] as const) {
      const { origin } = await open(test, echo, (request) => Object.assign(request, { body }));
      const response = await fetch(origin, { method: 'POST', body: 'read by somebody else already' });
      assert.equal(((await response.json()) as { body: string }).body, expected);
    }
  });

  it('knows the address before a mount point was cut off', async (test) => {
    const { origin } = await open(test, echo, (request) =>
      Object.assign(request, { originalUrl: '/api/token', url: '/' }),
    );
    assert.equal(((await (await fetch(origin)).json()) as { url: string }).url, `${origin}/api/token`);
  });

  it('takes the host from the Host header alone', async (test) => {
    const { origin } = await open(test);
    const { port } = new URL(origin);
    const ask = (path: string, host: string) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        nodeRequest({ port, host: '127.0.0.1', path, headers: { host }, agent: false }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        })
          .on('error', reject)
          .end();
      });
    for (const path of ['//evil.example/x', 'http://evil.example/x', '/\\evil.example']) {
      const { text } = await ask(path, 'shop.example');
      assert.equal(new URL((JSON.parse(text) as { url: string }).url).host, 'shop.example', path);
    }
    for (const host of ['evil.example/@shop.example', 'user@shop.example', 'shop.example#', 'a b']) {
      assert.equal((await ask('/', host)).status, 400, host);
    }
  });

  it('refuses a large body, announced or not, and lives on', async (test) => {
    const { origin } = await open(test);
    const port = Number(new URL(origin).port);
    const large = 'x'.repeat(70_000);
    const announced = `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${large.length}\r\n\r\n`;
    const chunked = `POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n`;
    for (const text of [announced, chunked]) {
      const socket = connect(port, '127.0.0.1');
      test.after(() => socket.destroy());
      socket.write(text);
      const answer = await wholeAnswer(socket);
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.match(answer, /\r\ncontent-type: application\/json\r\n/i);
      assert.match(answer, /\{"code":"body-too-large"\}/);
    }
    assert.equal((await fetch(origin)).status, 200);
  });

  it('refuses methods that a standard request cannot have', async (test) => {
    const { origin } = await open(test);
    const status = await new Promise((resolve, reject) => {
      nodeRequest(origin, { method: 'TRACE', agent: false }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    assert.equal(status, 405);
    assert.equal((await fetch(origin, { method: 'PROPFIND' })).status, 200);
  });

  it('answers a handler that throws without detail', async (test) => {
    const { origin } = await open(test, () => Promise.reject(new Error('secret')));
    const response = await fetch(origin);
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '');
  });

  it('survives a visitor who leaves in the middle of asking', async (test) => {
    const failed = new Promise<void>((resolve) => {
      const handle = toNodeHandler(echo);
      const server = createServer((request, response) => void handle(request, response).then(resolve));
      server.listen(0, '127.0.0.1', () => {
        const socket = connect((server.address() as { port: number }).port, '127.0.0.1');
        socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf', () =>
          setImmediate(() => socket.destroy()),
        );
      });
      test.after(() => new Promise((done) => server.close(done)));
    });
    await failed;
  });
});
