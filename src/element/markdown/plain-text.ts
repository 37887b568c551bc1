import type { BlockNode } from './block-nodes.js';
import { plainTextOf } from './emphasis.js';
import { createBlockReader } from './read-blocks.js';
import { readInline } from './read-inline.js';
import { cellsOf, mostColumns } from './table-row.js';

/** Markdown as it would be read aloud: the words without the signs. */
export const plainText = (markdown: string): string => {
  const { root, links, read } = createBlockReader(1);
  read(markdown, false);
  const words = (source: string): string => plainTextOf(readInline(source.trim(), { links }).nodes);
  const cells = (row: string): string => cellsOf(row, mostColumns).map(words).join(', ');
  const of = ({ type, children, text, head, alert }: BlockNode): string => {
    const own = /code|html/.test(type)
      ? text
      : type === 'row'
        ? cells(text)
        : head === undefined
          ? words(text)
          : cells(head);
    return [alert, own, ...children.map(of)].filter(Boolean).join('\n');
  };
  return of(root);
};
