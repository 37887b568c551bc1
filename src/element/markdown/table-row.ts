import type { Alignment } from './block-nodes.js';

/** The cells of one row (GFM §4.10): a pipe behind a backslash divides nothing, even in code. Those behind the `most` first are left out, but for one. */
export const cellsOf = (row: string, most: number): string[] => {
  const cells: string[] = [];
  const line = row.trim();
  let start = line.startsWith('|') ? 1 : 0;
  for (let at = start; at < line.length && cells.length <= most; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '|') {
      cells.push(line.slice(start, at));
      start = at + 1;
    }
  }
  if (start < line.length && cells.length <= most) cells.push(line.slice(start));
  return cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
};

/** Wider than anything that people make, and as much as a browser lays out in no time. */
export const mostColumns = 200;

/** What the row of dashes below a head says about its columns, or `undefined` where it is none. */
export const alignmentsOf = (line: string): Alignment[] | undefined => {
  if (!/^[|:-][\s|:-]*$/.test(line)) return undefined;
  const cells = cellsOf(line, mostColumns);
  if (cells.length > mostColumns || !cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
  return cells.map((cell) =>
    cell.endsWith(':') ? (cell.startsWith(':') ? 'center' : 'end') : cell.startsWith(':') ? 'start' : undefined,
  );
};
