import { codeBlock as drawCode, renderMarkdown } from '../markdown/index.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, readText } from './read.js';

/** A text with form. */
export const markdown: BlockRenderer = (block, context) => {
  const text = readText(contentOf(block), 'content', 'markdown', 'text', 'body', 'value');
  return frame(block, text && renderMarkdown(text, context.markdown));
};

/** Code with its language and, in place of a title, where it belongs. */
export const codeBlock: BlockRenderer = (block, context) => {
  const content = contentOf(block);
  const code = readText(content, 'code', 'content', 'source', 'text', 'value') ?? '';
  const title = block.title ?? readText(content, 'filename', 'fileName', 'path');
  return frame(
    { description: block.description },
    drawCode(code, readText(content, 'language', 'lang'), context.markdown, title),
  );
};

/** A kind nobody knows: its words as text, and a sentence of ours where it has none. */
export const unknown: BlockRenderer = (block, { strings }) =>
  frame(block.title || block.description ? block : { description: strings.unknownBlock });
