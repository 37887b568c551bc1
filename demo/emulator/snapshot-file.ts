import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { birthOf, isAlive } from './processes.js';

/** One thing that is so from here on: of which kind, about what, and what. `null` where it is no more. */
export type Line = readonly [kind: string, id: string, value: unknown];

/**
 * A file of lines: what was so when it was written anew, and behind it every change since.
 *
 * A change is in the hands of the operating system before anyone is told of it, so that a process that is killed loses
 * nothing. A machine that loses power may.
 */
export interface SnapshotFile {
  /** What the file held, up to the first line that is none. */
  readonly lines: readonly Line[];
  /** What is wrong behind that. */
  readonly damage?: string;
  /** The key that signs tokens, so that they outlive a restart: 32 bytes. */
  readonly key: Uint8Array;
  /** Puts the file out of the way, for whoever can make sense of it. Returns where. */
  keepAside(): string;
  append(line: Line): void;
  /** Writes the file anew, whole, with nothing in it that was changed since; from then on it can be appended to. */
  rewrite(lines: Iterable<Line>): void;
  /** Writes the file anew and lets go of it. */
  close(lines: Iterable<Line>): void;
  /** True where so much was appended that the file is worth writing anew. */
  readonly isLong: boolean;
}

/** The file is in another emulator's hands, or cannot be used at all. */
export class SnapshotUnusable extends Error {
  override name = 'SnapshotUnusable';
}

const VERSION = 1;
const LONG = 16 * 2 ** 20;

/** Open files of this process. */
const held = new Set<string>();

interface Header {
  readonly 'zaby-emulator': typeof VERSION;
  /** Base64. */
  readonly key: string;
  /** Who has the file open. */
  readonly pid?: number;
  /** When that process began, so that it is not taken for a later one of the same number. */
  readonly since?: string;
}

interface Found {
  readonly header?: Header;
  readonly lines: readonly Line[];
  /** Why the file means nothing from there on. */
  readonly damage?: string;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const isHeader = (value: unknown): value is Header => {
  const { key, 'zaby-emulator': version } = Object(value) as Partial<Header>;
  return version === VERSION && typeof key === 'string' && Buffer.from(key, 'base64').length === 32;
};

const isLine = (value: unknown): value is Line =>
  Array.isArray(value) && value.length === 3 && typeof value[0] === 'string' && typeof value[1] === 'string';

/** What to say of a line that is none; the first is behind the header. */
export const damageOf = (index: number): string => `line ${index + 2} is none`;

const read = (path: string): Found | undefined => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SnapshotUnusable(`The snapshot ${path} cannot be read.`, { cause });
  }
  if (text === '') return undefined;
  const [first = '', ...rest] = text.split('\n');
  const header = parse(first);
  if (!Object.hasOwn(Object(header) as object, 'zaby-emulator')) {
    throw new SnapshotUnusable(`The file ${path} is no snapshot of an emulator, and is left as it is.`);
  }
  if (!isHeader(header)) return { lines: [], damage: 'it does not begin as this version writes it' };
  const lines: Line[] = [];
  for (const [index, line] of rest.entries()) {
    const value = parse(line);
    if (isLine(value)) lines.push(value);
    // What was being written when the process was killed was told to nobody.
    else if (index < rest.length - 1) return { header, lines, damage: damageOf(index) };
  }
  return { header, lines };
};

/** Writes one value and its line end, all of it. Returns how long it was. */
const put = (file: number, value: unknown): number => {
  const text = `${JSON.stringify(value)}\n`;
  writeFileSync(file, text);
  return text.length;
};

const refuseHeld = (path: string, { pid = process.pid, since }: Partial<Header> = {}): void => {
  const isHeld = pid !== process.pid && isAlive(pid, since);
  if (isHeld || held.has(path)) {
    throw new SnapshotUnusable(
      `The snapshot ${path} is used by another emulator, process ${pid}. End that one, or give this one a file of its own; ` +
        `where process ${pid} is something else by now, take "pid" out of the first line.`,
    );
  }
};

export const openSnapshotFile = (given: string): SnapshotFile => {
  const path = resolve(given);
  const found = read(path);
  refuseHeld(path, found?.header);
  const key = found?.header ? Buffer.from(found.header.key, 'base64') : crypto.getRandomValues(new Uint8Array(32));
  let file: number | undefined;
  let appended = 0;
  let size = 0;

  const letGo = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };

  const write = (lines: Iterable<Line>, holder?: Pick<Header, 'pid' | 'since'>): void => {
    const header: Header = {
      'zaby-emulator': VERSION,
      key: Buffer.from(key).toString('base64'),
      ...holder,
    };
    const draft = `${path}.tmp`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      // Keys are in it: for nobody else's eyes.
      const target = openSync(draft, 'w', 0o600);
      size = put(target, header);
      for (const line of lines) size += put(target, line);
      fsyncSync(target);
      closeSync(target);
      renameSync(draft, path);
    } catch (cause) {
      throw new SnapshotUnusable(`The snapshot ${path} cannot be written.`, { cause });
    }
    appended = 0;
  };

  return {
    lines: found?.lines ?? [],
    ...(found?.damage !== undefined && { damage: found.damage }),
    key,
    keepAside: () => {
      const kept = `${path}.damaged-${Date.now()}`;
      renameSync(path, kept);
      return kept;
    },
    append: (line) => {
      if (file !== undefined) appended += put(file, line);
    },
    rewrite: (lines) => {
      letGo();
      const { pid } = process;
      const since = birthOf(pid);
      write(lines, { pid, ...(since !== undefined && { since }) });
      file = openSync(path, 'a', 0o600);
      held.add(path);
    },
    close: (lines) => {
      if (file === undefined) return;
      letGo();
      held.delete(path);
      write(lines);
    },
    get isLong() {
      return appended > Math.max(LONG, 4 * size);
    },
  };
};
