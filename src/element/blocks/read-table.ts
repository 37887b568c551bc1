import type { UiBlock } from '../../core/index.js';
import { numberOf } from './numbers.js';
import { contentOf, isFields, read, readList, readText, show } from './read.js';

/** A table, whatever spelling it came in: every row has a value for each column. */
export interface TableData {
  readonly labels: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Rows may be lists or objects; columns that are not named are those of the rows. */
export const readTable = (block: UiBlock): TableData => {
  const content = contentOf(block);
  const list = readList(content, 'rows', 'items', 'records', 'data', 'entries', 'values');
  const rows = list.length > 0 ? list : readList(block.data, 'data');
  const named = readList(content, 'columns', 'headers', 'fields');
  const keys = named.length > 0 ? named : [...new Set(rows.flatMap((row) => (isFields(row) ? Object.keys(row) : [])))];
  const width = rows.reduce<number>((most, row) => Math.max(most, Array.isArray(row) ? row.length : 0), keys.length);
  const columns = Array.from({ length: width }, (_, index) => {
    const column = keys[index];
    if (!isFields(column)) return { key: show(column), label: show(column) };
    const key = readText(column, 'key', 'id', 'field', 'accessor', 'name') ?? String(index);
    return { key, label: readText(column, 'label', 'title', 'header', 'name') ?? key };
  });
  return {
    labels: columns.map(({ label }) => label),
    rows: rows.map((row) =>
      columns.map(({ key }, index) => (isFields(row) ? read(row, key) : ([row].flat() as unknown[])[index])),
    ),
  };
};

/** What a value in a cell leads to, where it is an address, or an object with one. */
export const addressOf = (value: unknown): string | undefined =>
  isFields(value)
    ? readText(value, 'url', 'href', 'link')
    : typeof value === 'string' && /^(?:https?:\/\/|mailto:)\S+$/.test(value)
      ? value
      : undefined;

/** A value as text: what is shown, looked for and copied. */
export const textOf = (value: unknown): string =>
  (isFields(value) ? readText(value, 'label', 'text', 'title', 'name', 'value', 'url', 'href') : undefined) ??
  show(value);

/** A number, also with a unit behind it. */
export const amountOf = (value: unknown): number | undefined =>
  numberOf(
    typeof value === 'string' ? value.replace(/\s\p{L}{1,3}$/u, '') : isFields(value) ? read(value, 'value') : value,
  );

/** A date with its year, as ms. `Date.parse` alone takes "Order 1042" for one. */
const dateOf = (value: unknown): number | undefined => {
  const text = textOf(value).trim();
  const known = /^(?:\d{4}-\d\d(?:-\d\d\b|$)|\d{1,2}\.? \p{L}{3,9}\.? \d{4}\b|\p{L}{3,9}\.? \d{1,2}, \d{4}\b)/u.test(
    text,
  );
  return known ? Date.parse(text) || undefined : undefined;
};

/** Puts rows in the order of one column: by number, else by date, else as the language does. Empty cells come last, either way. */
export const sortRows = (
  rows: TableData['rows'],
  column: number,
  descending: boolean,
  locale: string | undefined,
): TableData['rows'] => {
  const filled = rows.filter((row) => textOf(row[column]) !== '');
  const byText = new Intl.Collator(locale, { numeric: true }).compare;
  const keyOf = [amountOf, dateOf].find((of) => filled.every((row) => of(row[column]) !== undefined)) ?? textOf;
  const keyed = filled.map((row) => [keyOf(row[column])!, row] as const);
  const sign = descending ? -1 : 1;
  const sorted = keyed.toSorted(
    ([a], [b]) => sign * (typeof a === 'number' && typeof b === 'number' ? a - b : byText(String(a), String(b))),
  );
  return [...sorted.map(([, row]) => row), ...rows.filter((row) => textOf(row[column]) === '')];
};
