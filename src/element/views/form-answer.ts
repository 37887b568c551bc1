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

/** The form that a turn answers, if it is still known. */
export const formOf = ({ id, form }: Turn, turns: readonly Turn[]): UiBlock | undefined => {
  for (const turn of turns
    .slice(
      0,
      turns.findIndex((each) => each.id === id),
    )
    .toReversed())
    for (const part of turn.parts.toReversed())
      if (part.kind === 'block' && part.block.id === form?.blockId) return part.block;
  return undefined;
};
