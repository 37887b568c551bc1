import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a site's own server is written with. */
export type Framework = 'next' | 'sveltekit' | 'astro' | 'hono-workers' | 'hono' | 'fastify' | 'express' | 'node';

export const frameworks: readonly Framework[] = [
  'next',
  'sveltekit',
  'astro',
  'hono-workers',
  'hono',
  'fastify',
  'express',
  'node',
];

export interface Project {
  readonly framework: Framework;
  readonly typescript: boolean;
  /** Of `package.json`, or else of the folder. */
  readonly name: string;
  /** Sources lie in `src/`, where a framework allows both. */
  readonly sourceFolder: boolean;
}

/** The packages that tell, the most telling first: Next and SvelteKit may have Express beside them. */
const signs: readonly (readonly [packageName: string, framework: Framework])[] = [
  ['next', 'next'],
  ['@sveltejs/kit', 'sveltekit'],
  ['astro', 'astro'],
  ['hono', 'hono'],
  ['fastify', 'fastify'],
  ['express', 'express'],
];

/** Looks what the project in a folder is made with. A folder without `package.json` is a plain one. */
export const readProject = (folder: string): Project => {
  const manifest = readManifest(folder);
  const packages = { ...fieldsOf(manifest, 'devDependencies'), ...fieldsOf(manifest, 'dependencies') };
  const found = signs.find(([name]) => Object.hasOwn(packages, name))?.[1] ?? 'node';
  const onWorkers = found === 'hono' && Object.hasOwn(packages, 'wrangler');
  const own = manifest['name'];
  return {
    framework: onWorkers ? 'hono-workers' : found,
    typescript: existsSync(join(folder, 'tsconfig.json')),
    name: typeof own === 'string' && own !== '' ? own : (folder.split(/[\\/]/).findLast((part) => part !== '') ?? ''),
    sourceFolder: existsSync(join(folder, 'src/app')),
  };
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (manifest: Fields, name: string): Fields => {
  const value = manifest[name];
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
};

const readManifest = (folder: string): Fields => {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    return {};
  }
};

/** Where the development server of a framework is found. */
export const developmentOrigin = (framework: Framework): string => {
  if (framework === 'sveltekit') return 'http://localhost:5173';
  if (framework === 'astro') return 'http://localhost:4321';
  if (framework === 'hono-workers') return 'http://localhost:8787';
  return 'http://localhost:3000';
};
