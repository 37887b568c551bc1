import { type TemplateResult, css, html, nothing } from 'lit';
import type { UiBlock } from '../../core/index.js';

let blocks = 0;

/** Ids for what belongs to a block are ours: an agent's words never become names of anything in the document. */
const ids = new WeakMap<UiBlock, string>();

export const idOf = (block: UiBlock): string => {
  const id = ids.get(block) ?? `zaby-block-${++blocks}`;
  ids.set(block, id);
  return id;
};

/** The title and description of a block above what it shows. Both are the agent's words, as text. `id`: what the title names something by. */
export const frame = (
  { title, description }: { readonly [Key in 'title' | 'description']?: UiBlock[Key] | undefined },
  content: unknown = nothing,
  id?: string,
): TemplateResult =>
  html`${title ? html`<p class="block-title" id=${id ?? nothing} dir="auto">${title}</p>` : nothing}${
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
