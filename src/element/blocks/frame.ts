import { type TemplateResult, css, html, nothing } from 'lit';
import type { UiBlock } from '../../core/index.js';

/** A block with its title and description above what it shows. Both are the agent's words, as text. */
export const frame = (
  { title, description }: Pick<UiBlock, 'title' | 'description'>,
  content: unknown,
): TemplateResult =>
  html`<div class="block" part="block">${title ? html`<p class="block-title" dir="auto">${title}</p>` : nothing}${
    description ? html`<p class="block-description" dir="auto">${description}</p>` : nothing
  }${content}</div>`;

export const frameStyles = css`
  .block {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    line-height: 1.5;
    overflow-wrap: anywhere;
    contain: content;
    overflow: clip;
    overflow-clip-margin: 4px;
  }
  .block-title {
    margin-block: 0;
    font-weight: 600;
  }
  .block-description {
    margin-block: 0;
    color: var(--zaby-text-muted);
    font-size: 0.9333em;
    white-space: pre-line;
  }
`;
