import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Check, root } from './source.js';
import { runNode } from './tools.js';

const entries = ['zaby-agent', 'zaby-agent/headless', 'zaby-agent/server', 'zaby-agent/locales/de.js'];

const consumer = `
${entries.map((entry, index) => `import * as entry${index} from '${entry}';`).join('\n')}
export const all: readonly object[] = [${entries.map((_, index) => `entry${index}`).join(', ')}];
export const create: (...args: never[]) => unknown = entry1.createConversation;
`;

const compilerOptions = (moduleResolution: 'nodenext' | 'bundler'): object => ({
  compilerOptions: {
    strict: true,
    noEmit: true,
    // Our own declarations are read too, as a strict reader would.
    skipLibCheck: false,
    target: 'ES2022',
    module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
    moduleResolution,
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: [],
  },
  files: ['consumer.ts'],
});

/** Makes a project that has installed this package, as far as a resolver can tell. */
const withConsumer = async <Result>(use: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'zaby-consumer-'));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules/zaby-agent'), 'junction');
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'consumer.ts'), consumer);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const checkTypes = async (folder: string, moduleResolution: 'nodenext' | 'bundler'): Promise<string[]> => {
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(compilerOptions(moduleResolution)));
  const { exitCode, output } = await runNode([join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], folder);
  return exitCode === 0 ? [] : [`types under ${moduleResolution}:\n${output}`];
};

const checkImport = async (folder: string, entry: string): Promise<string[]> => {
  const { exitCode, output } = await runNode(['--input-type=module', '-e', `await import('${entry}')`], folder);
  return exitCode === 0 && output === '' ? [] : [`importing ${entry} in Node:\n${output}`];
};

/** What nobody caught is what a terminal shows: the error's class, and lines that can be read. */
const checkUncaught = async (folder: string): Promise<string[]> => {
  const script = `import { Zaby } from 'zaby-agent/server';
await new Zaby({ apiKey: 'zaby_pk_nobody', apiOrigin: 'http://127.0.0.1:1', maxRetries: 0 }).agents.get('one');`;
  const { output } = await runNode(['--input-type=module', '-e', script], folder);
  const widest = Math.max(...output.split('\n').map((line) => line.length));
  return /^Zaby\w+Error: /m.test(output) && widest <= 300 ? [] : [`an error that nobody caught:\n${output}`];
};

/** The themes are style sheets for bundlers and for links: they are to be found, and nothing more. */
const checkThemes = async (folder: string): Promise<string[]> => {
  const names = (await readdir(join(root, 'src/element/themes'))).filter((name) => name.endsWith('.css'));
  const found = names.map((name) => `createRequire(import.meta.url).resolve('zaby-agent/themes/${name}')`);
  const script = `import { createRequire } from 'node:module';\n${found.join(';\n')}`;
  await writeFile(join(folder, 'themes.mjs'), script);
  const { exitCode, output } = await runNode([join(folder, 'themes.mjs')], folder);
  return exitCode === 0 && names.length > 0 ? [] : [`looking for the themes:\n${output}`];
};

/** Every entry resolves its types in both ways of today, and can be imported in a Node without a DOM, silently. */
export const packageEntries: Check = {
  name: 'package',
  async run() {
    if (!existsSync(join(root, 'dist/types/element/index.d.ts'))) return ['dist is missing: run `npm run build` first'];
    return withConsumer(async (folder) => [
      ...(await checkTypes(folder, 'nodenext')),
      ...(await checkTypes(folder, 'bundler')),
      ...(await Promise.all(entries.map((entry) => checkImport(folder, entry)))).flat(),
      ...(await checkUncaught(folder)),
      ...(await checkThemes(folder)),
    ]);
  },
};
