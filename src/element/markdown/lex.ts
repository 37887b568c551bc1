import { Lexer, type Links, type Token, type Tokens } from 'marked';
import { mendBlocks, mendInline } from './mend.js';
import { createTokenizer } from './tokenizer.js';

/** What CommonMark and GFM make of a text: its blocks, and their inline content on demand. */
export interface Lexed {
  /** Blocks in order, and the blank lines and link definitions between them. */
  readonly tokens: readonly Token[];
  /** Where labels lead: those known before, and those defined in the text. */
  readonly links: Links;
  /** Lexes what stands inside a block, the first time it is asked for: finished blocks that are not drawn again never are. */
  readonly inline: (tokens: Token[]) => readonly Token[];
}

export interface LexOptions {
  /** More text is expected: what is unfinished at the end is read as what it is becoming. */
  readonly streaming?: boolean;
  /** What was defined before the text. */
  readonly links?: Links;
  /** Is told every label that inline content asks for, defined or not. */
  readonly onLabel?: (label: string) => void;
}

/** Reads Markdown with `\n` as its line ends. Never throws: what cannot be read is one paragraph of plain text. */
export const lex = (source: string, options: LexOptions = {}): Lexed => {
  try {
    return read(options.streaming ? mendBlocks(source) : source, options);
  } catch {
    return { tokens: [plain(source)], links: options.links ?? {}, inline: (tokens) => tokens };
  }
};

const read = (source: string, { streaming, links: known, onLabel }: LexOptions): Lexed => {
  const { tokenizer, startInline } = createTokenizer();
  const lexer = new Lexer({ gfm: true, tokenizer });
  const links: Links = Object.assign(Object.create(null), known);
  lexer.tokens.links = links;
  const tokens = lexer.blockTokens(source, []);
  const pending = new Map(lexer.inlineQueue.map((each) => [each.tokens, each.src]));
  const open = streaming ? openInline(source, tokens.findLast(isContent)) : undefined;
  if (onLabel) lexer.tokens.links = listened(links, onLabel);
  return {
    tokens,
    links,
    inline: (inside) => {
      const inlineSource = pending.get(inside);
      if (inlineSource === undefined) return inside;
      pending.delete(inside);
      startInline();
      try {
        return lexer.inlineTokens(inside === open ? mendInline(inlineSource) : inlineSource, inside);
      } catch {
        return [plain(inlineSource)];
      }
    },
  };
};

const listened = (links: Links, onLabel: (label: string) => void): Links =>
  new Proxy(links, {
    get: (target, label) => {
      onLabel(String(label));
      return target[String(label)];
    },
    getOwnPropertyDescriptor: (target, label) => {
      onLabel(String(label));
      return Reflect.getOwnPropertyDescriptor(target, label);
    },
  });

/** False for blank lines. */
export const isContent = ({ type }: Token): boolean => type !== 'space';

/** False for what only stands between blocks. */
export const isDrawn = (token: Token): boolean => isContent(token) && token.type !== 'def';

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
