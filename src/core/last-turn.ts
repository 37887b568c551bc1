import type { ConversationState, Turn } from './state.js';

/**
 * The last turn of a conversation, which changes with every piece of an answer while all before it stand still.
 *
 * Copying a list of thousands of turns costs more than the piece: so the list is made when somebody reads it, and here nobody does.
 */
const changed = new WeakMap<ConversationState, { readonly before: readonly Turn[]; readonly last: Turn }>();

export const lastTurn = (state: ConversationState): Turn | undefined => changed.get(state)?.last ?? state.turns.at(-1);

/** The newest turn of that id. */
export const findTurn = (state: ConversationState, id: string): Turn | undefined => {
  const last = lastTurn(state);
  return last?.id === id ? last : state.turns.findLast((turn) => turn.id === id);
};

/** The same conversation with another last turn. */
export const withLastTurn = (state: ConversationState, last: Turn): ConversationState => {
  const { conversationId, draft, shared, restoring } = state;
  const before = changed.get(state)?.before ?? state.turns;
  let turns: readonly Turn[] | undefined;
  const next: ConversationState = {
    conversationId,
    get turns() {
      return (turns ??= before.with(before.length - 1, last));
    },
    draft,
    shared,
    restoring,
  };
  changed.set(next, { before, last });
  return next;
};
