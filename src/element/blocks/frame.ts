import { type TemplateResult, css, html, nothing } from 'lit';
import type { UiBlock } from '../../core/index.js';

/** The title and description of a block above what it shows. Both are the agent's words, as text. */
export const frame = (
  { title, description }: { readonly [Key in 'title' | 'description']?: UiBlock[Key] | undefined },
  content: unknown = nothing,
): TemplateResult =>
  html`${title ? html`<p class="block-title" dir="auto">${title}</p>` : nothing}${
    description ? html`<p class="block-description muted small" dir="auto">${description}</p>` : nothing
  }${content}`;

export const frameStyles = css`
  .block {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    contain: content;
    overflow: clip;
    overflow-clip-margin: 4px;
  }
  .block-title {
    font-weight: 600;
  }
  .block-description {
    white-space: pre-line;
  }
`;
