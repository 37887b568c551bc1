import { create } from './create.js';

const partClass = 'part';

/** Blocks of a part: about as many as a screen shows, for those of other parts are skipped, and jump to their size when they come into sight. */
const partLength = 24;

/** Parts of a larger one, which holds a thousand blocks. */
const parts = 40;

const lastPart = (box: Element): Element => {
  const last = box.lastElementChild;
  return last?.className === partClass ? last : box;
};

/**
 * Where the next block goes. Those behind the first ones stand in parts, and those in larger parts: else a browser would look at every
 * block of a long text each time the last one grows.
 */
export const partIn = (root: Element): Element => {
  const around = lastPart(root);
  const part = lastPart(around);
  const { childElementCount: length, lastElementChild: end } = part;
  // A heading stays with what is below it.
  if (length < partLength || (length < partLength * 2 && end?.matches('[class^=heading]'))) return part;
  const isFull = around === root || around.childElementCount >= parts;
  return (isFull ? root.appendChild(create('div', partClass)) : around).appendChild(create('div', partClass));
};

/** Removes a block; its part goes with the last of its blocks. */
export const leavePart = (block: ChildNode): void => {
  const { parentElement: parent } = block;
  block.remove();
  if (parent?.className === partClass && !parent.firstElementChild) leavePart(parent);
};
