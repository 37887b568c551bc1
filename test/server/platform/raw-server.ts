import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { Zaby, type ZabyOptions } from '../../../src/server/index.js';
import { apiKey, listen } from '../support.js';

/** One request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | ((response: ServerResponse, request: IncomingMessage) => void);

const send = (reply: Reply, request: IncomingMessage, response: ServerResponse): void => {
  if (typeof reply === 'function') return reply(response, request);
  const { status = 200, headers = {}, body = {} } = reply;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

/** A platform that gives its replies one after the other, the last one again and again; and a client that waits no real time. */
export const openRawPlatform = async (
  test: TestContext,
  replies: readonly Reply[],
  options: Partial<ZabyOptions> = {},
) => {
  const arrived: Arrived[] = [];
  const { origin, close } = await listen(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const reply = replies[Math.min(arrived.length, replies.length - 1)] ?? {};
    arrived.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    send(reply, request, response);
  });
  test.after(close);
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  const zaby = new Zaby({ apiKey, apiOrigin: origin, wait, ...options });
  return { zaby, origin, arrived, waits };
};
