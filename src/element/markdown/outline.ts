import type { Token, Tokens } from 'marked';
import { childrenOf } from './lex.js';

const isContainer = ({ type }: Token): boolean => type === 'blockquote' || type === 'list_item';

/**
 * The level of each heading in a document whose first rank is `start`; of what may hold headings, a number that tells which are
 * open before it.
 *
 * Ranks that the agent skips are closed up, so that an answer which begins with `###` breaks no outline. Only what stands before
 * a heading decides about it: `open` holds the ranks above, and is brought up to the end of the blocks.
 */
export const outline = (blocks: readonly Token[], start: number, open: number[]): ReadonlyMap<Token, number> => {
  const levels = new Map<Token, number>();
  const walk = (token: Token): void => {
    if (token.type === 'heading') {
      const { depth } = token as Tokens.Heading;
      while ((open.at(-1) ?? 0) >= depth) open.pop();
      levels.set(token, Math.min(start + open.push(depth) - 1, 6));
      return;
    }
    const inside =
      token.type === 'list' ? (token as Tokens.List).items : isContainer(token) ? childrenOf(token) : undefined;
    if (!inside) return;
    levels.set(
      token,
      open.reduce((sum, rank) => sum * 7 + rank, 0),
    );
    inside.forEach(walk);
  };
  blocks.forEach(walk);
  return levels;
};
