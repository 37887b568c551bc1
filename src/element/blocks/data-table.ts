import { html } from 'lit';
import { type Cell, directionOf, table } from '../markdown/index.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, isFields, read, readList, readText, show } from './read.js';

interface Column {
  /** Where the value stands in a row that is an object. */
  readonly key: string;
  readonly label: string;
  readonly align?: Cell['align'];
}

/** A table of plain values. Rows may be lists or objects; columns that are not named are those of the rows. */
export const dataTable: BlockRenderer = (block, context) => {
  const content = contentOf(block);
  const rows = readList(content, 'rows', 'items', 'records');
  const columns = readColumns(readList(content, 'columns', 'headers', 'fields'), rows);
  if (columns.length === 0) return frame(block, undefined);
  const name = block.title ?? context.markdown.strings.table;
  return frame(
    { ...(block.description !== undefined && { description: block.description }) },
    table(
      context.markdown.strings.table,
      columns.map(({ label, align }) => ({ content: label, empty: label === '', align })),
      rows.map((row) => columns.map((column, index) => cell(row, column, index))),
      directionOf(columns.map(({ label }) => label).join(' ')),
      block.title === undefined ? undefined : html`<strong>${name}</strong>`,
    ),
  );
};

const cell = (row: unknown, { key, align }: Column, index: number): Cell => {
  const value = Array.isArray(row) ? row[index] : isFields(row) ? read(row, key) : index === 0 ? row : undefined;
  const content = isFields(value) ? (readText(value, 'label', 'text', 'value') ?? show(value)) : show(value);
  return { content, empty: content === '', align: align ?? (typeof value === 'number' ? 'end' : undefined) };
};

const sides = new Map<unknown, Cell['align']>([
  ['left', 'start'],
  ['start', 'start'],
  ['center', 'center'],
  ['right', 'end'],
  ['end', 'end'],
  ['number', 'end'],
]);

const readColumns = (columns: readonly unknown[], rows: readonly unknown[]): Column[] => {
  const named = columns.map((column, index): Column => {
    if (!isFields(column)) return { key: show(column), label: show(column) };
    const key = readText(column, 'key', 'id', 'field', 'accessor', 'name') ?? String(index);
    return {
      key,
      label: readText(column, 'label', 'title', 'header', 'name') ?? key,
      align: sides.get(read(column, 'align', 'type')),
    };
  });
  if (named.length > 0) return named;
  const keys = new Set(rows.filter(isFields).flatMap((row) => Object.keys(row)));
  const width = Math.max(0, ...rows.filter(Array.isArray).map((row) => row.length));
  return keys.size > 0
    ? [...keys].map((key) => ({ key, label: key }))
    : Array.from({ length: width }, (_, index) => ({ key: String(index), label: '' }));
};
