import type { AgentDefinition } from './definition.js';
import { isObject, number, text } from './json.js';
import type { Run } from './runs.js';
import { damageOf, type Line, openSnapshotFile, type SnapshotFile } from './snapshot-file.js';
import { linesOfRun, readRunLine, recordRun } from './snapshot-runs.js';
import type { Agent, Leg, Store, Tables } from './store.js';
import type { Table } from './table.js';

/** A store that a file remembers. */
export interface Snapshot {
  /** Signs tokens. */
  readonly key: Uint8Array;
  close(): void;
}

/** Definitions that are code, by the names under which a snapshot knows them. */
export type Definitions = { readonly plain: AgentDefinition } & Readonly<Record<string, AgentDefinition>>;

const tableNames = [
  'tenants',
  'agents',
  'versions',
  'deployments',
  'apps',
  'policies',
  'families',
  'tokens',
] as const satisfies readonly (keyof Tables)[];

/** Kind of the line behind which all was said: from there on, every line is a moment that was. */
const WHOLE = 'whole';

const isTableName = (kind: string): kind is keyof Tables => (tableNames as readonly string[]).includes(kind);

/** Scripts that came over HTTP are kept; those that are code are found again by their name. */
const writeAgent = ({ definition, ...agent }: Agent): object =>
  agent.definitionName === undefined ? { ...agent, definition } : agent;

const readAgent = (value: unknown, definitions: Definitions): Agent => {
  const name = text(value, 'definitionName');
  const definition = name === undefined ? {} : { definition: definitions[name] ?? definitions.plain };
  return { ...(value as Agent), ...definition };
};

const readLeg = (runs: ReadonlyMap<string, Run>, value: unknown): Leg | undefined => {
  const run = runs.get(text(value, 'runId') ?? '');
  const until = number(value, 'until');
  return run && { run, after: number(value, 'after') ?? 0, ...(until !== undefined && { until }) };
};

const writeLeg = ({ run, ...leg }: Leg): object => ({ ...leg, runId: run.id });

const readLine = (store: Store, definitions: Definitions, line: Line): void => {
  const [kind, id, value] = line;
  if (kind === WHOLE) return;
  if (isTableName(kind)) {
    const table = store[kind] as Table<unknown>;
    if (value === null) table.delete(id);
    else if (kind !== 'tenants' && !isObject(value)) throw new Error(`a record of ${kind} is none`);
    else table.set(id, kind === 'agents' ? readAgent(value, definitions) : value);
    return;
  }
  if (kind === 'leg') {
    const leg = readLeg(store.runs, value);
    if (leg) store.legs.set(id, leg);
    return;
  }
  if (!readRunLine(store.runs, line)) throw new Error(`nobody knows what "${kind}" is`);
};

const writeRow = (kind: keyof Tables, row: unknown): unknown => (kind === 'agents' ? writeAgent(row as Agent) : row);

/** Everything there is to say about a store. */
const linesOf = function* (store: Store): Generator<Line> {
  for (const kind of tableNames) {
    for (const [id, row] of store[kind] as Table<unknown>) yield [kind, id, writeRow(kind, row)];
  }
  for (const run of store.runs.values()) yield* linesOfRun(run);
  for (const [id, leg] of store.legs) yield ['leg', id, writeLeg(leg)];
  yield [WHOLE, '', null];
};

const clear = (store: Store): void => {
  for (const kind of [...tableNames, 'runs', 'legs'] as const) store[kind].clear();
};

/** Reads lines up to the first that means nothing. Returns how many. */
const readLines = (lines: readonly Line[], store: Store, definitions: Definitions): number => {
  for (const [index, line] of lines.entries()) {
    try {
      readLine(store, definitions, line);
    } catch {
      return index;
    }
  }
  return lines.length;
};

/** Fills a store with what the file knows; with what it knew before its first bad line, where it was whole once. */
const restore = (
  { lines, damage: torn, keepAside }: SnapshotFile,
  store: Store,
  definitions: Definitions,
  path: string,
  log: (line: string) => void,
): void => {
  const good = readLines(lines, store, definitions);
  const damage = good < lines.length ? damageOf(good) : torn;
  if (damage === undefined) return;
  // What was read last may have been read by half.
  clear(store);
  const sound = lines.slice(0, good);
  const wasWhole = sound.some(([kind]) => kind === WHOLE);
  if (wasWhole) readLines(sound, store, definitions);
  const what = wasWhole ? 'what came later is forgotten' : 'the emulator begins with nothing';
  log(
    `The snapshot ${path} is damaged: ${damage}. It is kept as ${keepAside()}, and ${what}: ` +
      "where an .env holds ids from there, remove them and run init again. The demo's own stay.",
  );
};

/**
 * Fills a store from a file, and keeps every change of it there from now on.
 *
 * What is not kept: the record of calls, faults that wait for a call, and how far a test has moved the clock.
 */
export const openSnapshot = (
  path: string,
  store: Store,
  definitions: Definitions,
  log: (line: string) => void,
): Snapshot => {
  const file = openSnapshotFile(path);
  restore(file, store, definitions, path, log);
  let isWritable = true;
  /** A full disk must not end the conversations of those who are having them. */
  const attempt = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      isWritable = false;
      const { message, cause } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      log(`The snapshot ${path} cannot be written (${why}). What happens from now on is forgotten.`);
    }
  };
  const append = (line: Line): void => {
    if (!isWritable) return;
    attempt(() => {
      file.append(line);
      if (file.isLong) file.rewrite(linesOf(store));
    });
  };
  file.rewrite(linesOf(store));
  for (const kind of tableNames) {
    const table = store[kind] as Table<unknown>;
    table.watch((id, row) => append([kind, id, row === undefined ? null : writeRow(kind, row)]));
  }
  store.legs.watch((id, leg) => leg && append(['leg', id, writeLeg(leg)]));
  store.runs.watch((_id, run) => {
    if (!run) return;
    for (const line of linesOfRun(run)) append(line);
    recordRun(run, append);
  });
  for (const run of store.runs.values()) recordRun(run, append);
  return { key: file.key, close: () => attempt(() => file.close(linesOf(store))) };
};
