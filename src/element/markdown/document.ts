import type { Links, Token, Tokens } from 'marked';
import { type Lexed, childrenOf, isContent, isDrawn, lex } from './lex.js';
import { outline } from './outline.js';

/** One block of a text. It is the same object in the next reading where nothing about it has changed. */
export interface Block {
  token: Token;
  inline: Lexed['inline'];
  /** The last one while more is expected. */
  readonly open: boolean;
  /** What `outline` says of it, and the ranks of the headings above it. */
  levels: ReadonlyMap<Token, number>;
  readonly ranks: readonly number[];
  /** Another object where labels may lead elsewhere than in the reading before. */
  readonly epoch: object;
  /** The labels it has asked for while it was drawn. */
  readonly labels: Set<string>;
}

/** Lets go of what is in a block that was drawn: the same block is never drawn again, only another one in its place. */
export const forget = (block: Block): void => {
  const { type, raw, text } = block.token as Tokens.Generic;
  block.token = { type, raw, text };
  block.inline = (tokens) => tokens;
  block.levels = new Map();
};

/**
 * Reads a text that grows at its end, and lexes only the end anew: what can no longer change keeps its tokens.
 *
 * Whatever the steps in which the text arrives, the blocks are those of reading it once. A text that does not begin with the one
 * before is read as another one. `start` is the level of the first heading rank.
 */
export const createDocument = (start: number): ((text: string, streaming: boolean) => readonly Block[]) => {
  let source = '';
  /** Where the end begins that is lexed anew. */
  let settled = 0;
  let finished: readonly Block[] = [];
  let blocks: readonly Block[] = [];
  /** Of the headings above the end. */
  let settledRanks: number[] = [];
  /** What is defined in the settled part, and in all. */
  let settledLinks = noLinks();
  let links = noLinks();
  let epoch = {};
  let asking: Set<string> | undefined;

  const lexEnd = (text: string, known: Links, streaming: boolean): Lexed =>
    lex(text, { streaming, links: known, onLabel: (label) => asking?.add(label) });

  const create = (token: Token, lexed: Lexed, open: boolean, ranks: number[], labels: Set<string>): Block => ({
    token,
    inline: (tokens) => {
      asking = labels;
      return lexed.inline(tokens);
    },
    open,
    ranks: [...ranks],
    levels: outline([token], start, ranks),
    epoch,
    labels,
  });

  /** A finished block under other definitions. */
  const redefine = (block: Block, changed: readonly string[]): Block => {
    if (!changed.some((label) => block.labels.has(label))) return block;
    const lexed = lexEnd(block.token.raw, links, false);
    const [token] = lexed.tokens;
    return token?.type === block.token.type ? create(token, lexed, false, [...block.ranks], block.labels) : block;
  };

  /** Puts the blocks at the end behind the finished ones, each as it was where it still is. */
  const append = (lexed: Lexed, streaming: boolean): readonly Block[] => {
    const ranks = [...settledRanks];
    const growing = streaming ? lexed.tokens.findLast(isContent) : undefined;
    const ending = lexed.tokens.filter(isDrawn).map((token, index) => {
      const before = blocks[finished.length + index];
      const block = create(token, lexed, token === growing, ranks, before?.labels ?? new Set());
      return before && isSame(before, block) ? before : block;
    });
    return [...finished, ...ending];
  };

  return (text, streaming) => {
    const next = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    if (!next.startsWith(source)) {
      settled = 0;
      finished = blocks = [];
      settledRanks = [];
      settledLinks = noLinks();
    }
    source = next;
    // A copy: what is cut out of a string keeps the whole of it in memory, and there is another whole text at each step.
    const end = `${source.slice(settled)} `.slice(0, -1);
    const lexed = lexEnd(end, settledLinks, streaming);
    const changed = changedLabels(links, lexed.links);
    ({ links } = lexed);
    if (changed.length > 0) {
      epoch = {};
      finished = finished.map((block) => redefine(block, changed));
    }
    blocks = append(lexed, streaming);
    const tokens = lexed.tokens.slice(0, settledTokens(lexed.tokens, end));
    settled += tokens.reduce((sum, { raw }) => sum + raw.length, 0);
    const drawn = tokens.filter(isDrawn);
    finished = blocks.slice(0, finished.length + drawn.length);
    outline(drawn, start, settledRanks);
    settledLinks = Object.assign(definedIn(tokens), settledLinks);
    return blocks;
  };
};

/** A label may be called `constructor`. */
const noLinks = (): Links => Object.create(null) as Links;

const isSame = (one: Block, other: Block): boolean =>
  one.epoch === other.epoch &&
  one.open === other.open &&
  one.token.type === other.token.type &&
  one.token.raw === other.token.raw &&
  // The lexer takes the same source apart in more than one way.
  (one.token as Tokens.Generic)['text'] === (other.token as Tokens.Generic)['text'] &&
  one.ranks.join() === other.ranks.join();

/**
 * How many tokens more text can no longer change: all before the last one that began before the last two lines.
 *
 * Of the very last line nobody knows yet what it begins: `2` may become an item of a list above. The line before may turn out to be
 * the head of a table. And what follows a paragraph or a definition without a blank line is read otherwise than at a beginning: `<b>`
 * opens no block there, `"…"` is a title.
 */
const settledTokens = (tokens: readonly Token[], source: string): number => {
  const doubtful = source.lastIndexOf('\n', source.lastIndexOf('\n') - 1) + 1;
  let at = 0;
  let first = 0;
  for (const [index, token] of tokens.entries()) {
    if (at >= doubtful) break;
    if (isContent(token)) first = index;
    at += token.raw.length;
  }
  while (/^(?:def|paragraph)$/.test(tokens[first - 1]?.type ?? '')) first -= 1;
  return first;
};

const definedIn = (tokens: readonly Token[], links = noLinks()): Links => {
  for (const token of tokens) {
    if (token.type === 'def') {
      const { tag, href, title } = token as Tokens.Def;
      links[tag] ??= { href, title };
    } else if (token.type === 'list' || token.type === 'blockquote' || token.type === 'list_item') {
      definedIn(token.type === 'list' ? (token as Tokens.List).items : (childrenOf(token) ?? []), links);
    }
  }
  return links;
};

const changedLabels = (before: Links, after: Links): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (label) => before[label]?.href !== after[label]?.href || before[label]?.title !== after[label]?.title,
  );
