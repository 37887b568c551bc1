import type { Alignment, BlockNode } from './block-nodes.js';
import type { Drawing } from './draw-inline.js';

/** What shows a block. */
export interface View {
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
export interface Around {
  readonly parent: Element;
  readonly drawing: Drawing;
  /** Draws whatever stands in it. */
  readonly createView: CreateView;
  /** Its paragraphs are no elements of their own. */
  readonly isTight?: () => boolean;
  /** How many quotes and lists it is in. */
  readonly depth?: number;
  /** Of its rows: how their columns are aligned. */
  readonly alignments?: readonly Alignment[];
}

export type CreateView = (node: BlockNode, around: Around) => View;

/** An element that stands in what is around it. */
export const add = <Shown extends ChildNode>({ parent }: Around, shown: Shown): Shown => parent.appendChild(shown);

/** Deeper than people write, words would have no room, and each letter a line of its own. */
export const room = (depth: number): string => (depth < 5 ? '' : depth < 12 ? 'deep' : 'deepest');
