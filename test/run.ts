/**
 * Runs every test there is and prints one line of totals: `npm test`, or `npm test -- <part of a path>…` for some files.
 *
 * Node tests run first, then the tests in Chromium, then the journeys, which use the built files. With `--browser firefox` those in a
 * browser run in Firefox, and the others not at all.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.js';
import { ensureChromium } from './support/chromium.js';
import { ensureFirefox } from './support/firefox.js';
import { browserRunner, type Counts, nodeRunner, type Runner, runTests } from './support/runners.js';

const root = join(import.meta.dirname, '..');

interface Group {
  readonly name: string;
  readonly runner: Runner;
  readonly needsBrowser: boolean;
  readonly needsBuild: boolean;
  readonly has: (path: string) => boolean;
}

const isBrowserTest = (path: string): boolean => path.endsWith('.browser.test.ts');
const isJourney = (path: string): boolean => path.startsWith('test/journeys/') && !isBrowserTest(path);

const groups: readonly Group[] = [
  {
    name: 'Node',
    runner: nodeRunner(2),
    needsBrowser: false,
    needsBuild: false,
    has: (path) => !isBrowserTest(path) && !isJourney(path),
  },
  { name: 'Browser', runner: browserRunner, needsBrowser: true, needsBuild: false, has: isBrowserTest },
  // One at a time: each starts a browser, a site and a platform of its own.
  { name: 'Journeys', runner: nodeRunner(1), needsBrowser: true, needsBuild: true, has: isJourney },
];

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(join(root, folder), { recursive: true })).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);

const testFiles = async (filters: readonly string[]): Promise<string[]> => {
  const all = (await filesBelow('test')).filter((path) => path.endsWith('.test.ts')).toSorted();
  const wanted = filters.map((filter) => filter.replaceAll('\\', '/').replace(/^\.\//, ''));
  return wanted.length === 0 ? all : all.filter((path) => wanted.some((part) => path.includes(part)));
};

const changedAt = async (path: string): Promise<number> =>
  (await stat(join(root, path)).catch(() => undefined))?.mtimeMs ?? 0;

const isBuildStale = async (): Promise<boolean> => {
  const folders = await Promise.all(['src', 'build', 'demo/emulator'].map(filesBelow));
  const sources = ['build.ts', 'package.json', ...folders.flat()];
  const newest = Math.max(...(await Promise.all(sources.map(changedAt))));
  // Written last by the build.
  return (await changedAt('dist/third-party-licences.txt')) < newest;
};

const prepare = async (wanted: readonly Group[]): Promise<void> => {
  if (wanted.some(({ needsBrowser }) => needsBrowser) && process.env['ZABY_TEST_BROWSER'] === 'chromium')
    process.env['CHROMIUM_PATH'] = ensureChromium();
  if (wanted.some(({ needsBuild }) => needsBuild) && (await isBuildStale())) {
    console.log('Building, since dist is missing or older than its sources');
    await build({ types: false });
  }
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    options: { browser: { type: 'string', default: 'chromium' } },
    allowPositionals: true,
  });
  const { browser } = values;
  if (browser !== 'chromium' && browser !== 'firefox') throw new Error('--browser is chromium or firefox');
  if (browser === 'firefox') ensureFirefox();
  process.env['ZABY_TEST_BROWSER'] = browser;
  const files = await testFiles(positionals);
  const wanted = groups
    .filter(({ needsBrowser }) => needsBrowser || browser === 'chromium')
    .map((group) => ({ ...group, files: files.filter(group.has) }))
    .filter((group) => group.files.length > 0);
  await prepare(wanted);
  let total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, runner, files: own } of wanted) {
    console.log(`\n${name}: ${own.length} ${own.length === 1 ? 'file' : 'files'}\n`);
    const counts = await runTests(runner, own);
    total = {
      passed: total.passed + counts.passed,
      failed: total.failed + counts.failed,
      skipped: total.skipped + counts.skipped,
    };
  }
  if (files.length === 0) console.error('No test file matches.');
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return files.length === 0 || total.failed > 0 ? 1 : 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
