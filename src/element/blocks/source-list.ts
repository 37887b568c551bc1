import { type TemplateResult, html, nothing } from 'lit';
import { link, readLink } from '../markdown/index.js';
import type { BlockContext, BlockRenderer } from './context.js';
import { frame } from './frame.js';
import { contentOf, isFields, readList, readText, show } from './read.js';

/** What an answer rests on: numbered links, each with where it leads. Nothing is fetched for them. */
export const sourceList: BlockRenderer = (block, context) => {
  const sources = readList(contentOf(block), 'sources', 'items', 'links', 'citations', 'results');
  return frame(
    { ...block, title: block.title ?? context.strings.sources },
    html`<ol class="list sources" dir="auto">${sources.map((source) => entry(source, context))}</ol>`,
  );
};

const entry = (source: unknown, { markdown }: BlockContext): TemplateResult => {
  const fields = isFields(source) ? source : { url: show(source) };
  const address = readText(fields, 'url', 'href', 'link', 'uri') ?? '';
  const label = readText(fields, 'title', 'name', 'label') ?? address;
  const snippet = readText(fields, 'snippet', 'description', 'excerpt', 'text');
  const host = readLink(address, markdown.allowedLinkHosts)?.host;
  return html`<li>${link(address, label, label, markdown)}${
    host && !label.includes(host) ? html` <bdi class="muted small">${host}</bdi>` : nothing
  }${snippet ? html`<p class="muted small">${snippet}</p>` : nothing}</li>`;
};
