import type { Token, Tokens } from 'marked';
import { type Lexed, isDrawn, lex } from './lex.js';

const ofAll = (tokens: readonly Token[], lexed: Lexed, between: string): string =>
  tokens
    .map((token) => ofOne(token, lexed))
    .filter((text) => text !== '')
    .join(between);

const ofTable = ({ header, rows }: Tokens.Table, lexed: Lexed): string =>
  [header, ...rows].map((row) => row.map((cell) => ofAll(lexed.inline(cell.tokens), lexed, '')).join(', ')).join('\n');

const ofOne = (token: Token, lexed: Lexed): string => {
  switch (token.type) {
    case 'list':
      return ofAll((token as Tokens.List).items, lexed, '\n');
    case 'list_item':
    case 'blockquote':
      return ofAll(token.tokens ?? [], lexed, '\n');
    case 'table':
      return ofTable(token as Tokens.Table, lexed);
    case 'br':
      return '\n';
    case 'hr':
    case 'space':
    case 'checkbox':
      return '';
    default: {
      const { tokens, text } = token as Tokens.Generic;
      return tokens && token.type !== 'image' ? ofAll(lexed.inline(tokens), lexed, '') : String(text ?? '');
    }
  }
};

/** Markdown as it would be read aloud: the words without the signs. */
export const plainText = (markdown: string): string => {
  const lexed = lex(markdown.replace(/\r\n?/g, '\n'));
  return ofAll(lexed.tokens.filter(isDrawn), lexed, '\n');
};
