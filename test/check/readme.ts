import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  attributeTextsOf,
  customPropertiesOf,
  eventsOf,
  membersOf,
  methodsOf,
  settingsOf,
  wordsOf,
} from './public-names.js';
import { type Check, root, type Source, sourcesBelow } from './source.js';

/** A table of the README, and the rows it must have by the sources. */
export interface Table {
  readonly heading: string;
  /** What the rows begin with: one cell, or more with `|` between them. */
  readonly names: readonly string[];
}

const none = '–';

/** A cell as plain text: `show(id)` in code is `show`, and emphasis marks are gone. */
const plain = (cell: string): string =>
  [...cell.matchAll(/`([^`(]+)[^`]*`/g)].map(([, name = '']) => name).join(' ') + (/\\\*/.test(cell) ? ' *' : '') ||
  cell.trim();

/** The rows of the first table below a heading, each as its first `cells` cells. */
export const rowsBelow = (readme: string, heading: string, cells: number): string[] => {
  const lines = readme.split('\n');
  const start = lines.findIndex(
    (line) => /^#+ /.test(line) && line.replace(/^#+ /, '').replaceAll('`', '') === heading,
  );
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const first = rest.findIndex((line) => line.startsWith('|'));
  const next = rest.findIndex((line) => line.startsWith('#'));
  if (first < 0 || (next >= 0 && next < first)) return [];
  const length = rest.slice(first).findIndex((line) => !line.startsWith('|'));
  return rest.slice(first + 2, length < 0 ? undefined : first + length).map((row) =>
    row
      .replaceAll(/\\\|/g, '')
      .split('|')
      .slice(1, cells + 1)
      .map(plain)
      .join('|'),
  );
};

/** What a table lacks, and what it has too many. */
export const compareTable = (readme: string, { heading, names }: Table): string[] => {
  const cells = (names[0] ?? '').split('|').length;
  const rows = rowsBelow(readme, heading, cells);
  const wanted = new Set(names);
  const there = new Set(rows);
  return [
    ...names.filter((name) => !there.has(name)).map((name) => `README.md, "${heading}": no row for ${name}`),
    ...rows.filter((row) => !wanted.has(row)).map((row) => `README.md, "${heading}": ${row} is not in the sources`),
    ...rows.filter((row, at) => rows.indexOf(row) !== at).map((row) => `README.md, "${heading}": ${row} stands twice`),
  ];
};

const sourceAt = async (path: string): Promise<Source> => ({ path, text: await readFile(join(root, path), 'utf8') });

const eventNames = async (): Promise<string[]> => {
  const source = await sourceAt('src/element/events.ts');
  const list = /cancelable[^[]*\[([^\]]*)\]/.exec(source.text)?.[1] ?? '';
  return [...eventsOf(source, 'ZabyEventMap')].map(
    ([name, detail]) => `${name}${list.includes(`'${name}'`) ? ' *' : ''}|${detail.join(' ') || none}`,
  );
};

/** The exported classes of a file, but for the one that all of them are. */
const classesOf = ({ text }: Source, base: string): string[] =>
  [...text.matchAll(/^export class (\w+)/gm)].flatMap(([, name = '']) => (name === base ? [] : [name]));

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** Every table of the README that lists names, with the names that the sources have. */
const tables = async (): Promise<Table[]> => {
  const element = await sourceAt('src/element/zaby-agent.ts');
  const contract = await sourceAt('src/core/contract.ts');
  const templates = await sourcesBelow('src/element');
  const words = (attribute: string) =>
    unique(templates.flatMap((source) => attributeTextsOf(source, attribute).flatMap((text) => text.split(' '))));
  return [
    {
      heading: 'Attributes and properties',
      names: settingsOf(element).map(({ attribute, property }) => `${attribute ?? none}|${property}`),
    },
    { heading: 'Methods', names: methodsOf(element) },
    { heading: 'Events', names: await eventNames() },
    { heading: 'Parts', names: words('part') },
    { heading: 'Slots', names: unique(templates.flatMap(slotsOf)) },
    {
      heading: 'Custom properties',
      names: unique((await sourcesBelow('src/element/themes')).flatMap(customPropertiesOf)),
    },
    { heading: 'Options of createConversation', names: membersOf(contract, 'ConversationOptions') },
    { heading: 'Members of a conversation', names: membersOf(contract, 'Conversation') },
    { heading: 'Error codes', names: wordsOf(await sourceAt('src/core/errors.ts'), 'ErrorCode') },
    {
      heading: 'Options of createTokenEndpoint',
      names: membersOf(await sourceAt('src/server/token-endpoint.ts'), 'TokenEndpointOptions'),
    },
    {
      heading: 'Reasons of a refused token',
      names: wordsOf(await sourceAt('src/server/errors.ts'), 'RefusalReason'),
    },
    { heading: 'Options of Zaby', names: membersOf(await sourceAt('src/server/platform/zaby.ts'), 'ZabyOptions') },
    {
      heading: "Errors of the platform's API",
      names: classesOf(await sourceAt('src/server/platform/errors.ts'), 'ZabyApiError'),
    },
    { heading: 'Refusal codes', names: wordsOf(await sourceAt('src/server/errors.ts'), 'TokenErrorCode') },
  ];
};

/** `name` stands on form fields as well, so slots are looked for by their tag. */
const slotsOf = ({ text }: Source): string[] =>
  [...text.matchAll(/<slot name="([^"]+)"/g)].map(([, name = '']) => name);

/** The tables of the README say what the sources say: nothing is missing, nothing is too many. */
export const readme: Check = {
  name: 'readme',
  async run() {
    const text = await readFile(join(root, 'README.md'), 'utf8');
    return (await tables()).flatMap((table) =>
      table.names.length === 0 ? [`No names found for "${table.heading}"`] : compareTable(text, table),
    );
  },
};
