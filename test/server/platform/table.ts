/**
 * The table of PROTOCOL.md §5, made of what the tests of the management client heard from the emulator.
 *
 * `npx tsx test/server/platform/table.ts` runs them and writes docs/PLATFORM-CALLS.md; `npm run check` looks whether it is still true.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { calls, type DocumentedCall } from './calls.js';
import { type Heard, keyOf } from './record.js';

const root = join(import.meta.dirname, '../../..');
const here = 'test/server/platform';
export const tablePath = 'docs/PLATFORM-CALLS.md';

const run = (files: readonly string[], folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--test', '--test-reporter=tap', ...files], {
      cwd: root,
      env: { ...process.env, PLATFORM_CALLS: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const failed = said.match(/not ok .*|error: .*/g) ?? [said.slice(-1000)];
      reject(new Error(`The tests of the management client fail (npm test -- ${here}):\n${failed.join('\n')}`));
    });
  });

/** Runs the tests, and gives what they heard, in the order of their files. */
export const listen = async (): Promise<Heard[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'zaby-calls-'));
  try {
    const names = (await readdir(join(root, here))).filter((name) => name.endsWith('.test.ts')).toSorted();
    await run(
      names.map((name) => `${here}/${name}`),
      folder,
    );
    const files = (await readdir(folder)).toSorted();
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    return texts.flatMap((text) => JSON.parse(text) as Heard[]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const heardOf = (call: DocumentedCall, heard: readonly Heard[]): Heard[] =>
  heard.filter((told) => told.call === keyOf(call));

/** What a test should have heard and did not, one line each. */
export const findGaps = (heard: readonly Heard[]): string[] =>
  calls.flatMap((call) => {
    const told = heardOf(call, heard);
    const named = `${call.names.join(', ')} (${keyOf(call)})`;
    const missing = call.errors.filter((status) => !told.some((one) => one.status === status));
    return [
      ...(told.some(({ status }) => status < 300) ? [] : [`${named}: no test has seen it succeed`]),
      ...missing.map((status) => `${named}: no test has seen it refused with ${status}`),
    ];
  });

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

const list = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');

const success = (told: readonly Heard[]): string => {
  const happy = told.filter(({ status }) => status < 300);
  const fields = unique(happy.flatMap((one) => one.fields ?? [])).filter((name, _, all) => !all.includes(`${name}[]`));
  return `${unique(happy.map(({ status }) => String(status))).join(', ')} ${list(fields)}`.trim();
};

const refusals = (told: readonly Heard[]): string =>
  unique(told.filter(({ status }) => status >= 400).map(({ status, code = '' }) => `${status} \`${code}\``))
    .toSorted()
    .join(', ');

const row = (call: DocumentedCall, base: string, heard: readonly Heard[]): string => {
  const told = heardOf(call, heard);
  const short = call.path.slice(base.length) || '/';
  return `| \`${call.method} ${short}\` | ${list(call.names)} | ${success(told)} | ${refusals(told)} |`;
};

const bases = [
  '/api/v1/provisioning/agentic-os/agents',
  '/api/v1/provisioning/managed-agents',
  '', // what is left
];

const baseOf = ({ path }: DocumentedCall): string => bases.find((base) => path.startsWith(base)) ?? '';

export const makeTable = (heard: readonly Heard[]): string => {
  const sections = bases.map((base) => {
    const rows = calls.filter((call) => baseOf(call) === base).map((call) => row(call, base, heard));
    return [
      base === '' ? '## Without a key' : `## Below \`${base}\``,
      '',
      '| call | `new Zaby(…)` | success, and its fields | refusals |',
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `${[
    '# The calls of the platform',
    'Every call of [PROTOCOL.md](PROTOCOL.md) §5 as the emulator answers it, written by the tests of the management client: `npx tsx test/server/platform/table.ts`. `npm run check` fails where a call has no success, misses a refusal that is documented, or this page is no longer true. Fields of list items are written `items[].id`.',
    ...sections,
  ].join('\n\n')}\n`;
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const heard = await listen();
  for (const gap of findGaps(heard)) console.error(gap);
  await writeFile(join(root, tablePath), makeTable(heard));
}
