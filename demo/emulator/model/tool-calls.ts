import type { ChatPiece, ChatToolCall } from './chat-shapes.js';

type CallPiece = Extract<ChatPiece, { kind: 'call' }>;

/** One call, as far as it has come. */
export interface OpenCall {
  /** The model's own, unless it had used that before, or none. */
  readonly id: string;
  readonly name: string;
  args: string;
}

/** What a piece did. */
export interface Heard {
  readonly call: OpenCall;
  readonly isNew: boolean;
  /** What it added to the arguments. */
  readonly args: string;
}

/**
 * Puts the calls of one answer together from their pieces.
 *
 * Servers differ: pieces of several calls come mixed and tell by `index`, or without one, then by `id`; ids are missing,
 * or stand in every piece, or differ under one index, where each piece is a call of its own; names are repeated.
 */
export const createCallCollector = (chooseId: (said: string | undefined) => string) => {
  const calls: OpenCall[] = [];
  const bySaidId = new Map<string, OpenCall>();
  const byIndex = new Map<number, OpenCall>();

  const find = ({ index, id, name }: CallPiece): OpenCall | undefined => {
    const named = id === undefined ? undefined : bySaidId.get(id);
    if (named) return named;
    const placed = index === undefined ? undefined : byIndex.get(index);
    // Another id with a name begins another call, wherever it stands.
    if (id !== undefined && name !== undefined) return undefined;
    if (index !== undefined) return placed;
    return name === undefined ? calls.at(-1) : undefined;
  };

  return {
    /** Undefined for a piece that belongs to nothing. */
    add: (piece: CallPiece): Heard | undefined => {
      const { index, id, name, args = '' } = piece;
      const known = find(piece);
      if (known) {
        known.args += args;
        return { call: known, isNew: false, args };
      }
      if (name === undefined) return undefined;
      const call: OpenCall = { id: chooseId(id), name, args };
      calls.push(call);
      if (id !== undefined) bySaidId.set(id, call);
      if (index !== undefined) byIndex.set(index, call);
      return { call, isNew: true, args };
    },
    calls: calls as readonly OpenCall[],
  };
};

/** A call as it goes back to the model. */
export const toChatCall = ({ id, name, args }: OpenCall): ChatToolCall => ({
  id,
  type: 'function',
  // What is no JSON makes some servers refuse the whole conversation from then on.
  function: { name, arguments: isJson(args) ? args : '{}' },
});

const isJson = (value: string): boolean => {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};
