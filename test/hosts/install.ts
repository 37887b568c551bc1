import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Example } from './examples.js';

const root = join(import.meta.dirname, '../..');

/** A folder of its own below the system's, and how to be rid of it. */
export interface Workplace {
  readonly folder: string;
  remove(): Promise<void>;
}

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Runs a command without what the npm above us has set for itself, and fails with everything it said. */
const run = async (cwd: string, program: string, args: readonly string[]): Promise<void> => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name)));
  const running = promisify(execFile)(program, args, { cwd, env, maxBuffer: 64 * 1024 * 1024, shell: isWindows });
  await running.catch(({ message, stdout = '', stderr = '' }: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr || message}`);
  });
};

export const npm = (cwd: string, ...args: string[]): Promise<void> => run(cwd, 'npm', args);

/** Whether this machine has a program. */
export const has = (program: string): Promise<boolean> =>
  run(tmpdir(), program, ['--version']).then(
    () => true,
    () => false,
  );

/** `npm` is a batch file there, which only a shell runs. */
const isWindows = process.platform === 'win32';

const openFolder = async (name: string): Promise<Workplace> => {
  const folder = await mkdtemp(join(tmpdir(), `zaby-${name}-`));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
};

/** What somebody has lying around in an example who tries it in place. */
const leftovers = new Set([
  'node_modules',
  '.env',
  '.next',
  '.svelte-kit',
  '.wrangler',
  'public',
  'build',
  'package-lock.json',
]);

const copyExample = async (example: Example): Promise<Workplace> => {
  const place = await openFolder(`${example.name}-`);
  await cp(example.folder, place.folder, {
    recursive: true,
    filter: (path) => path === example.folder || !leftovers.has(basename(path)),
  });
  return place;
};

/** Does the work in a place, and leaves nothing behind where it fails. */
const prepare = async <Place extends Workplace>(place: Place, work: () => Promise<unknown>): Promise<Place> => {
  try {
    await work();
    return place;
  } catch (error) {
    await place.remove();
    throw error;
  }
};

const link = (from: string, to: string): Promise<void> => symlink(from, to, 'junction');

/** A copy of an example that runs on the packages of this repository, and on its built files. */
export const linkExample = async (example: Example): Promise<Workplace> => {
  const place = await copyExample(example);
  return prepare(place, async () => {
    const { dependencies = {} } = JSON.parse(await readFile(join(place.folder, 'package.json'), 'utf8')) as PackageFile;
    for (const name of Object.keys(dependencies)) {
      const to = join(place.folder, 'node_modules', name);
      await mkdir(join(to, '..'), { recursive: true });
      await link(name === 'zaby-agent' ? root : join(root, 'node_modules', name), to);
    }
    await npm(place.folder, 'run', 'build', '--if-present');
  });
};

/** A copy of an example with everything installed as a user would, this package as it was packed. */
export const installExample = async (example: Example, { folder, tarball }: PackedPackage): Promise<Workplace> => {
  const place = await copyExample(example);
  return prepare(place, async () => {
    if (example.otherLanguage) {
      await cp(join(folder, 'dist/zaby-agent.js'), join(place.folder, 'zaby-agent.js'));
      for (const [program = '', ...args] of example.otherLanguage.install) await run(place.folder, program, args);
      return;
    }
    const path = join(place.folder, 'package.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/("zaby-agent": )"[^"]*"/, `$1${JSON.stringify(`file:${tarball}`)}`));
    await npm(place.folder, 'install', '--no-audit', '--no-fund', '--prefer-offline');
    await npm(place.folder, 'run', 'build', '--if-present');
  });
};

/** The package in a folder of its own, built, and packed beside. */
export interface PackedPackage extends Workplace {
  readonly tarball: string;
}

/** Packs this package as it would be published, built in a folder of its own: nobody's `dist` is touched. */
export const packPackage = async (): Promise<PackedPackage> => {
  const place = await openFolder('package');
  await prepare(place, () => pack(place.folder));
  const tarball = (await readdir(place.folder)).find((name) => name.endsWith('.tgz'));
  return { ...place, tarball: join(place.folder, tarball ?? '') };
};

const pack = async (folder: string): Promise<void> => {
  for (const name of await readdir(root)) {
    if (name.startsWith('.') || ['node_modules', 'dist', 'coverage'].includes(name)) continue;
    await cp(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !leftovers.has(basename(path)) || path === join(root, name),
    });
  }
  // One by one, so that nothing is written into ours: the compiler keeps its records there.
  await mkdir(join(folder, 'node_modules'));
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== '.cache') await link(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await npm(folder, 'pack');
};
