import { type TemplateResult, css, html, nothing } from 'lit';
import type { MarkdownContext } from './context.js';

/** An address that may be followed. */
export interface LinkTarget {
  /** Absolute, and as the browser's own parser wrote it. */
  readonly url: string;
  /** The host, in ASCII; empty for `mailto:` and `tel:`. */
  readonly host: string;
  /** More than 200 characters of query and fragment: room to carry a conversation away. */
  readonly long: boolean;
}

/** Query and fragment longer than this are pointed out. */
const longest = 200;

/**
 * Decides about every address in what the agent says: the only place that does.
 *
 * The parsed URL counts, not its spelling: `java\tscript:` is what the browser takes it for. Web addresses (relative ones become
 * absolute), `mailto:` and `tel:` may be followed. An address with a user name in it (`https://bank.example@evil.example`) may not:
 * it is only ever written to be misread.
 */
export const readLink = (
  address: string,
  allowedHosts?: readonly string[],
  base: string = globalThis.location.href,
): LinkTarget | undefined => {
  if (address.trim() === '' || !URL.canParse(address, base)) return undefined;
  const { protocol, href, host, hostname, username, password, search, hash } = new URL(address, base);
  if (protocol === 'mailto:' || protocol === 'tel:') return { url: href, host: '', long: search.length > longest };
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '') return undefined;
  if (allowedHosts && host !== new URL(base).host && !allowedHosts.some((allowed) => isHost(hostname, host, allowed)))
    return undefined;
  return { url: href, host, long: search.length + hash.length > longest };
};

const isHost = (hostname: string, host: string, allowed: string): boolean => {
  const wanted = allowed.trim().toLowerCase();
  return wanted.startsWith('*.') ? hostname.endsWith(wanted.slice(1)) : hostname === wanted || host === wanted;
};

/**
 * Draws a link, or only its text where the address may not be followed. `label` is the text as a person reads it, `title` what the
 * agent wrote about it; the address is told beside it.
 */
export const link = (
  address: string,
  label: string,
  content: unknown,
  { strings, allowedLinkHosts, onLinkClick }: MarkdownContext,
  title?: string,
): TemplateResult => {
  const target = readLink(address, allowedLinkHosts);
  if (!target)
    return html`<span class="no-link" title=${address === label || address === '' ? nothing : address}>${content}</span>`;
  const { url, host, long } = target;
  const follow = onLinkClick && ((event: MouseEvent) => onLinkClick(event, url));
  const warning = long ? strings.longAddress(host) : disguises(label, host) ? `(${host})` : nothing;
  return html`<a
    href=${url}
    title=${title ? `${title}\n${url}` : label === url ? nothing : url}
    target="_blank"
    rel="noopener noreferrer nofollow"
    referrerpolicy="no-referrer"
    @click=${follow}
    @auxclick=${follow}
    >${content}<span class="visually-hidden"> ${strings.opensInNewTab}</span></a
  >${warning === nothing ? nothing : html` <bdi class="link-host">${warning}</bdi>`}`;
};

/** True where the text reads like the address of another host than the one it leads to. */
const disguises = (label: string, host: string): boolean => {
  const written = /^\s*(?:https?:\/\/)?([^\s/?#]+\.[^\s/?#.]{2,})(?:[/?#]\S*)?\s*$/i.exec(label)?.[1];
  if (written === undefined || host === '' || !URL.canParse(`https://${written}`)) return false;
  return withoutWww(new URL(`https://${written}`).host) !== withoutWww(host);
};

const withoutWww = (host: string): string => host.replace(/^www\./, '');

export const linkStyles = css`
  :is(.markdown, .block) a {
    color: var(--zaby-accent-text);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.16em;
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }
  :is(.markdown, .block) a:hover {
    text-decoration-thickness: 2px;
  }
  :is(.markdown, .block) a:focus-visible {
    outline: 2px solid var(--zaby-accent-text);
    outline-offset: 2px;
    border-radius: 2px;
  }
  .link-host {
    color: var(--zaby-text-muted);
    font-size: 0.9em;
  }
`;
