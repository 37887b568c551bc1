/**
 * Tries every example of a site's server as a user would: `npm run hosts`, or `npm run hosts -- next sveltekit` for some.
 *
 * The package is packed, the example copied and installed with the tarball, built and started in front of an emulated platform,
 * and the widget on its page used in Chromium. It needs the network, for the frameworks come from the npm registry.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../support/browser.js';
import { type Example, examples } from './examples.js';
import { has, installExample, type PackedPackage, packPackage } from './install.js';
import { runExample } from './run-example.js';
import { chapters } from './story.js';

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !examples.some((example) => example.name === name));
const wanted = examples.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Gives one line about what went well, or throws. */
const tryExample = async (example: Example, packed: PackedPackage): Promise<string> => {
  const installing = performance.now();
  const place = await installExample(example, packed);
  try {
    const installed = seconds(installing);
    const browser = await launchBrowser();
    const running = await runExample(example, place.folder);
    try {
      const telling = performance.now();
      for (const { title, tell } of chapters) {
        await tell({ example, running, browser, dist: join(packed.folder, 'dist') }).catch((cause: unknown) => {
          throw new Error(`${title}\n${cause instanceof Error ? cause.message : cause}\n${running.said()}`, { cause });
        });
      }
      return `installed and built in ${installed}, tried in ${seconds(telling)}`;
    } finally {
      await browser.close();
      await running.close();
    }
  } finally {
    await place.remove();
  }
};

const main = async (): Promise<number> => {
  if (unknown.length > 0) {
    console.error(`No such example: ${unknown.join(', ')}. There are: ${examples.map(({ name }) => name).join(', ')}`);
    return 1;
  }
  console.log('Packing the package');
  const packed = await packPackage();
  let failed = 0;
  let left = 0;
  try {
    for (const example of wanted) {
      const program = example.otherLanguage?.program;
      if (program !== undefined && !(await has(program))) {
        left += 1;
        console.log(`left    ${example.name}: there is no ${program} on this machine`);
        continue;
      }
      try {
        console.log(`ok      ${example.name} (${await tryExample(example, packed)})`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${example.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await packed.remove();
  }
  console.log(`\n${wanted.length - failed - left} of ${wanted.length} examples serve the widget`);
  return failed > 0 ? 1 : 0;
};

// So that what was started is ended.
process.once('SIGINT', () => process.exit(130));
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
