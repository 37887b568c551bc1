import type { BlockNode, BlockType } from './block-nodes.js';
import { type CreateView, add, room } from './block-view.js';
import { create } from './create.js';
import { directionOf } from './direction.js';
import { createChildren } from './draw-children.js';
import { code, markup } from './draw-code.js';
import { type Drawing, within } from './draw-inline.js';
import { createInlineView } from './draw-pieces.js';
import { item, list } from './draw-list.js';
import { paragraph } from './draw-paragraph.js';
import { row, table } from './draw-table.js';
import { partIn } from './parts.js';

const heading: CreateView = ({ level, rank }, around) => {
  const element = add(around, create(`h${level}` as 'h1', `heading-${rank}`));
  const text = createInlineView(within(element), around.drawing);
  return { shown: () => [element], update: ({ text: source, done }) => text(source, done) };
};

const quote: CreateView = ({ alert }, around) => {
  const { depth = 0, drawing } = around;
  const element = add(around, create('blockquote', alert ? `alert-${alert}` : room(depth)));
  if (alert)
    element.appendChild(create('p')).appendChild(create('strong')).append(drawing.context.strings.alerts[alert]);
  const { update } = createChildren({ ...around, parent: element, depth: depth + 1, isTight: () => false });
  return { shown: () => [element], update: ({ children }) => update(children) };
};

const rule: CreateView = (_node, around) => {
  const element = add(around, create('hr'));
  return { shown: () => [element], update: () => {} };
};

const views: Readonly<Record<Exclude<BlockType, 'document'>, CreateView>> = {
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

/** What a document is not. */
const createView: CreateView = (node, around) => views[node.type as keyof typeof views](node, around);

/** Shows the blocks of a text. Each takes its direction from its own text; what is inside follows. */
export const createBlocksView = (parent: Element, drawing: Drawing): ((blocks: readonly BlockNode[]) => void) =>
  createChildren(
    { parent, drawing, createView },
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
