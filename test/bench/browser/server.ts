import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { type Load, deltasOf, loads } from './loads.js';

/** How one delta is spelled on the wire, and what follows the last. */
interface Dialect {
  readonly delta: (text: string, index: number) => string;
  readonly end: string;
}

const event = (data: unknown, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

/** The platform's (PROTOCOL.md §4), and what deep-chat expects of a stream. */
const dialects = {
  platform: {
    delta: (delta, index) => event({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta }, index + 1),
    end: event({ type: 'RUN_FINISHED' }),
  },
  plain: { delta: (text) => event({ text }), end: '' },
} satisfies Record<string, Dialect>;

/** In a burst, the deltas of one chunk: what a proxy gathers while the agent is fast. */
const perChunk = 20;

/** A site on a free port: pages and scripts from memory, and answers that stream. */
export interface BenchServer {
  readonly origin: string;
  close(): Promise<void>;
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });

const stream = async (response: ServerResponse, load: Load, { delta, end }: Dialect): Promise<void> => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const events = deltasOf(load).map(delta);
  if (load.perSecond) {
    const begin = performance.now();
    for (const [index, text] of events.entries()) {
      const late = begin + ((index + 1) * 1000) / load.perSecond - performance.now();
      if (late > 0) await wait(late);
      response.write(text);
    }
  } else {
    for (let start = 0; start < events.length && !response.destroyed; start += perChunk) {
      if (!response.write(events.slice(start, start + perChunk).join(''))) await drained(response);
      // A chunk of its own.
      await nextTurn();
    }
  }
  response.end(end);
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
};

/** The load whose name stands first in what a page sent. */
const loadOf = (text: string): [string, Load] => {
  const found = Object.entries(loads).find(([name]) => text.includes(name));
  if (!found) throw new Error(`No load is named in ${text}`);
  return found;
};

const types: Record<string, string> = { js: 'text/javascript', html: 'text/html' };

const json = (response: ServerResponse, body: unknown): void =>
  void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));

/** `files` by path: scripts may be kept by the browser, as those of a real site are. */
export const startServer = async (files: ReadonlyMap<string, string>): Promise<BenchServer> => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
    const file = files.get(pathname);
    if (file !== undefined) {
      const type = types[pathname.split('.').at(-1) ?? ''] ?? 'text/html';
      const cache = type === 'text/javascript' ? 'max-age=3600' : 'no-store';
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': cache }).end(file);
      return;
    }
    const sent = await bodyOf(request);
    if (pathname === '/token') json(response, { token: 'token' });
    else if (pathname.endsWith('/runs')) json(response, { runId: `${loadOf(sent)[0]}-run` });
    else if (pathname.endsWith('/aiui')) await stream(response, loadOf(pathname)[1], dialects.platform);
    else if (pathname === '/floor') await stream(response, loadOf(search)[1], dialects.platform);
    else if (pathname === '/plain') await stream(response, loadOf(sent)[1], dialects.plain);
    else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
  };

  const server = createServer({ noDelay: true }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
