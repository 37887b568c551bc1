import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findGaps, listen, makeTable, tablePath } from '../server/platform/table.js';
import { type Check, root } from './source.js';

/** Every call of PROTOCOL.md §5 was seen to succeed and to be refused, and the page that says so is true. */
export const platformCalls: Check = {
  name: 'platform-calls',
  async run() {
    const heard = await listen().catch((error: Error) => error);
    if (heard instanceof Error) return [heard.message];
    const written = await readFile(join(root, tablePath), 'utf8').catch(() => '');
    const isTrue = written === makeTable(heard);
    return [
      ...findGaps(heard),
      ...(isTrue ? [] : [`${tablePath} is not what the tests see: run \`npx tsx test/server/platform/table.ts\``]),
    ];
  },
};
