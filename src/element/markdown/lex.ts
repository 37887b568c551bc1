import { Lexer, type Token, type Tokens } from 'marked';
import { mendBlocks, mendInline } from './mend.js';
import { createTokenizer } from './tokenizer.js';

/** What CommonMark and GFM make of a text: its blocks, and their inline content on demand. */
export interface Lexed {
  readonly blocks: readonly Token[];
  /** All link definitions as one string: a block drawn under another set of them may be out of date. */
  readonly definitions: string;
  /** Lexes what stands inside a block, the first time it is asked for: finished blocks that are not drawn again never are. */
  readonly inline: (tokens: Token[]) => readonly Token[];
}

/** Reads Markdown. Never throws: what cannot be read is one paragraph of plain text. */
export const lex = (text: string, streaming = false): Lexed => {
  const source = text.replace(/\r\n?/g, '\n');
  try {
    return read(streaming ? mendBlocks(source) : source, streaming);
  } catch {
    return { blocks: [plain(source)], definitions: '', inline: (tokens) => tokens };
  }
};

const read = (source: string, streaming: boolean): Lexed => {
  const { tokenizer, startInline } = createTokenizer();
  const lexer = new Lexer({ gfm: true, tokenizer });
  const blocks = lexer.blockTokens(source, lexer.tokens).filter(({ type }) => type !== 'space' && type !== 'def');
  const pending = new Map(lexer.inlineQueue.map(({ src, tokens }) => [tokens, src]));
  const open = streaming ? openInline(source, blocks.at(-1)) : undefined;
  return {
    blocks,
    definitions: Object.keys(lexer.tokens.links).length > 0 ? JSON.stringify(lexer.tokens.links) : '',
    inline: (tokens) => {
      const inlineSource = pending.get(tokens);
      if (inlineSource === undefined) return tokens;
      pending.delete(tokens);
      startInline();
      try {
        return lexer.inlineTokens(tokens === open ? mendInline(inlineSource) : inlineSource, tokens);
      } catch {
        return [plain(inlineSource)];
      }
    },
  };
};

/** What stands inside a token, where something may. */
export const childrenOf = (token: Token): Token[] | undefined => (token as Tokens.Generic).tokens;

const plain = (text: string): Token => ({ type: 'html', raw: text, text });

/** The inline content at the very end of the text: all that may still be unfinished. */
const openInline = (source: string, token: Token | undefined): Token[] | undefined => {
  if (!token || /\n\s*\n\s*$/.test(source)) return undefined;
  if (token.type === 'list') return openInline(source, (token as Tokens.List).items.at(-1));
  if (token.type === 'blockquote' || token.type === 'list_item') return openInline(source, childrenOf(token)?.at(-1));
  if (token.type !== 'table') return childrenOf(token);
  const { header, rows } = token as Tokens.Table;
  return /\|\s*$/.test(source) ? undefined : (rows.at(-1) ?? header).findLast((cell) => cell.text !== '')?.tokens;
};
