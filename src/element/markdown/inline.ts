import { type TemplateResult, html } from 'lit';
import type { Token, Tokens } from 'marked';
import type { MarkdownContext } from './context.js';
import { decodeEntities } from './entities.js';
import { image } from './images.js';
import { type Lexed, childrenOf } from './lex.js';
import { link } from './links.js';
import { maximumNesting } from './tokenizer.js';

/** What drawing a document carries from token to token. */
export interface Drawing {
  readonly context: MarkdownContext;
  readonly inline: Lexed['inline'];
  /** Which heading is of which level. */
  readonly levels: ReadonlyMap<Token, number>;
  /** Another object where labels may lead elsewhere than when it was drawn before. */
  readonly epoch: object;
  /** More text is expected at its end. */
  readonly open: boolean;
  /** How many blocks lie around this one. */
  readonly depth: number;
  /** How many emphases and links do. */
  readonly inlineDepth?: number;
  readonly inLink?: boolean;
  readonly inTable?: boolean;
}

/** Draws what stands inside a paragraph, heading, cell or list item. */
export const inline = (tokens: Token[], drawing: Drawing): unknown[] => {
  const inlineDepth = (drawing.inlineDepth ?? 0) + 1;
  return drawing.inline(tokens).map((token) => inlineToken(token, { ...drawing, inlineDepth }));
};

const inlineToken = (token: Token, drawing: Drawing): unknown => {
  if ((drawing.inlineDepth ?? 0) > maximumNesting) return token.raw;
  const inside = childrenOf(token);
  switch (token.type) {
    case 'text':
    case 'escape':
      return inside ? inline(inside, drawing) : words((token as Tokens.Text).text, drawing);
    case 'strong':
      return html`<strong>${inline(inside ?? [], drawing)}</strong>`;
    case 'em':
      return html`<em>${inline(inside ?? [], drawing)}</em>`;
    case 'del':
      return html`<del>${inline(inside ?? [], drawing)}</del>`;
    case 'codespan':
      return html`<code dir="ltr">${(token as Tokens.Codespan).text}</code>`;
    case 'br':
      return html`<br />`;
    case 'link':
      return drawLink(token as Tokens.Link, drawing);
    case 'image':
      return drawImage(token as Tokens.Image, drawing);
    case 'checkbox':
      return checkbox((token as Tokens.Checkbox).checked, drawing.context);
    default:
      // Markdown has no way to break a line in a cell, so agents write this there, and nothing else of HTML.
      return drawing.inTable && /^<br ?\/?>$/i.test(token.raw) ? html`<br />` : token.raw;
  }
};

/** Numbers of sources stand in plain text; in a link they are part of its words. */
const words = (text: string, { context: { cite }, inLink }: Drawing): unknown => (cite && !inLink ? cite(text) : text);

const drawLink = (token: Tokens.Link, drawing: Drawing): unknown => {
  const content = inline(token.tokens, { ...drawing, inLink: true });
  if (drawing.inLink) return content;
  const address = token.autolink ? token.href : decodeEntities(token.href);
  return link(address, plainText(token.tokens, drawing), content, drawing.context);
};

const drawImage = (token: Tokens.Image, drawing: Drawing): TemplateResult => {
  const title = token.title ? decodeEntities(token.title) : undefined;
  return image(
    decodeEntities(token.href),
    plainText(token.tokens, drawing),
    title,
    drawing.context,
    drawing.inLink === true,
  );
};

const checkbox = (checked: boolean, { strings }: MarkdownContext): TemplateResult =>
  html`<input type="checkbox" disabled .checked=${checked} aria-label=${checked ? strings.taskDone : strings.taskOpen} /> `;

/** The text of tokens without their form: names for images, and what a link claims to be. */
const plainText = (tokens: Token[], drawing: Drawing, depth = 0): string =>
  drawing
    .inline(tokens)
    .map((token) => {
      const inside = childrenOf(token);
      if (inside && depth < maximumNesting) return plainText(inside, drawing, depth + 1);
      return token.type === 'br' ? ' ' : String((token as Tokens.Generic)['text'] ?? token.raw);
    })
    .join('');
