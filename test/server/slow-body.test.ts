import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { toNodeHandler } from '../../src/server/index.js';
import { listen, openEndpoint } from './support.js';

const { handler, errors } = openEndpoint('https://platform.example');

/** Lets this machine's clock jump by ten seconds, again and again, until something is there. */
const openClock = (test: TestContext) => {
  test.mock.timers.enable({ apis: ['setTimeout'] });
  return async <Result>(result: Promise<Result>): Promise<Result> => {
    const state = { isThere: false };
    const settled = result.finally(() => (state.isThere = true));
    while (!state.isThere) {
      await new Promise((resolve) => setImmediate(resolve));
      test.mock.timers.tick(10_000);
    }
    return settled;
  };
};

/** A request whose body never comes to its end. */
const endless = (length: number | undefined): Request =>
  new Request('https://shop.example/api/zaby-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(length !== undefined && { 'content-length': String(length) }) },
    body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }),
    duplex: 'half',
  } as RequestInit);

const wholeAnswer = async (socket: Socket): Promise<string> => {
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
};

describe('a token request whose body does not come', { timeout: 20_000 }, () => {
  for (const length of [80, undefined]) {
    it(`${length === undefined ? 'and is of no known length' : 'and announced one'} is answered after ten seconds`, async (test) => {
      const soon = openClock(test);
      const response = await soon(handler(endless(length)));
      assert.equal(response.status, 408);
      assert.deepEqual(await response.json(), { code: 'body-too-slow' });
      // Whoever dawdles keeps no line open.
      assert.equal(response.headers.get('connection'), 'close');
      assert.equal(errors.at(-1)?.code, 'body-too-slow');
    });
  }

  it('keeps no connection of a Node server', async (test) => {
    const soon = openClock(test);
    const handle = toNodeHandler(handler);
    const { origin, close } = await listen((request, response) => void handle(request, response));
    test.after(close);
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    test.after(() => socket.destroy());
    await once(socket, 'connect');
    const start = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 80\r\n\r\n{';
    socket.write(start);
    const answer = await soon(wholeAnswer(socket));
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /\{"code":"body-too-slow"\}/);
  });
});
