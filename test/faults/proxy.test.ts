import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { type FaultProxy, type PlannedFault, createFaultProxy } from '../support/fault-proxy.js';

const text = 'one two three four five six seven eight nine ten';

/** A server that says the text in pieces, and what it was asked, behind a proxy with that plan. */
const open = async (...faults: PlannedFault[]) => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    if (request.url === '/length') {
      response.setHeader('content-length', text.length);
      response.end(text);
    } else if (request.url === '/nothing') {
      response.writeHead(204).end();
    } else if (request.method === 'POST') {
      request.pipe(response);
    } else {
      for (const word of text.split(/(?<= )/)) response.write(word);
      response.end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const proxy = await createFaultProxy({ target: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  proxy.plan(faults);
  return {
    proxy,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      await proxy.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      assert.equal(proxy.connections(), 0);
    },
  };
};

/** What comes of the body, and how it ends. */
const read = async ({ origin }: FaultProxy, path = '/', init: RequestInit = {}) => {
  let body = '';
  try {
    const response = await fetch(origin + path, init);
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) body += decoder.decode(piece as Uint8Array, { stream: true });
    return { body, end: 'whole', status: response.status };
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    return { body, end: cause?.code ?? (error as Error).name };
  }
};

describe('the proxy without a plan', () => {
  it('lets everything through, however it is framed, and keeps connections', async () => {
    await using line = await open();
    assert.deepEqual(await read(line.proxy), { body: text, end: 'whole', status: 200 });
    assert.deepEqual(await read(line.proxy, '/length'), { body: text, end: 'whole', status: 200 });
    assert.deepEqual(await read(line.proxy, '/nothing'), { body: '', end: 'whole', status: 204 });
    const long = 'x'.repeat(300_000);
    assert.equal((await read(line.proxy, '/', { method: 'POST', body: long })).body, long);
    assert.deepEqual(
      line.proxy.exchanges().map(({ request, status, open: isOpen }) => [request, status, isOpen]),
      [
        ['GET /', 200, false],
        ['GET /length', 200, false],
        ['GET /nothing', 204, false],
        ['POST /', 200, false],
      ],
    );
    assert.equal(line.proxy.exchanges()[3]?.body, long);
    assert.ok(line.proxy.exchanges()[3]!.connection < 3);
  });

  it('lets go of the server when the client goes', async () => {
    await using line = await open({ do: 'stall', after: 3 });
    const controller = new AbortController();
    const response = await fetch(line.proxy.origin, { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    while (line.proxy.exchanges()[0]?.open) await new Promise(setImmediate);
  });
});

describe('the proxy', () => {
  it('cuts at the byte', async () => {
    await using line = await open({ after: 9, do: 'cut' });
    assert.deepEqual(await read(line.proxy), { body: 'one two t', end: 'UND_ERR_SOCKET' });
    assert.equal((await read(line.proxy)).body, text);
    assert.deepEqual(line.proxy.exchanges()[0]?.passed, 9);
    assert.deepEqual(line.proxy.exchanges()[0]?.faults, ['cut']);
  });

  it('resets behind a text, even where the text came in pieces', async () => {
    await using line = await open({ after: 'three fo', do: 'reset' });
    assert.deepEqual(await read(line.proxy), { body: 'one two three fo', end: 'ECONNRESET' });
  });

  it('cuts behind bytes that are no whole character', async () => {
    await using line = await open({ after: Buffer.from('€').subarray(0, 2), do: 'cut' });
    const { body } = await read(line.proxy, '/', { method: 'POST', body: 'worth 5 €, or 6 €' });
    assert.equal(body, 'worth 5 ');
  });

  it('ends an answer as if it were whole', async () => {
    await using line = await open({ after: 9, do: 'end' });
    assert.deepEqual(await read(line.proxy, '/length'), { body: 'one two t', end: 'whole', status: 200 });
  });

  it('cuts before an answer, though the server gave it', async () => {
    await using line = await open({ at: 'head', do: 'reset' });
    assert.deepEqual(await read(line.proxy), { body: '', end: 'ECONNRESET' });
    assert.equal(line.asked(), 1);
  });

  it('cuts a request off before it arrives', async () => {
    await using line = await open({ at: 'request', do: 'reset' }, { at: 'request', skip: 1, do: 'cut' });
    assert.deepEqual([(await read(line.proxy)).body, (await read(line.proxy)).body], ['', '']);
    assert.equal(line.asked(), 0);
    assert.equal((await read(line.proxy)).body, text);
  });

  it('answers in the place of the server', async () => {
    await using line = await open({ at: 'request', do: 'answer', status: 502, body: '<h1>Bad gateway</h1>' });
    assert.deepEqual(await read(line.proxy), { body: '<h1>Bad gateway</h1>', end: 'whole', status: 502 });
    assert.equal(line.asked(), 0);
    assert.equal((await read(line.proxy)).body, text);
  });

  it('stalls, and goes on without a loss', async () => {
    await using line = await open({ after: 5, do: 'stall', ms: 30 });
    const at = performance.now();
    assert.equal((await read(line.proxy)).body, text);
    assert.ok(performance.now() - at >= 29);
  });

  it('throttles to single bytes', async () => {
    await using line = await open({ after: 4, do: 'throttle', bytes: 1 });
    assert.equal((await read(line.proxy)).body, text);
  });

  it('sends bytes twice', async () => {
    await using line = await open({ after: 7, do: 'duplicate', bytes: 4 });
    assert.equal((await read(line.proxy)).body, text.replace(' two', ' two two'));
  });

  it('corrupts a byte', async () => {
    await using line = await open({ after: 4, do: 'corrupt' }, { after: 8, do: 'corrupt', into: 0x54 });
    assert.equal((await read(line.proxy)).body, text.replace('two three', '\u{FFFD}wo Three'));
  });

  it('breaks the framing', async () => {
    await using line = await open({ after: 4, do: 'garble' });
    assert.deepEqual(await read(line.proxy), { body: 'one ', end: 'HPE_INVALID_CHUNK_SIZE' });
  });

  it('keeps an answer back until it is over, compressed or not', async () => {
    await using line = await open(
      { at: 'head', do: 'buffer', times: 2 },
      { at: 'head', skip: 2, do: 'buffer', gzip: true },
    );
    for (let time = 0; time < 3; time++) {
      const response = await fetch(line.proxy.origin);
      const first = await response.body?.getReader().read();
      assert.equal(new TextDecoder().decode(first?.value), text);
    }
  });

  it('keeps an answer back until it is released, and lets what follows through', async () => {
    await using line = await open({ after: 4, do: 'buffer' }, { after: 20, do: 'stall' });
    const response = await fetch(line.proxy.origin);
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    assert.equal(decoder.decode((await reader.read()).value), 'one ');
    while ((line.proxy.exchanges()[0]?.passed ?? 0) < 20) await new Promise(setImmediate);
    line.proxy.release();
    assert.equal(decoder.decode((await reader.read()).value), text.slice(4, 20));
    await reader.cancel();
  });

  it('passes on in portions of a buffer', async () => {
    await using line = await open({ at: 'head', do: 'buffer', bytes: 20 });
    assert.equal((await read(line.proxy)).body, text);
  });

  it('knows whom a fault is for, and how often', async () => {
    await using line = await open({ match: /^GET \/length/, skip: 1, times: 2, after: 3, do: 'cut' });
    const bodies = [];
    for (const path of ['/', '/length', '/length', '/', '/length', '/length'])
      bodies.push((await read(line.proxy, path)).body);
    assert.deepEqual(bodies, [text, text, 'one', text, 'one', text]);
  });

  it('refuses connections while it is down, and is there again at the same place', async () => {
    await using line = await open();
    await read(line.proxy);
    await line.proxy.down();
    assert.equal((await read(line.proxy)).end, 'ECONNREFUSED');
    await line.proxy.up();
    assert.equal((await read(line.proxy)).body, text);
  });

  it('keeps open connections while it is down, where it is told to', async () => {
    await using line = await open({ after: 9, do: 'stall', ms: 50 });
    const response = await fetch(line.proxy.origin);
    await line.proxy.down({ keep: true });
    assert.equal((await read(line.proxy)).end, 'ECONNREFUSED');
    assert.equal(await response.text(), text);
    await line.proxy.up();
  });

  it('cuts everything at once', async () => {
    await using line = await open({ after: 9, do: 'stall', times: 3 });
    const all = [read(line.proxy), read(line.proxy), read(line.proxy)];
    while (line.proxy.exchanges().filter(({ passed }) => passed === 9).length < 3) await new Promise(setImmediate);
    line.proxy.cutAll({ reset: true });
    for (const { body, end } of await Promise.all(all)) assert.deepEqual([body, end === 'whole'], ['one two t', false]);
  });
});
