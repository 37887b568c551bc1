import { type TemplateResult, css, html, nothing } from 'lit';
import type { UiBlock } from '../../core/index.js';
import { toCsv } from '../csv.js';
import { copyButton, directionOf, link, tableBox } from '../markdown/index.js';
import { icons } from '../views/icons.js';
import type { BlockContext } from './context.js';
import { frame, idOf } from './frame.js';
import { type TableData, addressOf, amountOf, readTable, sortRows, textOf } from './read-table.js';

/** How a person looks at it: in the order of a column, from some row on. */
interface Look {
  readonly column?: number;
  readonly descending?: boolean;
  readonly from?: number;
}

/** More rows are pages; of very many columns a page has fewer, so that it is drawn at once. */
const mostRows = 50;
const mostCells = 5000;

/** Some browsers ask where to save before they read what. In ms. */
const savedWithin = 60_000;

/** A table of plain values, which a person can sort, leaf through and take along. `titleId`: what it belongs to, where it has no title itself. */
export const dataTable = (block: UiBlock, context: BlockContext, titleId?: string): unknown => {
  const { strings, markdown, locale, kept, keep } = context;
  const { labels, rows: all } = readTable(block);
  if (labels.length === 0) return frame(block);
  const { column, descending = false, from: asked = 0 } = (kept ?? {}) as Look;
  const rows = column === undefined ? all : sortRows(all, column, descending, locale);
  const size = Math.max(1, Math.min(mostRows, Math.floor(mostCells / labels.length)));
  const from = Math.min(asked, Math.floor(Math.max(0, rows.length - 1) / size) * size);
  const page = rows.slice(from, from + size);
  const named = block.title ? idOf(block) : titleId;
  const say = (text: string): void => markdown.announce?.(text);
  const show = (look: Look): void => keep({ column, descending, ...look });

  const sort = (index: number): void => {
    const turned = index === column && !descending;
    show({ column: index, descending: turned });
    say(strings.sorted(labels[index]!, turned));
  };
  const leaf = (event: Event, first: number): void => {
    if (first < 0 || first >= rows.length) return;
    show({ from: first });
    (event.currentTarget as Element).closest('.data')!.querySelector('.table-box')!.scrollTop = 0;
    say(strings.rows(first + 1, Math.min(first + size, rows.length), rows.length));
  };
  const numeric = labels.map((_, index) => {
    const filled = page.filter((row) => textOf(row[index]) !== '');
    return filled.length > 0 && filled.every((row) => amountOf(row[index]) !== undefined);
  });
  const align = (index: number) => (numeric[index] ? 'align-end' : nothing);
  const head = (label: string, index: number): TemplateResult => {
    if (label === '') return html`<td></td>`;
    const order = index === column ? (descending ? 'descending' : 'ascending') : undefined;
    return html`<th scope="col" class=${align(index)} aria-sort=${order ?? nothing}>${
      rows.length < 2 ? label : html`<button type="button" class="sort" @click=${() => sort(index)}>${label}</button>`
    }</th>`;
  };
  const turn = (name: string, first: number, className: string) =>
    html`<button type="button" class="icon-button ${className}" aria-label=${name} aria-disabled=${first < 0 || first >= rows.length} @click=${(event: Event) => leaf(event, first)}>${icons.chevron}</button>`;

  return frame(
    { description: block.description },
    html`<div class="data table-frame copied">${tableBox(
      markdown.strings.table,
      html`<table>${block.title ? html`<caption class="block-title" id=${named!} dir="auto">${block.title}</caption>` : nothing}<thead><tr>${labels.map(head)}</tr></thead
        ><tbody>${page.map((row) => html`<tr>${row.map((value, index) => html`<td class=${align(index)}><bdi>${cell(value, context)}</bdi></td>`)}</tr>`)}</tbody></table>`,
      directionOf(labels.join(' ')),
      named,
    )}<div class="table-foot">${
      rows.length === 0
        ? html`<span class="pages"><span>${strings.noRows}</span></span>`
        : html`${
            rows.length <= size
              ? nothing
              : html`<span class="pages">${turn(strings.previousRows, from - size, 'back-page')}${turn(strings.nextRows, from + size, '')}<span>${strings.rows(from + 1, from + page.length, rows.length)}</span></span>`
          }${exports({ labels, rows }, block.title ?? markdown.strings.table, context, named)}`
    }</div></div>`,
  );
};

const cell = (value: unknown, { strings, markdown }: BlockContext): unknown => {
  if (typeof value === 'boolean') return value ? strings.yes : strings.no;
  const address = addressOf(value);
  const text = textOf(value);
  return address === undefined ? text : link(address, text, text, markdown);
};

/** Buttons that give all rows, in their order of now, to a spreadsheet. */
const exports = (
  { labels, rows }: TableData,
  title: string,
  { strings, markdown }: BlockContext,
  titleId?: string,
): TemplateResult => {
  const csv = (): string => toCsv([labels, ...rows.map((row) => row.map(textOf))]);
  const download = (): void => {
    const anchor = document.createElement('a');
    // With a byte order mark: without one Excel takes UTF-8 for another encoding.
    anchor.href = URL.createObjectURL(new Blob([`\uFEFF${csv()}`], { type: 'text/csv' }));
    anchor.download = `${
      title
        .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
        .slice(0, 60) || 'table'
    }.csv`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), savedWithin);
  };
  return html`${copyButton(markdown.strings.copy, csv, markdown, titleId)}<button type="button" class="copy" aria-describedby=${titleId ?? nothing} @click=${download}>${strings.downloadTable}</button>`;
};

export const dataTableStyles = css`
  .data caption {
    padding-block: calc(8px * var(--zaby-density));
    padding-inline: calc(12px * var(--zaby-density));
    text-align: start;
  }
  /* All cells of a column stand on one side; what is in each runs its own way. */
  .data :is(th, td) {
    unicode-bidi: normal;
  }
  .data .table-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    min-block-size: 36px;
    padding-inline: 4px;
  }
  .pages {
    display: flex;
    align-items: center;
    margin-inline-end: auto;
    font-variant-numeric: tabular-nums;
  }
  .pages > span {
    padding-inline: 8px;
  }
  .sort {
    display: inline-flex;
    gap: 6px;
    min-block-size: 24px;
    font-weight: 600;
    text-align: start;
  }
  .sort::after {
    content: '↕' / '';
    color: var(--zaby-text-muted);
    font-weight: 400;
  }
  [aria-sort='ascending'] .sort::after {
    content: '↑' / '';
  }
  [aria-sort='descending'] .sort::after {
    content: '↓' / '';
  }
  [aria-sort] .sort::after {
    color: var(--zaby-accent-text);
  }
  .back-page svg {
    rotate: 180deg;
  }
  .pages [aria-disabled='true'] {
    opacity: 0.4;
  }
`;
