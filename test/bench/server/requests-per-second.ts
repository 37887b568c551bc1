import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { withBundle } from './bundle.js';
import { load } from './load.js';

const names = ['bare-hono', 'ours-on-hono', 'ours-on-node'] as const;
type Name = (typeof names)[number];

const rounds = 9;
const requests = 5_000;
const connections = 20;

/** As a browser sends it; many people, so that no two of them share an answer. */
export const texts = Array.from({ length: 2_000 }, (_, index) => {
  const body = JSON.stringify({
    conversationId: `3f0c2a9e-6a41-4c3e-9b0a-${String(index).padStart(12, '0')}`,
    reason: 'first',
  });
  return [
    'POST /api/zaby-token HTTP/1.1',
    'host: shop.example',
    'connection: keep-alive',
    `content-length: ${body.length}`,
    'content-type: application/json',
    'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'accept: */*',
    'origin: https://shop.example',
    'sec-fetch-site: same-origin',
    'sec-fetch-mode: cors',
    'sec-fetch-dest: empty',
    'referer: https://shop.example/',
    'accept-language: en',
    `cookie: session=${index}`,
    '',
    body,
  ].join('\r\n');
});

interface Contestant {
  readonly process: ChildProcess;
  readonly port: number;
  readonly perSecond: number[];
  readonly cpu: number[];
}

const start = async (file: string, name: Name): Promise<Contestant> => {
  const process = fork(file, [name]);
  const [{ port }] = (await once(process, 'message')) as [{ port: number }];
  return { process, port, perSecond: [], cpu: [] };
};

const usage = async ({ process }: Contestant): Promise<number> => {
  process.send('usage');
  const [{ cpuMs }] = (await once(process, 'message')) as [{ cpuMs: number }];
  return cpuMs;
};

const measure = async (contestant: Contestant): Promise<void> => {
  const before = await usage(contestant);
  contestant.perSecond.push(await load(contestant.port, requests, connections, texts));
  contestant.cpu.push((await usage(contestant)) - before);
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * A token request beside a bare Hono handler that answers the same JSON without looking at the request, over real HTTP, both on
 * Hono's server for Node. The platform answers at once.
 */
export const requestsPerSecond = (): Promise<void> =>
  withBundle('contestants', async (file) => {
    const contestants = await Promise.all(names.map(async (name) => [name, await start(file, name)] as const));
    try {
      for (const [, contestant] of contestants) await measure(contestant);
      for (const [, { perSecond, cpu }] of contestants) {
        // That was warming up.
        perSecond.length = 0;
        cpu.length = 0;
      }
      for (let round = 0; round < rounds; round++) for (const [, contestant] of contestants) await measure(contestant);
      const bare = contestants[0]?.[1];
      console.log('Token requests, over HTTP, the platform left out');
      for (const [name, { perSecond, cpu }] of contestants) {
        const share = median(perSecond.map((value, round) => value / (bare?.perSecond[round] ?? 0)));
        const each = (median(cpu) / requests) * 1000;
        console.log(
          `  ${name.padEnd(12)} ${median(perSecond).toFixed(0).padStart(6)} a second, ${share.toFixed(2)} of the bare handler; ${each.toFixed(0)} µs of CPU each`,
        );
      }
    } finally {
      for (const [, { process }] of contestants) process.kill();
    }
  });
