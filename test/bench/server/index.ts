import { fork } from 'node:child_process';
import { once } from 'node:events';
import { withBundle } from './bundle.js';
import { requestsPerSecond } from './requests-per-second.js';

/** How much the endpoint remembers of a hundred thousand people, each of whom asks once. */
const heapOfFlood = (): Promise<void> =>
  withBundle('flood', async (file) => {
    const child = fork(file, { execArgv: ['--expose-gc'] });
    const [{ heaps }] = (await once(child, 'message')) as [{ heaps: number[] }];
    child.kill();
    console.log('The heap after every 10,000 of 100,000 token requests, each of somebody else, MB');
    console.log(`  ${heaps.map((heap) => heap.toFixed(1)).join(' ')}`);
  });

/** The token endpoint. */
export const server = async (): Promise<void> => {
  await requestsPerSecond();
  await heapOfFlood();
};
