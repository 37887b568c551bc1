import { type TemplateResult, html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { block } from './block.js';
import type { MarkdownContext } from './context.js';
import { lex } from './lex.js';
import { outline } from './outline.js';

export { codeBlock } from './code-block.js';
export type { MarkdownContext, MarkdownStrings } from './context.js';
export { directionOf } from './direction.js';
export { link, readLink, type LinkTarget } from './links.js';
export { markdownStyles } from './styles.js';
export { table, type Cell } from './table.js';

/**
 * Draws CommonMark and GFM that nobody vouches for.
 *
 * Text becomes text nodes and fixed elements; HTML in it is shown as it was written. A block is drawn again only when its own source,
 * the link definitions or the context change, so what is finished keeps its elements, selection and scroll position while text is
 * added behind it.
 */
export const renderMarkdown = (text: string, context: MarkdownContext): TemplateResult => {
  const { strings, allowedLinkHosts, allowedImages, headingLevel, onLinkClick, announce, streaming } = context;
  const lexed = lex(text, streaming);
  const levels = outline(lexed.blocks, headingLevel ?? 3);
  const last = lexed.blocks.length - 1;
  return html`<div class="markdown" part="markdown">${lexed.blocks.map((token, index) =>
    guard(
      [
        token.raw,
        token.type,
        streaming && index === last,
        lexed.definitions,
        strings,
        allowedLinkHosts,
        allowedImages,
        levels.get(token),
        onLinkClick,
        announce,
      ],
      () => block(token, { context, lexed, levels, depth: 0 }),
    ),
  )}</div>`;
};
