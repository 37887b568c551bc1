import { TokenEndpointError } from './errors.js';

/** Which pages may ask. */
export interface SiteRules {
  /** Without it, the origin that the request came to. */
  readonly allowedOrigins: ReadonlySet<string> | undefined;
  /** Pages of the allowed origins may stand on other sites. */
  readonly cors: boolean;
}

/**
 * Refuses what a page of this site would not send: another site, a form.
 *
 * Three independent defences against cross-site requests, for each has browsers that lack it: `Sec-Fetch-Site` (Fetch
 * Metadata), the `Origin` header (RFC 6454), and a content type that no HTML form can send. A request with neither header
 * comes from no browser, so there is no session of a visitor it could abuse: `identify` decides about programs, as about
 * everyone.
 */
export const guardRequest = (request: Request, rules: SiteRules): void => {
  guardSite(request, rules);
  if (!isJson(request.headers.get('content-type'))) {
    throw new TokenEndpointError('unsupported-media-type', 'A token is asked for with content-type: application/json');
  }
};

export const guardSite = ({ headers, url }: Request, { allowedOrigins, cors }: SiteRules): void => {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const listed = origin !== null && allowedOrigins?.has(origin) === true;
  const siteAllowed = site === null || site === 'same-origin' || (listed && (site === 'same-site' || cors));
  const originAllowed = origin === null || (allowedOrigins ? listed : isOwnOrigin(origin, url, headers.get('host')));
  if (siteAllowed && originAllowed) return;
  throw new TokenEndpointError(
    'forbidden-origin',
    `A page of another origin asked for a token (origin: ${shown(origin)}, sec-fetch-site: ${shown(site)}). ` +
      'If it is a page of yours, or a proxy changes the Host header, name its origin in allowedOrigins; ' +
      'if it stands on another origin than this endpoint, set cors as well',
  );
};

/**
 * Behind a proxy that ends TLS the request arrives as `http`, so only the host is compared there; `https` is held to `https`.
 *
 * The host of the address or the `Host` header, for some frameworks have only one of them right: Next.js puts the name it listens
 * on into the address, SvelteKit the site's own. A page can choose neither for the site it sends a request to.
 */
const isOwnOrigin = (origin: string, url: string, hostHeader: string | null): boolean => {
  // Nearly always, and without reading the address.
  if (hostHeader && origin === `https://${hostHeader}`) return true;
  const { host, protocol } = new URL(url);
  return [host, hostHeader].some(
    (own) => Boolean(own) && (origin === `https://${own}` || (protocol === 'http:' && origin === `http://${own}`)),
  );
};

const isJson = (contentType: string | null): boolean =>
  contentType === 'application/json' || contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';

/** Strangers choose these headers, and the message goes to a log. */
const shown = (header: string | null): string => (header === null ? 'none' : JSON.stringify(header.slice(0, 200)));
