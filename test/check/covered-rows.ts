import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, root } from './source.js';

/** Where a row is held: `path › the beginning of a title`, or a line of the list of what is walked through by hand. */
export type Place = `${string} › ${string}`;

/** For each row of a page of docs, by its first cell, where it is held. */
export type Table = Readonly<Record<string, readonly Place[]>>;

/** The first cells of the tables of a page that `begin` matches. */
export const rowsOf = (page: string, begin: RegExp): string[] =>
  [...page.matchAll(/^\| ([^|]+?) \|/gm)].map(([, cell = '']) => cell).filter((cell) => begin.test(cell));

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a file has a test of that title that runs, or a line that begins so. */
export const holds = (path: string, text: string, title: string): boolean =>
  path.endsWith('.md')
    ? text.includes(`\n| ${title} |`)
    : new RegExp(`(?<!\\.(?:skip|todo)\\(\\s*)['"\`]${escape(title)}`).test(text);

/** What a table says wrongly: rows that the page does not have, rows without a place, and places that are not there. */
export const faultsOf = (table: Table, rows: readonly string[], texts: ReadonlyMap<string, string>): string[] => [
  ...rows.filter((row) => !table[row]?.length).map((row) => `${row} is held nowhere`),
  ...Object.keys(table)
    .filter((row) => !rows.includes(row))
    .map((row) => `${row} is no row of the page`),
  ...Object.entries(table).flatMap(([row, places]) =>
    places
      .filter((place) => {
        const [path = '', title = ''] = place.split(' › ');
        return !holds(path, texts.get(path) ?? '', title);
      })
      .map((place) => `${row}: there is no ${place}`),
  ),
];

/** Every row of the page is held where its table says. */
export const coveredRows = (name: string, page: string, begin: RegExp, table: Table): Check => ({
  name,
  run: async () => {
    const rows = rowsOf(await readFile(join(root, page), 'utf8'), begin);
    if (rows.length === 0) return [`${page} holds no rows`];
    const paths = new Set(Object.values(table).flatMap((places) => places.map((place) => place.split(' › ')[0] ?? '')));
    const texts = await Promise.all(
      [...paths].map(async (path) => [path, await readFile(join(root, path), 'utf8').catch(() => '')] as const),
    );
    return faultsOf(table, rows, new Map(texts));
  },
  report: () => Promise.resolve(Object.entries(table).map(([row, places]) => `${row}\n    ${places.join('\n    ')}`)),
});
