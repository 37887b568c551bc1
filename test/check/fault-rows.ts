import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, root, type Source, sourcesBelow } from './source.js';

/** A row of docs/FAULTS.md, and the files with tests that are named after it. */
export interface FaultRow {
  readonly id: string;
  readonly fault: string;
  readonly files: readonly string[];
}

/** The ids of the matrix and what each is about. */
export const faultsOf = (text: string): (readonly [id: string, fault: string])[] =>
  [...text.matchAll(/^\| (F\d\d) \| ([^|]*?) \|/gm)].map(([, id = '', fault = '']) => [id, fault]);

/** The rows that a file's titles begin with. What is skipped or still to be written does not count. */
export const rowsIn = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/(\.(?:skip|todo)\(\s*)?['"`](F\d\d) \S/g)].flatMap(([, idle, id = '']) => (idle ? [] : [id])),
  );

export const coverage = (matrix: string, tests: readonly Source[]): FaultRow[] => {
  const known = tests.map(({ path, text }) => ({ path, rows: rowsIn(text) }));
  return faultsOf(matrix).map(([id, fault]) => ({
    id,
    fault,
    files: known.flatMap(({ path, rows }) => (rows.has(id) ? [path] : [])),
  }));
};

const read = async (): Promise<FaultRow[]> => {
  const tests = (await sourcesBelow('test')).filter(
    // The tests of the checks name rows as examples.
    ({ path }) => path.endsWith('.test.ts') && !path.startsWith('test/check/'),
  );
  return coverage(await readFile(join(root, 'docs/FAULTS.md'), 'utf8'), tests);
};

/** Every row of docs/FAULTS.md has a test whose title begins with the row's id. */
export const faultRows: Check = {
  name: 'fault-rows',
  run: async () => {
    const rows = await read();
    if (rows.length === 0) return ['docs/FAULTS.md holds no rows'];
    return rows.flatMap(({ id, fault, files }) => (files.length > 0 ? [] : [`${id} has no test: ${fault}`]));
  },
  report: async () => (await read()).map(({ id, files }) => `${id}  ${files.join(' ') || '–'}`),
};
