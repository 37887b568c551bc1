import type { Delimiter, Token } from './emphasis.js';

/** While more is expected: an open mark further back is text. */
export const reach = 2000;

/** Lets marks open what they are going to. Within a word they do not: `2*3` is more common than the beginning of emphasis. */
export const keepOpen = (text: string, opener: Delimiter): void => {
  if (opener.length > 8 || opener.last || /[\p{L}\p{N}]/u.test(text.charAt(opener.start - 1))) return;
  while (opener.length > 0) {
    const used = Math.min(opener.length, 2);
    opener.opens.push(opener.mark.repeat(used));
    opener.length -= used;
  }
};

/** How many tokens lie before `settled` and are not cut by an emphasis around it. */
export const settledTokens = (tokens: readonly Token[], settled: number): number => {
  let depth = 0;
  let count = 0;
  for (const [index, { start, content }] of tokens.entries()) {
    if (start > settled) break;
    if (depth === 0) count = index;
    if (typeof content !== 'string' && content.type === 'marks') depth += content.opens.length - content.closes;
  }
  return count;
};

/** Where the last word begins, with the white space before it; in an endless one, somewhere in it. */
export const lastWord = (text: string): number => {
  const least = Math.max(0, text.length - reach);
  let at = text.length;
  while (at > least && !/\s/.test(text.charAt(at - 1))) at -= 1;
  while (at > least && /\s/.test(text.charAt(at - 1))) at -= 1;
  if (at > least || least === 0) return at;
  // Not within a character or a reference to one.
  while (at > 0 && /[\uD800-\uDBFF].$|&[#\w]{0,40}[#\w;]$/.test(text.slice(Math.max(0, at - 41), at + 1))) at -= 1;
  return at;
};
