import { html } from 'lit';
import { type Cell, directionOf, table, tableRow } from '../markdown/index.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, isFields, read, readList, readText, show } from './read.js';

interface Column {
  /** Where the value stands in a row that is an object. */
  readonly key: string;
  readonly label: string;
}

/** A table of plain values. Rows may be lists or objects; columns that are not named are those of the rows. */
export const dataTable: BlockRenderer = (block, { markdown: { strings } }) => {
  const content = contentOf(block);
  const rows = readList(content, 'rows', 'items', 'records');
  const columns = readColumns(readList(content, 'columns', 'headers', 'fields'), rows);
  if (columns.length === 0) return frame(block);
  return frame(
    { description: block.description },
    table(
      strings.table,
      columns.map(({ label }) => ({ content: label, empty: label === '' })),
      rows.map((row) =>
        tableRow(columns.map(({ key }, index) => cell(isFields(row) ? read(row, key) : [row].flat()[index]))),
      ),
      directionOf(columns.map(({ label }) => label).join(' ')),
      block.title && html`<strong>${block.title}</strong>`,
    ),
  );
};

const cell = (value: unknown): Cell => ({
  content: show(value),
  empty: false,
  align: typeof value === 'number' ? 'end' : undefined,
});

const readColumns = (columns: readonly unknown[], rows: readonly unknown[]): Column[] => {
  const keys = columns.length > 0 ? columns : [...new Set(rows.filter(isFields).flatMap((row) => Object.keys(row)))];
  const width = Math.max(keys.length, ...rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  return Array.from({ length: width }, (_, index) => {
    const column = keys[index];
    if (!isFields(column)) return { key: show(column), label: show(column) };
    const key = readText(column, 'key', 'id', 'field', 'accessor', 'name') ?? String(index);
    return { key, label: readText(column, 'label', 'title', 'header', 'name') ?? key };
  });
};
