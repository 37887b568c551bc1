import { type TemplateResult, css, html, nothing } from 'lit';
import { toCsv } from '../csv.js';
import type { MarkdownContext } from './context.js';
import { copyButton } from './copy-button.js';

/** The scroll box around a table, named by its title where that has an id. */
export const tableBox = (name: string, content: unknown, direction?: 'ltr' | 'rtl', titleId?: string): TemplateResult =>
  html`<div class="table-box" part="table" tabindex="0" role="group" aria-label=${titleId ? nothing : name} aria-labelledby=${titleId ?? nothing} dir=${direction ?? nothing}>${content}</div>`;

/** What a person reads in a cell; what only a screen reader says is left out. */
const textOf = (cell: Element): string => {
  const copy = cell.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll('.visually-hidden')) hidden.remove();
  for (const end of copy.querySelectorAll('br')) end.replaceWith('\n');
  return copy.textContent;
};

/** A table with a button that gives what is in it by then to a spreadsheet. */
export const copyableTable = (drawn: HTMLTableElement, context: MarkdownContext): TemplateResult => {
  const { strings } = context;
  const csv = (): string => {
    // A list around the table may go on in a piece as well.
    const selector = ':scope > table tr, :scope > .piece tbody tr';
    const rows = drawn.parentElement!.querySelectorAll<HTMLTableRowElement>(selector);
    return toCsv(Array.from(rows, (row) => Array.from(row.cells, textOf)));
  };
  return html`<div class="table-frame copied">${tableBox(strings.table, drawn)}<div class="table-foot">${copyButton(strings.copyTable, csv, context)}</div></div>`;
};

export const tableStyles = css`
  .table-box {
    overflow-x: auto;
    overscroll-behavior-x: contain;
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
    /* A shadow at each edge; two covers, which scroll with the table, hide it where there is no more to see. */
    background:
      linear-gradient(to right, var(--zaby-surface) 50%, transparent) left / 40px local,
      linear-gradient(to left, var(--zaby-surface) 50%, transparent) right / 40px local,
      linear-gradient(to right, var(--zaby-border), transparent) left / 16px,
      linear-gradient(to left, var(--zaby-border), transparent) right / 16px;
    background-repeat: no-repeat;
  }
  .table-frame {
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
    overflow: clip;
  }
  .table-frame .table-box {
    max-block-size: 420px;
    overflow: auto;
    border: 0;
    border-radius: 0;
  }
  .table-frame thead :is(th, td) {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: color-mix(in oklab, var(--zaby-text) 5%, var(--zaby-surface));
  }
  .table-foot {
    border-block-start: 1px solid var(--zaby-border);
    color: var(--zaby-text-muted);
    font-size: 12px;
    text-align: end;
  }
  /* Half a table is nothing to copy yet. */
  .growing > .table-foot {
    visibility: hidden;
  }
  .table-foot .copy {
    min-block-size: 30px;
  }
  .table-box table {
    inline-size: max-content;
    min-inline-size: 100%;
    border-collapse: collapse;
    /* A page in quirks mode resets these for every table. */
    color: inherit;
    font: inherit;
    font-size: 0.9333em;
    line-height: 1.45;
    font-variant-numeric: tabular-nums;
  }
  .table-box th,
  .table-box td {
    max-inline-size: 20em;
    padding-block: calc(8px * var(--zaby-density));
    padding-inline: calc(12px * var(--zaby-density));
    text-align: start;
    vertical-align: top;
    unicode-bidi: plaintext;
    overflow-wrap: break-word;
  }
  /* Elsewhere a long one may break anywhere, and makes its column as narrow as a letter. */
  .table-box a {
    overflow-wrap: break-word;
  }
  .table-box thead {
    background: color-mix(in oklab, var(--zaby-text) 5%, transparent);
  }
  .table-box th {
    font-weight: 600;
    white-space: nowrap;
  }
  .table-box tbody tr {
    border-block-start: 1px solid var(--zaby-border);
  }
  .table-box .align-center {
    text-align: center;
  }
  .table-box .align-end {
    text-align: end;
  }
`;
