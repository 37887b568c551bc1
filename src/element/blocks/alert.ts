import { css, html, nothing } from 'lit';
import { renderMarkdown } from '../markdown/index.js';
import { icons } from '../views/icons.js';
import type { BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, readText } from './read.js';

/** How agents say how much it matters, by the beginning of the word. */
const levels = [
  [/^(?:err|crit|fatal|fail|danger|severe)/i, 'alertError', 'failed'],
  [/^(?:warn|caution)/i, 'alertWarning', 'warning'],
  [/^(?:succ|ok|done|positive)/i, 'alertSuccess', 'success'],
  [/^(?:info|note|notice|tip|hint)/i, 'alertInfo', 'info'],
] as const;

/**
 * Something the agent wants to stand out, by a sign and a word, not by colour alone. It interrupts nobody: what is urgent is for the
 * platform to say, not for a text.
 */
export const alert: BlockRenderer = (block, { markdown, strings }) => {
  const content = contentOf(block);
  const word = readText(content, 'severity', 'level', 'variant', 'status') ?? '';
  const [, name, look] = levels.find(([pattern]) => pattern.test(word)) ?? [];
  const level = name ? strings[name] : word;
  const text = readText(content, 'message', 'description', 'text', 'content', 'body');
  const { title = level } = block;
  return frame(
    {},
    html`<div class="notice ${look ?? 'info'}" role="note">${look === 'success' ? icons.check : icons.alert}<div class="notice-text"
      >${title ? html`<p class="block-title" dir="auto">${title === level || !level ? nothing : html`<span class="visually-hidden">${level}: </span>`}${title}</p>` : nothing}${
        text ? renderMarkdown(text, markdown) : nothing
      }</div></div>`,
  );
};

export const alertStyles = css`
  .notice.warning {
    background: color-mix(in oklab, var(--zaby-warning) 9%, var(--zaby-surface));
  }
  .notice.warning > svg {
    color: var(--zaby-warning);
  }
  .notice.success {
    background: color-mix(in oklab, var(--zaby-success) 8%, var(--zaby-surface));
  }
  .notice.success > svg {
    color: var(--zaby-success);
  }
  /* The sign of an alert, upside down: an i. */
  .notice.info > svg {
    rotate: 180deg;
  }
`;
