import type { Token, Tokens } from 'marked';
import { childrenOf } from './lex.js';

/**
 * The level of each heading in a document whose first rank is `start`.
 *
 * Ranks that the agent skips are closed up, so that an answer which begins with `###` breaks no outline. Only what stands before
 * a heading decides about it: levels never change while text is added.
 */
export const outline = (blocks: readonly Token[], start: number): ReadonlyMap<Token, number> => {
  const levels = new Map<Token, number>();
  const open: number[] = [];
  const walk = (token: Token): void => {
    if (token.type === 'heading') {
      const { depth } = token as Tokens.Heading;
      while ((open.at(-1) ?? 0) >= depth) open.pop();
      levels.set(token, Math.min(start + open.push(depth) - 1, 6));
    } else if (token.type === 'list') {
      (token as Tokens.List).items.forEach(walk);
    } else if (token.type === 'blockquote' || token.type === 'list_item') {
      childrenOf(token)?.forEach(walk);
    }
  };
  blocks.forEach(walk);
  return levels;
};
