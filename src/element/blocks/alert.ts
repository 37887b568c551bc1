import { html, nothing } from 'lit';
import { renderMarkdown } from '../markdown/index.js';
import { icons } from '../views/icons.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, readText } from './read.js';

/**
 * Something the agent wants to stand out, with the agent's own word for how much. It interrupts nobody: what is urgent is for the
 * platform to say, not for a text.
 */
export const alert: BlockRenderer = (block, { markdown }) => {
  const content = contentOf(block);
  const title = [readText(content, 'severity', 'level', 'variant', 'status'), block.title].filter(Boolean).join(': ');
  const text = readText(content, 'message', 'description', 'text', 'content', 'body');
  return frame(
    {},
    html`<div class="notice" role="note">${icons.alert}<div class="notice-text"
      >${title ? html`<p class="block-title" dir="auto">${title}</p>` : nothing}${text ? renderMarkdown(text, markdown) : nothing}</div
    ></div>`,
  );
};
