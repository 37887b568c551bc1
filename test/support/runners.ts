import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A runner of tests: a command line for some files, that leaves one JSON line per test behind. */
export type Runner = (
  files: readonly string[],
  counts: string,
) => { args: readonly string[]; env?: Record<string, string> };

/** `node:test`, with so many files at a time. */
export const nodeRunner =
  (concurrency: number): Runner =>
  (files, counts) => ({
    args: [
      '--import',
      'tsx',
      '--test',
      `--test-concurrency=${concurrency}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./test/support/count-reporter.mjs',
      `--test-reporter-destination=${counts}`,
      ...files,
    ],
  });

/** `@web/test-runner` in Chromium. */
export const browserRunner: Runner = (files, counts) => ({
  args: [
    'node_modules/@web/test-runner/dist/bin.js',
    '--config',
    'test/web-test-runner.config.mjs',
    '--files',
    ...files,
  ],
  env: { ZABY_TEST_COUNTS: counts },
});

const add = (counts: Counts, outcome: keyof Counts): Counts => ({ ...counts, [outcome]: counts[outcome] + 1 });

const execute = (args: readonly string[], env: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

/**
 * Runs the files and counts their tests.
 *
 * A runner that fails without a failed test, or that runs no test at all, counts as one failure: silence is not success.
 */
export const runTests = async (runner: Runner, files: readonly string[]): Promise<Counts> => {
  const folder = await mkdtemp(join(tmpdir(), 'zaby-test-'));
  const path = join(folder, 'counts.jsonl');
  try {
    await writeFile(path, '');
    const { args, env = {} } = runner(files, path);
    const exitCode = await execute(args, env);
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    const counts = lines
      .map((line) => (JSON.parse(line) as { outcome: keyof Counts }).outcome)
      .reduce(add, { passed: 0, failed: 0, skipped: 0 });
    const isSilentFailure = (exitCode !== 0 && counts.failed === 0) || lines.length === 0;
    return isSilentFailure ? add(counts, 'failed') : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
