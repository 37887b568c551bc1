import assert from 'node:assert/strict';
import { createServer, request as nodeRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { toNodeHandler } from '../../src/server/index.js';
import { conversationId, openEndpoint, openPlatform, tokenRequest, type Platform } from './support.js';

interface Attempt {
  readonly title: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Record<string, string | null>;
  readonly body?: string;
  readonly allowedOrigins?: readonly string[];
  readonly status: number;
  readonly code?: string;
}

const forbidden = { status: 403, code: 'forbidden-origin' };

const attempts: readonly Attempt[] = [
  { title: 'gives a token to a page of its own origin', status: 200 },
  {
    title: 'gives a token to a page of its own host behind a proxy that ends TLS',
    url: 'http://shop.example/api/zaby-token',
    status: 200,
  },
  { title: 'gives a token to a browser without Fetch Metadata', headers: { 'sec-fetch-site': null }, status: 200 },
  {
    title: 'gives a token to a program that is no browser',
    headers: { origin: null, 'sec-fetch-site': null },
    status: 200,
  },
  {
    title: 'gives a token to a listed origin',
    headers: { origin: 'https://www.shop.example', 'sec-fetch-site': 'same-site' },
    allowedOrigins: ['https://www.shop.example'],
    status: 200,
  },
  {
    title: 'refuses a page of another site',
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    ...forbidden,
  },
  {
    title: 'refuses a page of another site in an old browser',
    headers: { origin: 'https://evil.example', 'sec-fetch-site': null },
    ...forbidden,
  },
  {
    title: 'refuses a sibling origin that is not listed',
    headers: { origin: 'https://blog.shop.example', 'sec-fetch-site': 'same-site' },
    ...forbidden,
  },
  {
    title: 'refuses the null origin of a sandboxed frame',
    headers: { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ...forbidden,
  },
  {
    title: 'refuses the null origin even when nothing else tells',
    headers: { origin: 'null', 'sec-fetch-site': null },
    ...forbidden,
  },
  {
    title: 'refuses an origin that only begins like its own',
    headers: { origin: 'https://shop.example.evil.example', 'sec-fetch-site': null },
    ...forbidden,
  },
  {
    title: 'refuses its own host on another port',
    headers: { origin: 'https://shop.example:8443', 'sec-fetch-site': null },
    ...forbidden,
  },
  {
    title: 'refuses the insecure twin of its own origin',
    headers: { origin: 'http://shop.example', 'sec-fetch-site': null },
    ...forbidden,
  },
  {
    title: 'refuses a listed origin in another spelling',
    headers: { origin: 'https://SHOP.example', 'sec-fetch-site': null },
    allowedOrigins: ['https://shop.example'],
    ...forbidden,
  },
  {
    title: 'refuses its own origin when others are listed instead',
    allowedOrigins: ['https://www.shop.example'],
    ...forbidden,
  },
  {
    title: 'refuses a cross-site request even of a listed origin',
    headers: { 'sec-fetch-site': 'cross-site' },
    allowedOrigins: ['https://shop.example'],
    ...forbidden,
  },
  {
    title: 'refuses a cross-site request without origin',
    headers: { origin: null, 'sec-fetch-site': 'cross-site' },
    ...forbidden,
  },
  {
    title: 'refuses a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'unsupported-media-type',
  },
  {
    title: 'refuses text, which any page may send',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'unsupported-media-type',
  },
  {
    title: 'refuses a content type that only contains JSON',
    headers: { 'content-type': 'text/plain; application/json' },
    status: 415,
    code: 'unsupported-media-type',
  },
  { title: 'refuses another method', method: 'PUT', status: 405, code: 'method-not-allowed' },
  {
    title: 'answers the preflight of another site with a refusal',
    method: 'OPTIONS',
    headers: {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      'access-control-request-method': 'POST',
    },
    ...forbidden,
  },
  {
    title: 'refuses to take back tokens at the wish of another site',
    method: 'DELETE',
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    ...forbidden,
  },
  {
    title: 'refuses a body over 4 KiB',
    body: JSON.stringify({ conversationId, padding: 'x'.repeat(4096) }),
    status: 413,
    code: 'body-too-large',
  },
  { title: 'refuses an empty body', body: '', status: 400, code: 'invalid-request' },
  { title: 'refuses a body that is not JSON', body: '{"conversationId":', status: 400, code: 'invalid-request' },
  { title: 'refuses a list', body: '[]', status: 400, code: 'invalid-request' },
  {
    title: 'refuses a conversation that is not a UUID',
    body: JSON.stringify({ conversationId: '../../agents' }),
    status: 400,
    code: 'invalid-request',
  },
  {
    title: 'refuses a reason it does not know',
    body: JSON.stringify({ conversationId, reason: 'because' }),
    status: 400,
    code: 'invalid-request',
  },
];

const check = (
  platform: Platform,
  minted: number,
  { status, code }: Attempt,
  response: { status: number; headers: Headers; text: string },
) => {
  assert.equal(response.status, status);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('access-control-allow-origin'), null);
  if (code !== undefined) assert.deepEqual(JSON.parse(response.text), { code });
  if (status === 405) assert.equal(response.headers.get('allow'), 'GET, HEAD, POST, DELETE, OPTIONS');
  assert.equal(
    platform.seen.length - minted,
    status === 200 ? 1 : 0,
    'the platform is asked only for who may have a token',
  );
};

describe('the token endpoint, asked by strangers', () => {
  let platform: Platform;
  before(async () => {
    platform = await openPlatform();
  });
  after(() => platform.close());

  for (const attempt of attempts) {
    it(attempt.title, async () => {
      const { handler } = openEndpoint(platform.origin, { allowedOrigins: attempt.allowedOrigins });
      const minted = platform.seen.length;
      const { title: _, allowedOrigins: __, status: ___, code: ____, ...asked } = attempt;
      const response = await handler(tokenRequest(asked));
      check(platform, minted, attempt, {
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      });
    });
  }
});

type Handler = (request: Request, context?: unknown) => Promise<Response>;

/** A site with the endpoint mounted in it: listens until closed. */
interface Site {
  readonly port: number;
  close(): unknown;
}

const listenOn = async (server: Server): Promise<Site> => {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
};

/** Where the endpoint is mounted. Frameworks whose parsers read the body first also refuse some of it in words of their own. */
const adapters: Readonly<Record<string, { parses: boolean; open: (handler: Handler) => Promise<Site> }>> = {
  Node: { parses: false, open: (handler) => listenOn(createServer(toNodeHandler(handler))) },
  Express: {
    parses: false,
    open: (handler) => listenOn(createServer(express().use('/api/zaby-token', toNodeHandler(handler)))),
  },
  'Express behind a body parser': {
    parses: true,
    open: (handler) =>
      listenOn(createServer(express().use(express.json()).use('/api/zaby-token', toNodeHandler(handler)))),
  },
  Fastify: {
    parses: true,
    open: async (handler) => {
      const app = fastify();
      app.all('/api/zaby-token', toNodeHandler(handler));
      await app.listen({ port: 0, host: '127.0.0.1' });
      return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
    },
  },
  Hono: {
    parses: false,
    open: async (handler) => {
      const app = new Hono().all('/api/zaby-token', (context) => handler(context.req.raw));
      return listenOn(createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server);
    },
  },
};

for (const [name, { parses, open }] of Object.entries(adapters)) {
  describe(`the token endpoint on ${name}, asked by strangers`, () => {
    let platform: Platform;
    before(async () => {
      platform = await openPlatform();
    });
    after(() => platform.close());

    for (const attempt of attempts) {
      // A plain socket is never https, so the insecure twin is the own origin here.
      if (attempt.title.includes('insecure twin')) continue;
      it(attempt.title, async (test) => {
        const { handler } = openEndpoint(platform.origin, { allowedOrigins: attempt.allowedOrigins });
        const { port, close } = await open(handler);
        test.after(close);
        const minted = platform.seen.length;
        const response = await send(port, attempt);
        const isOurs = !parses || response.headers.get('cache-control') === 'no-store';
        assert.ok(isOurs || response.status === 400 || response.status === 415, 'only what cannot be read is not ours');
        check(platform, minted, attempt, isOurs ? response : { ...response, ...asOurs(attempt) });
      });
    }
  });
}

/** What the endpoint would have said, with the status that was answered. */
const asOurs = ({ code }: Attempt) => ({
  headers: new Headers({ 'cache-control': 'no-store' }),
  text: JSON.stringify({ code }),
});

/** By hand, since `fetch` decides about some of these headers itself. */
const send = (port: number, { method = 'POST', headers = {}, body = JSON.stringify({ conversationId }) }: Attempt) =>
  new Promise<{ status: number; headers: Headers; text: string }>((resolve, reject) => {
    const all = {
      host: 'shop.example',
      'content-type': 'application/json',
      origin: 'https://shop.example',
      'sec-fetch-site': 'same-origin',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    };
    const sent = Object.fromEntries(
      Object.entries(all).filter((header): header is [string, string] => header[1] !== null),
    );
    const request = nodeRequest(
      { host: '127.0.0.1', port, method, path: '/api/zaby-token', headers: sent, agent: false },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers(response.headers as Record<string, string>),
            text,
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
