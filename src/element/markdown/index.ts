import { type TemplateResult, html, noChange } from 'lit';
import { type ElementPart, Directive, directive } from 'lit/directive.js';
import type { MarkdownContext } from './context.js';
import { createBlocksView } from './draw-blocks.js';
import { createBlockReader } from './read-blocks.js';
import { type Show, inStrides } from './strides.js';

export { codeBlock } from './code-block.js';
export { copyButton } from './copy-button.js';
export type { MarkdownContext, MarkdownStrings } from './context.js';
export { directionOf } from './direction.js';
export type { FenceRenderer } from './finish-code.js';
export { link, readLink, type LinkTarget } from './links.js';
export { markdownStyles } from './styles.js';
export { tableBox } from './table.js';

/** All that finished blocks depend on besides their text. */
const settingsOf = (context: MarkdownContext): unknown[] => {
  const { strings, allowedLinkHosts, allowedImages, headingLevel, onLinkClick, cite, renderers, announce } = context;
  return [strings, allowedLinkHosts, allowedImages, headingLevel, onLinkClick, cite, renderers, announce];
};

/** Shows one text as it grows. */
const createText = (element: Element, context: MarkdownContext): Show => {
  const { root, links, read } = createBlockReader(context.headingLevel ?? 3);
  const late = new Map<string, Set<() => void>>();
  element.replaceChildren();
  const show = createBlocksView(element, { context, links, late });
  return (text, streaming) => {
    const known = links.size;
    read(text, streaming);
    if (links.size > known) {
      for (const [label, redraws] of late) {
        if (!links.has(label)) continue;
        late.delete(label);
        for (const redraw of redraws) redraw();
      }
    }
    show(root.children);
  };
};

/**
 * Draws into an element whatever a text adds to the one before.
 *
 * Not by templates: one for each word in bold costs several times the element itself, and this only ever adds to the end. The
 * elements are as fixed as those of a template, and text becomes text nodes.
 */
class Growing extends Directive {
  #settings: unknown[] = [];
  #text = '';
  #streaming = false;
  #show: Show | undefined;

  // Called by `update` alone.
  render(_text: string, _context: MarkdownContext): void {}

  override update({ element }: ElementPart, [text, context]: [string, MarkdownContext]): unknown {
    const settings = settingsOf(context);
    const { streaming = false } = context;
    const isSame = settings.every((setting, index) => setting === this.#settings[index]);
    if (isSame && text === this.#text && streaming === this.#streaming) return noChange;
    // What is finished does not grow, and needs no reader any more.
    if (!isSame || !this.#streaming || !text.startsWith(this.#text)) this.#show = undefined;
    if (!this.#show) {
      const draw = createText(element, context);
      const show: Show = context.paced ? inStrides(draw, () => show !== this.#show) : draw;
      this.#show = show;
    }
    if (!this.#show(text, streaming) && !streaming) this.#show = undefined;
    this.#settings = settings;
    this.#text = text;
    this.#streaming = streaming;
    return noChange;
  }
}

const growing = directive(Growing);

/**
 * Draws CommonMark and GFM that nobody vouches for.
 *
 * Text becomes text nodes and fixed elements; HTML in it is shown as it was written. While text is added behind it, a finished block
 * is not read or drawn again and keeps its elements, selection and scroll position, unless a link that it names is defined or the
 * context changes.
 */
export const renderMarkdown = (text: string, context: MarkdownContext): TemplateResult =>
  html`<div class="markdown" part="markdown" ${growing(text, context)}></div>`;
