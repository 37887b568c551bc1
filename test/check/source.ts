import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A source file. Its path is relative to the repository, with `/` on every system. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Something that must not be there. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** One named check. It resolves to what is wrong, one line each; nothing is wrong with an empty list. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<readonly string[]>;
  /** What it has to tell when it is run by itself, one line each. */
  readonly report?: () => Promise<readonly string[]>;
}

/** All files below a folder whose names end so, in order. A folder that is not there has none. */
export const sourcesBelow = async (folder: string, ending = '.ts'): Promise<Source[]> => {
  const names = await readdir(join(root, folder), { recursive: true }).catch((): string[] => []);
  const paths = names.filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  return Promise.all(paths.toSorted().map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
};

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

export const describeFinding = ({ path, line, message }: Finding): string => `${path}:${line} ${message}`;
