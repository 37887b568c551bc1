import { Lexer, type Token, Tokenizer, type Tokens } from 'marked';
import { decodeEntities } from './entities.js';
import { mendBlocks, mendInline } from './mend.js';

/** What CommonMark and GFM make of a text: its blocks, and their inline content on demand. */
export interface Lexed {
  readonly blocks: readonly Token[];
  /** All link definitions as one string: a block drawn under another set of them may be out of date. */
  readonly definitions: string;
  /** Lexes what stands inside a block, the first time it is asked for: finished blocks that are not drawn again never are. */
  readonly inline: (tokens: Token[]) => readonly Token[];
}

/** Deeper than this stays as text: `marked` overflows its stack on ten thousand `>`. */
export const maximumNesting = 32;

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
  const lexer = new Lexer({ gfm: true, tokenizer: createTokenizer() });
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

/**
 * `marked`'s tokenizer with what differs for us.
 *
 * Quotes and lists nest to a limit. Character references in text are decoded here, once, because a link written out in the text keeps
 * its own. HTML is only text, so it opens no state: `<pre>` does not end references, and `<a>` does not forbid links.
 */
const createTokenizer = (): Tokenizer => {
  const tokenizer = new Tokenizer();
  let depth = 0;
  const capped =
    <Result>(tokenize: (source: string) => Result | undefined) =>
    (source: string): Result | undefined => {
      if (depth >= maximumNesting) return undefined;
      depth += 1;
      try {
        return tokenize(source);
      } finally {
        depth -= 1;
      }
    };
  tokenizer.blockquote = capped(tokenizer.blockquote.bind(tokenizer));
  tokenizer.list = capped(tokenizer.list.bind(tokenizer));

  const { inlineText, tag } = tokenizer;
  tokenizer.inlineText = (source) => {
    const token = inlineText.call(tokenizer, source);
    return token && { ...token, text: decodeEntities(token.raw) };
  };
  tokenizer.tag = (source) => {
    const { state } = tokenizer.lexer;
    const { inLink } = state;
    const token = tag.call(tokenizer, source);
    state.inLink = inLink;
    state.inRawBlock = false;
    return token;
  };
  return tokenizer;
};
