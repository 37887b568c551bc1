import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'oxc-parser';
import { minifySync } from 'rolldown/utils';

/** The imports of one built file, as absolute paths. Packages that stay imports are left out. */
export interface BuiltFile {
  readonly path: string;
  readonly raw: number;
  readonly gzip: number;
  readonly imports: readonly string[];
  readonly lazyImports: readonly string[];
}

const isOurs = (specifier: string): boolean => specifier.startsWith('.');

/** Reads one built file. Sizes are in bytes; gzip at level 9, as a server that compresses ahead of time would do. */
export const readBuiltFile = async (path: string): Promise<BuiltFile> => {
  const code = await readFile(path);
  const source = code.toString();
  const { module } = parseSync(path, source);
  const absolute = (specifier: string): string => join(dirname(path), specifier);
  const reExported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const lazy = module.dynamicImports.flatMap(
    ({ moduleRequest }) => source.slice(moduleRequest.start, moduleRequest.end).match(/^["'`](.*)["'`]$/)?.[1] ?? [],
  );
  return {
    path,
    raw: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    imports: [...new Set([...imported, ...reExported])].filter(isOurs).map(absolute),
    lazyImports: lazy.filter(isOurs).map(absolute),
  };
};

/** All files that are loaded with the given ones; with `lazy`, also those that may be loaded later. */
export const closureOf = async (
  paths: readonly string[],
  options: { lazy?: boolean } = {},
): Promise<Map<string, BuiltFile>> => {
  const files = new Map<string, BuiltFile>();
  const visit = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    const file = await readBuiltFile(path);
    if (files.has(path)) return;
    files.set(path, file);
    await Promise.all([...file.imports, ...(options.lazy === true ? file.lazyImports : [])].map(visit));
  };
  await Promise.all(paths.map(visit));
  return files;
};

export const gzipSum = (files: Iterable<BuiltFile>): number => [...files].reduce((sum, { gzip }) => sum + gzip, 0);

/** Every script below a folder, without source maps. */
export const scriptsBelow = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name))
    .toSorted();
};

const table = (rows: readonly (readonly string[])[]): string => {
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows
    .map(([name = '', ...numbers]) => [name.padEnd(width), ...numbers.map((number) => number.padStart(8))].join(' '))
    .join('\n');
};

/** A table of all built scripts with their raw and compressed sizes. */
export const sizeTable = async (folder: string): Promise<string> => {
  const files = await Promise.all((await scriptsBelow(folder)).map(readBuiltFile));
  return table([
    ['file', 'bytes', 'gzip'],
    ...files.map(({ path, raw, gzip }) => [relative(folder, path), String(raw), String(gzip)]),
  ]);
};

/**
 * A table of what each module brings into a built file, the heaviest first.
 *
 * Each is compressed by itself, so that the column adds up to more than the file: what repeats between modules counts twice.
 */
export const moduleTable = (
  modules: Readonly<Record<string, { readonly code: string | null }>>,
  folder: string,
): string => {
  const rows = Object.entries(modules).map(([id, { code }]) => {
    const minified = minifySync(id, code ?? '', { module: true, compress: { unused: false } }).code;
    return {
      name: relative(folder, id.replace('\0', '')),
      raw: minified.length,
      gzip: gzipSync(minified, { level: 9 }).length,
    };
  });
  const heaviest = rows.toSorted((a, b) => b.gzip - a.gzip);
  return table([
    ['module', 'bytes', 'gzip'],
    ...heaviest.map(({ name, raw, gzip }) => [name, String(raw), String(gzip)]),
  ]);
};
