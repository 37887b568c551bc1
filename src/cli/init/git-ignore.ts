import { execFile } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How a file with secrets stands to the project's Git. */
export type Exposure =
  /** There is no Git here, or it does not look at the file. */
  | 'hidden'
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
  if ((await git(folder, ['rev-parse', '--is-inside-work-tree'])) !== 0) return 'hidden';
  if ((await git(folder, ['ls-files', '--error-unmatch', '--', name])) === 0) return 'tracked';
  return (await git(folder, ['check-ignore', '--quiet', '--', name])) === 1 ? 'exposed' : 'hidden';
};

/** Adds the file to the `.gitignore` beside it. */
export const ignore = async (path: string): Promise<void> => {
  const file = join(dirname(path), '.gitignore');
  const text = await readFile(file, 'utf8').catch(() => '');
  await appendFile(file, `${text === '' || text.endsWith('\n') ? '' : '\n'}/${basename(path)}\n`);
};
