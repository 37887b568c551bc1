import { type TemplateResult, css, html, nothing } from 'lit';
import { link, readLink } from '../markdown/index.js';
import { goBack } from './citations.js';
import type { BlockContext, BlockRenderer } from './context.js';
import { frame, idOf } from './frame.js';
import { type Source, readSources } from './source.js';

/** What an answer rests on: numbered links, each with where it leads. Nothing is fetched for them. */
export const sourceList: BlockRenderer = (block, context) =>
  frame(
    { ...block, title: block.title ?? context.strings.sources },
    html`<ol class="list sources" aria-labelledby=${idOf(block)} .sources=${block}>${readSources(block).map((source) => entry(source, context))}</ol>`,
    idOf(block),
  );

const entry = ({ number, address, label, snippet }: Source, { markdown, strings }: BlockContext): TemplateResult => {
  const host = readLink(address, markdown.allowedLinkHosts)?.host;
  return html`<li value=${number} tabindex="-1">${link(address, label, label, markdown)}${
    host && !label.includes(host) ? html` <bdi class="muted small">${host}</bdi>` : nothing
  } <button type="button" class="back small" hidden @click=${goBack}>${strings.backToText}</button>${
    snippet ? html`<p class="muted small" dir="auto">${snippet}</p>` : nothing
  }</li>`;
};

export const sourceListStyles = css`
  .sources {
    display: grid;
    gap: 6px;
    padding-inline-start: 2em;
    list-style: decimal;
  }
  .sources li {
    padding-inline: 4px;
    border-radius: 4px;
  }
  .sources li::marker {
    color: var(--zaby-text-muted);
    font-variant-numeric: tabular-nums;
  }
  .sources li:focus {
    background: color-mix(in oklab, var(--zaby-accent-text) 10%, transparent);
  }
  .back {
    min-block-size: 24px;
    padding-inline: 4px;
    color: var(--zaby-accent-text);
    font-weight: 550;
  }
`;
