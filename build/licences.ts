import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** What a built file says of itself; the bundler's own chunks have this shape. */
export interface Contents {
  readonly isEntry: boolean;
  readonly moduleIds: readonly string[];
}

/** Keeps account of whose code went into the built files, and writes the notices that its licences ask for. */
export interface Licences {
  /** The comment at the top of one built file: what it is, and which packages are in it. Empty for chunks of our own code. */
  notice(file: Contents): Promise<string>;
  /** The licence texts of every package met so far. */
  texts(): Promise<string>;
}

const packageAt = async (folder: string): Promise<PackageFile> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageFile;

const folderOf = (moduleId: string): string | undefined =>
  /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(moduleId)?.[0];

const licenceText = async (folder: string): Promise<string> => {
  const name = (await readdir(folder)).find((file) => /^licen[cs]e(?:\.\w+)?$/i.test(file));
  if (name === undefined) throw new Error(`${folder} comes without the text of its licence.`);
  return readFile(join(folder, name), 'utf8');
};

export const createLicences = (root: string): Licences => {
  const met = new Map<string, PackageFile>();
  return {
    async notice({ isEntry, moduleIds }) {
      const folders = new Set(moduleIds.map(folderOf).filter((folder) => folder !== undefined));
      const packages = await Promise.all(
        [...folders].map(async (folder) => [folder, await packageAt(folder)] as const),
      );
      for (const [folder, found] of packages) met.set(folder, found);
      if (!isEntry && packages.length === 0) return '';
      const own = await packageAt(root);
      const list = packages.map(([, { name, version, license }]) => `${name} ${version} (${license})`).toSorted();
      const others = list.length === 0 ? '' : ` Contains ${list.join(', ')}; see third-party-licences.txt.`;
      return `/*! ${own.name} ${own.version} (${own.license}).${others} */`;
    },
    async texts() {
      const packages = [...met].toSorted(([, a], [, b]) => a.name.localeCompare(b.name));
      const texts = packages.map(
        async ([folder, { name, version, license }]) =>
          `${name} ${version} (${license})\n\n${(await licenceText(folder)).trim()}\n`,
      );
      return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
    },
  };
};
