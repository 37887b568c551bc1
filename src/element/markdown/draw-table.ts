import type { Alignment } from './block-nodes.js';
import type { CreateView } from './block-view.js';
import { create } from './create.js';
import { createChildren } from './draw-children.js';
import { type InlineView, drawTemplate, within } from './draw-inline.js';
import { createInlineView } from './draw-pieces.js';
import { copyableTable } from './table.js';
import { cellsOf } from './table-row.js';

const cell = (tag: 'td' | 'th', alignment: Alignment): HTMLTableCellElement => {
  const element = create(tag, alignment && `align-${alignment}`);
  if (tag === 'th') element.scope = 'col';
  return element;
};

/** A wider table gets no empty cells at the ends of its rows: one letter in each would make a thousand of them. */
const paddedColumns = 20;

/** As many cells as the table has columns (GFM §4.10). */
const columns = (row: string, alignments: readonly Alignment[]): [number, string][] => {
  const cells = cellsOf(row, alignments.length);
  return alignments
    .slice(0, Math.max(cells.length, paddedColumns))
    .map((_alignment, index) => [index, cells[index] ?? '']);
};

/** A table that is longer than people write goes on in another one below it, with the same head. In cells, and in rows at least. */
const tableCells = 800;
const tableRows = 40;

export const table: CreateView = ({ alignments = [] }, around) => {
  const { drawing } = around;
  const element = create('table');
  const shown = drawTemplate(copyableTable(element, drawing.context));
  around.parent.append(...shown);
  let named: string | undefined;
  const drawHead = (head: Element, names: string): void => {
    head.replaceChildren();
    for (const [index, source] of columns(names, alignments)) {
      // A cell that names nothing is an ordinary one.
      const box = head.appendChild(cell(source === '' ? 'td' : 'th', alignments[index]));
      createInlineView(within(box), drawing)(source, true);
    }
  };
  const head = element.appendChild(create('thead')).appendChild(create('tr'));
  const bodies = [element.appendChild(create('tbody'))];
  const nextBody = (): Element => {
    const last = bodies.at(-1)!;
    if (last.childElementCount < Math.max(tableRows, tableCells / alignments.length)) return last;
    const box = create('div', 'piece');
    const more = box.appendChild(create('table'));
    drawHead(more.appendChild(create('thead')).appendChild(create('tr')), named!);
    element.parentElement!.append(box);
    const body = more.appendChild(create('tbody'));
    bodies.push(body);
    return body;
  };
  const { update } = createChildren({ ...around, parent: bodies[0]!, alignments }, { next: nextBody });
  return {
    shown: () => shown,
    update: ({ head: names = '', children, done }) => {
      element.closest('.table-frame')!.classList.toggle('growing', !done);
      if (names !== named) drawHead(head, (named = names));
      update(children);
      while (bodies.length > 1 && !bodies.at(-1)!.firstElementChild) bodies.pop()!.closest('.piece')!.remove();
    },
  };
};

export const row: CreateView = (_node, { parent, drawing, alignments = [] }) => {
  const element = parent.appendChild(create('tr'));
  const cells: InlineView[] = [];
  const addCell = (index: number): InlineView =>
    createInlineView(within(element.appendChild(cell('td', alignments[index]))), drawing);
  return {
    shown: () => [element],
    update: ({ text, done }) => {
      for (const [index, source] of columns(text, alignments)) (cells[index] ??= addCell(index))(source, done);
    },
  };
};
