import { execFile } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How a file with secrets stands to the project's Git. */
export type Exposure =
  /** Git does not look at the file. */
  | 'hidden'
  /** There is no Git here yet, and nothing that would keep the file from it. */
  | 'unguarded'
  /** It would be in the next commit of everything. */
  | 'exposed'
  /** It is in the history already. */
  | 'tracked';

/** 0, or the exit code; nothing where there is no Git to ask. */
const git = (folder: string, args: readonly string[]): Promise<number | undefined> =>
  new Promise((resolve) => {
    execFile('git', args, { cwd: folder }, (error) => {
      if (!error) resolve(0);
      else resolve(typeof error.code === 'number' ? error.code : undefined);
    });
  });

export const exposureOf = async (path: string): Promise<Exposure> => {
  const [folder, name] = [dirname(path), basename(path)];
  if ((await git(folder, ['rev-parse', '--is-inside-work-tree'])) !== 0) return isListed(path);
  if ((await git(folder, ['ls-files', '--error-unmatch', '--', name])) === 0) return 'tracked';
  return (await git(folder, ['check-ignore', '--quiet', '--', name])) === 1 ? 'exposed' : 'hidden';
};

/** Reads `.gitignore` in place of a Git that is not there: what it says by patterns of other kinds is said once more. */
const isListed = async (path: string): Promise<Exposure> => {
  const lines = new Set((await readRules(path)).split(/\r?\n/).map((line) => line.trim()));
  const name = basename(path);
  return lines.has(name) || lines.has(`/${name}`) ? 'hidden' : 'unguarded';
};

const rulesBeside = (path: string): string => join(dirname(path), '.gitignore');

const readRules = (path: string): Promise<string> => readFile(rulesBeside(path), 'utf8').catch(() => '');

/** Adds the file to the `.gitignore` beside it. */
export const ignore = async (path: string): Promise<void> => {
  const text = await readRules(path);
  await appendFile(rulesBeside(path), `${text === '' || text.endsWith('\n') ? '' : '\n'}/${basename(path)}\n`);
};
