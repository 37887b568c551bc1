import type { Turn, UiBlock } from '../../core/index.js';

/** What a form was sent with, if it was: an agent may ask the same again later, and that one is still open. */
export const formAnswer = (block: UiBlock, turns: readonly Turn[]): Readonly<Record<string, unknown>> | undefined => {
  const asked = turns.findIndex(({ parts }) => parts.some((part) => part.kind === 'block' && part.block === block));
  for (const { form, parts } of turns.slice(asked + 1)) {
    if (form?.blockId === block.id) return form.values;
    if (parts.some((part) => part.kind === 'block' && part.block.id === block.id)) return undefined;
  }
  return undefined;
};
