import type { Alignment, BlockNode, BlockType } from './block-nodes.js';
import { codeBlock, isLong } from './code-block.js';
import { create } from './create.js';
import { directionOf } from './direction.js';
import { finishCode } from './finish-code.js';
import { type Drawing, type Place, createInlineView, drawTemplate } from './draw-inline.js';
import { growText, withoutBlankEnd } from './grow-text.js';
import { trimEnd } from './line-cursor.js';
import { copyableTable } from './table.js';
import { cellsOf } from './table-row.js';

const partClass = 'part';

/** So many blocks a browser lays out at once without anybody noticing. */
const partLength = 32;

/** What shows a block. */
interface View {
  kind?: string;
  /** What its direction was found by. */
  sample?: string;
  /** What of it stands in what is around it. */
  readonly shown: () => readonly ChildNode[];
  readonly update: (node: BlockNode) => void;
  /** Of what stands in an item: sets it apart. */
  readonly loosen?: (() => void) | undefined;
  readonly isLoose?: boolean;
}

/** What a block stands in. */
interface Around {
  readonly parent: Element;
  readonly drawing: Drawing;
  /** Its paragraphs are no elements of their own. */
  readonly isTight?: () => boolean;
  /** How many quotes and lists it is in. */
  readonly depth?: number;
  /** Of its rows: how their columns are aligned. */
  readonly alignments?: readonly Alignment[];
}

/** What differs for blocks that stand in more than one box. */
interface Top {
  /** What the next one goes into. */
  readonly next: () => Element;
  /** Of blocks on the top level. */
  readonly drawn?: (view: View, node: BlockNode) => void;
}

/** Shows blocks one after another; those that are done are drawn once and then left alone. */
interface Children {
  readonly views: readonly View[];
  readonly update: (nodes: readonly BlockNode[]) => void;
}

/** The part goes with the last of its blocks. */
const remove = (node: ChildNode): void => {
  const { parentElement: parent } = node;
  node.remove();
  if (parent?.className === partClass && !parent.firstElementChild) remove(parent);
};

const createChildren = (around: Around, top?: Top): Children => {
  const views: View[] = [];
  /** How many are as they will stay. */
  let finished = 0;
  const cut = (from: number): void => {
    for (const { shown } of views.splice(from)) for (const each of shown()) remove(each);
  };
  return {
    views,
    update: (nodes) => {
      let index = finished;
      for (; index < nodes.length; index += 1) {
        const node = nodes[index]!;
        // Nothing but a definition of a link.
        if (node.type === 'paragraph' && node.text === '') break;
        const before = views[index];
        if (before && (before.kind !== kindOf(node) || (before.isLoose && !node.loose))) cut(index);
        const view = (views[index] ??= createViews[node.type as keyof typeof createViews](node, {
          ...around,
          parent: top?.next() ?? around.parent,
        }));
        view.kind ??= kindOf(node);
        view.update(node);
        top?.drawn?.(view, node);
      }
      cut(index);
      for (let node = nodes[finished]; node?.done; node = nodes[finished]) {
        // What is drawn is never read again.
        node.children.length = 0;
        node.text = node.sample = '';
        finished += 1;
      }
    },
  };
};

/** What cannot change while its elements stay. */
const kindOf = ({ type, level, rank, start, more, task, alert, alignments }: BlockNode): string =>
  [type, level, rank, start, more, task, alert, alignments].join();

type CreateView = (node: BlockNode, around: Around) => View;

/** An element that stands in what is around it. */
const add = <Shown extends ChildNode>({ parent }: Around, shown: Shown): Shown => parent.appendChild(shown);

const checkbox = (checked: boolean, { context: { strings } }: Drawing): HTMLInputElement => {
  const box = create('input');
  box.type = 'checkbox';
  box.disabled = true;
  box.checked = checked;
  box.ariaLabel = checked ? strings.taskDone : strings.taskOpen;
  return box;
};

const paragraph: CreateView = (node, around) => {
  const { parent, drawing } = around;
  const before = parent.lastChild;
  let element: HTMLElement | undefined;
  const place: Place = { parent, after: before, before: null };
  const text = createInlineView(place, drawing);
  /** Where a paragraph ends that is no element. */
  const end = document.createTextNode('');
  if (around.isTight?.()) place.before = add(around, end);
  else place.parent = element = add(around, create('p'));
  if (element) place.after = null;
  if (node.task !== undefined) {
    const space = document.createTextNode(' ');
    place.parent.insertBefore(checkbox(node.task, drawing), place.before);
    place.parent.insertBefore(space, place.before);
    place.after = space;
  }
  const shown = (): ChildNode[] => {
    if (element) return [element];
    const range: ChildNode[] = [end];
    for (let each = end.previousSibling; each && each !== before; each = each.previousSibling) range.unshift(each);
    return range;
  };
  return {
    shown,
    update: ({ text: source, done }) => text(trimEnd(source), done),
    loosen: () => {
      if (element) return;
      const inside = shown();
      const box = create('p');
      parent.insertBefore(box, end);
      box.append(...inside);
      end.remove();
      element = box;
      place.parent = box;
      place.before = null;
      if (node.task === undefined) place.after = null;
    },
  };
};

const heading: CreateView = ({ level, rank }, around) => {
  const element = add(around, create(`h${level}` as 'h1', `heading-${rank}`));
  const text = createInlineView({ parent: element, after: null, before: null }, around.drawing);
  return { shown: () => [element], update: ({ text: source, done }) => text(source, done) };
};

/** Deeper than people write, words would have no room, and each letter a line of its own. */
const room = (depth: number): string => (depth < 5 ? '' : depth < 12 ? 'deep' : 'deepest');

const quote: CreateView = ({ alert }, around) => {
  const { depth = 0, drawing } = around;
  const element = add(around, create('blockquote', alert ? `alert-${alert}` : room(depth)));
  if (alert)
    element.appendChild(create('p')).appendChild(create('strong')).append(drawing.context.strings.alerts[alert]);
  const { update } = createChildren({ ...around, parent: element, depth: depth + 1, isTight: () => false });
  return { shown: () => [element], update: ({ children }) => update(children) };
};

const list: CreateView = ({ start, more }, around) => {
  const { depth = 0 } = around;
  const element = add(around, create(start === undefined ? 'ul' : 'ol'));
  if (start !== undefined && start !== 1) element.setAttribute('start', String(start));
  let loose = false;
  const { update, views: items } = createChildren({
    ...around,
    parent: element,
    depth: depth + 1,
    isTight: () => !loose,
  });
  return {
    shown: () => [element],
    get isLoose() {
      return loose;
    },
    update: (node) => {
      if (node.loose && !loose) {
        loose = true;
        for (const { loosen } of items) loosen?.();
      }
      update(node.children);
      // Numbers stand before the box of their list, and would be cut off at the edge of all.
      const digits = start !== undefined && depth < 5 && `digits-${String(start + node.children.length - 1).length}`;
      const name = `${digits || room(depth)}${more ? ' piece' : ''}`;
      if (element.className !== name) element.className = name;
    },
  };
};

const item: CreateView = (_node, around) => {
  const element = add(around, create('li'));
  const { update, views: inside } = createChildren({ ...around, parent: element });
  return {
    shown: () => [element],
    update: ({ children, hasTask }) => {
      if (hasTask && !element.className) element.className = 'task';
      update(children);
    },
    loosen: () => {
      for (const { loosen } of inside) loosen?.();
    },
  };
};

/** The name of no language is longer. In characters. */
const longestLanguage = 100;

const code: CreateView = (_node, around) => {
  const element = create('code');
  const grow = growText(element);
  const fragment = new DocumentFragment();
  const draw = (language?: string): ChildNode[] =>
    drawTemplate(codeBlock(element, language, around.drawing.context), fragment);
  const shown = draw();
  around.parent.append(fragment);
  let named: string | undefined;
  let wasLong = false;
  return {
    shown: () => shown,
    update: ({ text, info, done }) => {
      grow(info === undefined ? withoutBlankEnd(text) : text);
      const language = info?.split(/\s/)[0]!.slice(0, longestLanguage) || undefined;
      const long = isLong(text);
      if (language !== named || long !== wasLong) draw((named = language));
      wasLong = long;
      if (done) void finishCode(element, language, around.drawing.context);
    },
  };
};

const markup: CreateView = (_node, around) => {
  const element = add(around, create('p', 'literal'));
  const grow = growText(element);
  return { shown: () => [element], update: ({ text }) => grow(withoutBlankEnd(text)) };
};

const rule: CreateView = (_node, around) => {
  const element = add(around, create('hr'));
  return { shown: () => [element], update: () => {} };
};

const cell = (tag: 'td' | 'th', alignment: Alignment): HTMLTableCellElement => {
  const element = create(tag, alignment && `align-${alignment}`);
  if (tag === 'th') element.scope = 'col';
  return element;
};

/** A table that is longer than people write goes on in another one below it, with the same head. In cells, and in rows at least. */
const tableCells = 800;
const tableRows = 40;

const table: CreateView = ({ alignments = [] }, around) => {
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
      createInlineView({ parent: box, after: null, before: null }, drawing)(source, true);
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

/** A wider table gets no empty cells at the ends of its rows: one letter in each would make a thousand of them. */
const paddedColumns = 20;

/** As many cells as the table has columns (GFM §4.10). */
const columns = (row: string, alignments: readonly Alignment[]): [number, string][] => {
  const cells = cellsOf(row, alignments.length);
  return alignments
    .slice(0, Math.max(cells.length, paddedColumns))
    .map((_alignment, index) => [index, cells[index] ?? '']);
};

const row: CreateView = (_node, { parent, drawing, alignments = [] }) => {
  const element = parent.appendChild(create('tr'));
  const cells: ReturnType<typeof createInlineView>[] = [];
  const addCell = (index: number): ReturnType<typeof createInlineView> =>
    createInlineView(
      { parent: element.appendChild(cell('td', alignments[index])), after: null, before: null },
      drawing,
    );
  return {
    shown: () => [element],
    update: ({ text, done }) => {
      for (const [index, source] of columns(text, alignments)) (cells[index] ??= addCell(index))(source, done);
    },
  };
};

const createViews: Readonly<Record<Exclude<BlockType, 'document'>, CreateView>> = {
  paragraph,
  heading,
  quote,
  list,
  item,
  code,
  html: markup,
  rule,
  table,
  row,
};

const lastPart = (box: Element): Element => {
  const last = box.lastElementChild;
  return last?.className === partClass ? last : box;
};

/**
 * Where the next block goes. Those behind the first ones stand in parts, and those in larger parts: else a browser would look at every
 * block of a long text each time the last one grows.
 */
const partIn = (root: Element): Element => {
  const around = lastPart(root);
  const part = lastPart(around);
  const { childElementCount: length, lastElementChild: end } = part;
  // A heading stays with what is below it.
  if (length < partLength || (length < partLength * 2 && end?.matches('[class^=heading]'))) return part;
  const isFull = around === root || around.childElementCount >= partLength;
  return (isFull ? root.appendChild(create('div', partClass)) : around).appendChild(create('div', partClass));
};

/** Shows the blocks of a text. Each takes its direction from its own text; what is inside follows. */
export const createBlocksView = (parent: Element, drawing: Drawing): ((blocks: readonly BlockNode[]) => void) =>
  createChildren(
    { parent, drawing },
    {
      next: () => partIn(parent),
      drawn: (view, { type, sample }) => {
        if (type === 'code' || type === 'rule' || sample === view.sample) return;
        view.sample = sample;
        const direction = directionOf(sample) ?? '';
        for (const element of view.shown()) {
          // Setting what is set would style all that is inside anew.
          if (!(element instanceof HTMLElement) || element.dir === direction) continue;
          if (direction) element.dir = direction;
          else element.removeAttribute('dir');
        }
      },
    },
  ).update;
