import type { BlockNode } from './block-nodes.js';
import type { Around, View } from './block-view.js';
import { leavePart } from './parts.js';

/** What differs for blocks that stand in more than one box. */
export interface Boxes {
  /** What the next one goes into. */
  readonly next: () => Element;
  /** Of blocks on the top level. */
  readonly drawn?: (view: View, node: BlockNode) => void;
}

/** Shows blocks one after another; those that are done are drawn once and then left alone. */
export interface Children {
  readonly views: readonly View[];
  readonly update: (nodes: readonly BlockNode[]) => void;
}

/** What cannot change while its elements stay. */
const kindOf = ({ type, level, rank, start, more, task, alert, alignments }: BlockNode): string =>
  [type, level, rank, start, more, task, alert, alignments].join();

export const createChildren = (around: Around, boxes?: Boxes): Children => {
  const views: View[] = [];
  const kinds: string[] = [];
  /** How many are as they will stay. */
  let finished = 0;
  const cut = (from: number): void => {
    for (const { shown } of views.splice(from)) for (const each of shown()) leavePart(each);
  };
  return {
    views,
    update: (nodes) => {
      let index = finished;
      for (; index < nodes.length; index += 1) {
        const node = nodes[index]!;
        // Nothing but a definition of a link.
        if (node.type === 'paragraph' && node.text === '') break;
        const kind = kindOf(node);
        const before = views[index];
        if (before && (kinds[index] !== kind || (before.isLoose && !node.loose))) cut(index);
        const view = (views[index] ??= around.createView(node, { ...around, parent: boxes?.next() ?? around.parent }));
        kinds[index] = kind;
        view.update(node);
        boxes?.drawn?.(view, node);
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
