import { type TemplateResult, html, noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import { block } from './block.js';
import type { MarkdownContext } from './context.js';
import { type Block, createDocument, forget } from './document.js';

export { codeBlock } from './code-block.js';
export { copyButton } from './copy-button.js';
export type { MarkdownContext, MarkdownStrings } from './context.js';
export { directionOf } from './direction.js';
export { link, readLink, type LinkTarget } from './links.js';
export { markdownStyles } from './styles.js';
export { table, tableRow, type Cell } from './table.js';

/** All that finished blocks depend on besides their text. */
const settingsOf = (context: MarkdownContext): unknown[] => {
  const { strings, allowedLinkHosts, allowedImages, headingLevel, onLinkClick, cite, announce } = context;
  return [strings, allowedLinkHosts, allowedImages, headingLevel, onLinkClick, cite, announce];
};

class Blocks extends Directive {
  #settings: unknown[] = [];
  #read = createDocument(0);
  #drawn: readonly Block[] = [];

  render(text: string, context: MarkdownContext): unknown[] {
    const settings = settingsOf(context);
    if (settings.some((setting, index) => setting !== this.#settings[index])) {
      this.#settings = settings;
      this.#read = createDocument(context.headingLevel ?? 3);
      this.#drawn = [];
    }
    const before = this.#drawn;
    this.#drawn = this.#read(text, context.streaming ?? false);
    return this.#drawn.map((each, index) => {
      if (each === before[index]) return noChange;
      const drawn = block(each.token, { ...each, context, depth: 0 });
      forget(each);
      return drawn;
    });
  }
}

const blocks = directive(Blocks);

/**
 * Draws CommonMark and GFM that nobody vouches for.
 *
 * Text becomes text nodes and fixed elements; HTML in it is shown as it was written. While text is added behind it, a finished block
 * is not read or drawn again and keeps its elements, selection and scroll position, unless a link that it names is defined or the
 * context changes.
 */
export const renderMarkdown = (text: string, context: MarkdownContext): TemplateResult =>
  html`<div class="markdown" part="markdown">${blocks(text, context)}</div>`;
