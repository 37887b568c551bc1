import { type TemplateResult, css, html } from 'lit';

/**
 * The agent's Markdown as it was written, in the box and the paragraphs that it will have: what there is to read until the files
 * that draw it are here.
 */
export const unformatted = (text: string): TemplateResult =>
  html`<div class="markdown" part="markdown">${text.split(/\n\s*\n/).map((paragraph) => html`<p class="literal" dir="auto">${paragraph}</p>`)}</div>`;

/** The box of Markdown, drawn or not. */
export const unformattedStyles = css`
  .markdown {
    line-height: 1.55;
    overflow-wrap: break-word;
    contain: content;
    overflow: clip;
    overflow-clip-margin: 4px;
  }
  :is(.markdown, .part) > * + * {
    margin-block-start: 12px;
  }
  .literal {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
