import { css, html, nothing } from 'lit';
import { renderMarkdown } from '../markdown/index.js';
import { icons } from '../views/icons.js';
import type { BlockRenderer } from './context.js';
import { contentOf, readText } from './read.js';

const severities = {
  info: { word: 'alertInfo', icon: icons.alert },
  success: { word: 'alertSuccess', icon: icons.check },
  warning: { word: 'alertWarning', icon: icons.alert },
  error: { word: 'alertError', icon: icons.alert },
} as const;

type Severity = keyof typeof severities;

const severityOf = (word: string): Severity => {
  if (/^(?:success|ok)/i.test(word)) return 'success';
  if (/^(?:warn|caution)/i.test(word)) return 'warning';
  return /^(?:err|danger|crit)/i.test(word) ? 'error' : 'info';
};

/** Something the agent wants to stand out. It interrupts nobody: what is urgent is for the platform to say, not for a text. */
export const alert: BlockRenderer = (block, { strings, markdown }) => {
  const content = contentOf(block);
  const severity = severityOf(readText(content, 'severity', 'level', 'variant', 'status') ?? '');
  const { word, icon } = severities[severity];
  const text = readText(content, 'message', 'description', 'text', 'content', 'body');
  return html`<div class="block alert is-${severity}" part="block" role="note">${icon}<div
    ><p class="block-title" dir="auto">${block.title ? `${strings[word]}: ${block.title}` : strings[word]}</p
    >${text && text !== block.title ? renderMarkdown(text, markdown) : nothing}</div></div>`;
};

export const alertStyles = css`
  .alert {
    grid-template-columns: auto minmax(0, 1fr);
    padding-block: 10px;
    padding-inline: 12px;
    border: 1px solid color-mix(in oklab, currentcolor 30%, var(--zaby-surface));
    border-radius: var(--zaby-radius);
    background: color-mix(in oklab, currentcolor 6%, var(--zaby-surface));
  }
  .alert > div {
    color: var(--zaby-text);
  }
  .alert > svg {
    margin-block-start: 1px;
  }
  .alert.is-info {
    color: var(--zaby-accent-text, var(--zaby-accent));
  }
  .alert.is-success {
    color: var(--zaby-success);
  }
  .alert.is-warning {
    color: var(--zaby-warning);
  }
  .alert.is-error {
    color: var(--zaby-danger);
  }
`;
