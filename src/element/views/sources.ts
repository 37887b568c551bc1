import type { BlockPart, Part, UiBlock } from '../../core/index.js';

const isSourceList = (part: Part): part is BlockPart => part.kind === 'block' && part.block.kind === 'source-list';

/** The sources that numbers in a text mean: the next list in the answer, else the last one before. */
export const sourcesFor = (text: Part, parts: readonly Part[]): UiBlock | undefined => {
  const lists = parts.filter(isSourceList);
  const at = parts.indexOf(text);
  return (lists.find((list) => parts.indexOf(list) > at) ?? lists.at(-1))?.block;
};
