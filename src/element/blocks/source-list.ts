import { type TemplateResult, css, html, nothing } from 'lit';
import { link, readLink } from '../markdown/index.js';
import type { BlockContext, BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, isFields, readList, readText, show } from './read.js';

/** What an answer rests on: numbered links, each with where it leads. Nothing is fetched for them. */
export const sourceList: BlockRenderer = (block, context) => {
  const sources = readList(contentOf(block), 'sources', 'items', 'links', 'citations', 'results');
  return frame(
    { ...block, title: block.title ?? context.strings.sources },
    sources.length > 0
      ? html`<ol class="sources" dir="auto">${sources.map((source) => entry(source, context))}</ol>`
      : nothing,
  );
};

const entry = (source: unknown, { markdown }: BlockContext): TemplateResult => {
  const fields = isFields(source) ? source : { url: show(source) };
  const address = readText(fields, 'url', 'href', 'link', 'uri') ?? '';
  const label = readText(fields, 'title', 'name', 'label') ?? address;
  const snippet = readText(fields, 'snippet', 'description', 'excerpt', 'text');
  const host = readLink(address, markdown.allowedLinkHosts)?.host;
  return html`<li><span class="source">${link(address, label, label, markdown)}${
    host && !label.includes(host) ? html` <bdi class="source-host">${host}</bdi>` : nothing
  }</span>${snippet ? html`<span class="source-snippet">${snippet}</span>` : nothing}</li>`;
};

export const sourceListStyles = css`
  .sources {
    margin-block: 0;
    padding-inline-start: 1.6em;
    list-style: decimal;
  }
  .sources li + li {
    margin-block-start: 6px;
  }
  .sources li::marker {
    color: var(--zaby-text-muted);
    font-variant-numeric: tabular-nums;
  }
  .source-host,
  .source-snippet {
    color: var(--zaby-text-muted);
    font-size: 0.8667em;
  }
  .source-snippet {
    display: block;
    unicode-bidi: plaintext;
  }
`;
