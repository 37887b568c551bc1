import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { Failure } from '../failure.js';

/** The variables of one `.env`. What is written is there at once, so that whatever stops the program loses nothing. */
export interface EnvFile {
  readonly path: string;
  /** As it was read or written last; what the file has beside ours is in it, too. */
  readonly values: Readonly<Record<string, string>>;
  /** Sets variables; every other line stays as it is, those that another program has written since too. */
  write(changes: Readonly<Record<string, string>>): Promise<void>;
  /** Learns what others have written since. */
  read(): Promise<void>;
}

/** Reads a `.env`, or makes ready to begin one. @throws Failure at once where it could not be written later. */
export const openEnvFile = async (path: string): Promise<EnvFile> => {
  const target = await writablePlace(path);
  const read = (): Promise<string> =>
    readFile(target, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return '';
      throw notWritable(path, error);
    });
  let text = await read();
  return {
    path,
    get values() {
      return parseEnv(text) as Record<string, string>;
    },
    async read() {
      text = await read();
    },
    async write(changes) {
      text = await read();
      const next = Object.entries(changes).reduce((rest, [name, value]) => setVariable(rest, name, value), text);
      if (next === text) return;
      await replaceFile(target, next).catch((error: unknown) => {
        throw notWritable(path, error);
      });
      text = next;
    },
  };
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const notWritable = (path: string, cause: unknown): Failure =>
  new Failure(
    `${basename(path)} cannot be written (${codeOf(cause) || 'unknown reason'}).`,
    'Let this user write it and its folder, or name another file by --env-file.',
    { cause },
  );

/** The file itself where `path` is a link to it: the link is to stay one. */
const writablePlace = async (path: string): Promise<string> => {
  try {
    const target = await realpath(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return path;
      throw error;
    });
    const found = await stat(target).catch(() => undefined);
    if (found && !found.isFile()) throw Object.assign(new Error(`${path} is no file`), { code: 'EISDIR' });
    if (found) await access(target, constants.R_OK | constants.W_OK);
    // It is replaced as a whole, which is the folder's to allow.
    await access(dirname(target), constants.W_OK);
    return target;
  } catch (error) {
    throw notWritable(path, error);
  }
};

/** The old file or the new one is there, and never half of one; only its owner may read it, for there is a key in it. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  const next = join(dirname(path), `.${basename(path)}.${randomUUID()}.next`);
  try {
    const file = await open(next, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
};

/** One assignment, over several lines where its value is in quotes, as `parseEnv` of Node and the package dotenv read it. */
const assignment =
  /^[ \t]*(?:export[ \t]+)?(?<name>[\w.-]+)[ \t]*=[ \t]*(?:"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^\r\n]*)[^\r\n]*/gm;

/** Puts a variable in the place of its last assignment, which is the one that counts, or at the end. */
export const setVariable = (text: string, name: string, value: string): string => {
  const line = `${name}=${quote(value)}`;
  const last = [...text.matchAll(assignment)].findLast(({ groups }) => groups?.['name'] === name);
  if (last) return text.slice(0, last.index) + line + text.slice(last.index + last[0].length);
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${end}${line}\n`;
};

const quote = (value: string): string => {
  if (/^[\w.:/@+-]*$/.test(value)) return value;
  const mark = ["'", '"', '`'].find((candidate) => !value.includes(candidate));
  // Inside double quotes a backslash would mean something, and what ends a line depends on who reads it.
  if (mark === undefined || /\p{Cc}/u.test(value) || (mark === '"' && value.includes('\\'))) {
    throw new Failure('A value has characters that no .env can hold.', 'Put it into the environment of your server.');
  }
  return mark + value + mark;
};
