/**
 * The servers that are measured, each in a process of its own: its name is the only argument. Says its port to its parent, and
 * answers every message by the CPU time it has used, ms.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { toNodeHandler } from '../../../src/server/index.js';
import { endpoint } from './endpoint.js';
import { tokenAnswer } from './token-answer.js';

const answer = JSON.parse(tokenAnswer) as object;
const bare = new Hono().post('/api/zaby-token', (context) =>
  context.json(answer, 200, { 'cache-control': 'no-store' }),
);
const ours = new Hono().post('/api/zaby-token', (context) => endpoint(context.req.raw));

const tell = (server: { address(): unknown }) => process.send?.({ port: (server.address() as AddressInfo).port });
const hono = ({ fetch }: Hono): void => {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => tell(server));
};

const contestants: Readonly<Record<string, () => void>> = {
  'bare-hono': () => hono(bare),
  'ours-on-hono': () => hono(ours),
  'ours-on-node': () => {
    const server = createServer(toNodeHandler(endpoint));
    server.listen(0, '127.0.0.1', () => tell(server));
  },
};

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000 });
});
contestants[process.argv[2] ?? '']?.();
