import { type TemplateResult, css, html, nothing } from 'lit';
import type { MarkdownContext } from './context.js';
import { link, readLink } from './links.js';

/**
 * Draws an image where its address begins with an allowed prefix, else a link that says where it comes from.
 *
 * Fetching an image tells its host whatever the address carries, so nothing is fetched that the page has not allowed, not even from
 * the page's own host.
 */
export const image = (
  address: string,
  alt: string,
  title: string | undefined,
  context: MarkdownContext,
  inLink: boolean,
): TemplateResult => {
  const target = readLink(address);
  if (target && isAllowed(target.url, context.allowedImages)) {
    return html`<img src=${target.url} alt=${alt} title=${title ?? nothing} loading="lazy" decoding="async" referrerpolicy="no-referrer" />`;
  }
  const label = context.strings.imageFrom(target?.host ?? '', alt);
  return inLink || !target ? html`<span class="no-link">${label}</span>` : link(address, label, label, context);
};

/** Compared as parsed, so that `https://cdn.example` never admits `https://cdn.example.evil`. */
const isAllowed = (url: string, prefixes: readonly string[] = []): boolean =>
  prefixes.some(
    (prefix) => /^https?:\/\/[^/]/i.test(prefix) && URL.canParse(prefix) && url.startsWith(new URL(prefix).href),
  );

export const imageStyles = css`
  .markdown img {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    border-radius: var(--zaby-radius);
  }
`;
