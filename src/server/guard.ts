import { TokenEndpointError } from './errors.js';

/**
 * Refuses what a page of this site would not send: another method, another site, a form, a large body.
 *
 * Three independent defences against cross-site requests, for each has browsers that lack it: `Sec-Fetch-Site` (Fetch
 * Metadata), the `Origin` header (RFC 6454), and a content type that no HTML form can send. A request with neither header
 * comes from no browser, so there is no session of a visitor it could abuse: programs may call the endpoint.
 */
export const guardRequest = (request: Request, allowedOrigins: ReadonlySet<string> | undefined): void => {
  if (request.method !== 'POST') {
    throw new TokenEndpointError('method-not-allowed', `A token is asked for by POST, not ${request.method}`);
  }
  guardSite(request, allowedOrigins);
  if (!isJson(request.headers.get('content-type'))) {
    throw new TokenEndpointError('unsupported-media-type', 'A token is asked for with content-type: application/json');
  }
};

const guardSite = ({ headers, url }: Request, allowedOrigins: ReadonlySet<string> | undefined): void => {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const listed = origin !== null && allowedOrigins?.has(origin) === true;
  const siteAllowed = site === null || site === 'same-origin' || (site === 'same-site' && listed);
  const originAllowed = origin === null || (allowedOrigins ? listed : isOwnOrigin(origin, new URL(url)));
  if (siteAllowed && originAllowed) return;
  throw new TokenEndpointError(
    'forbidden-origin',
    `A page of another origin asked for a token (origin: ${origin ?? 'none'}, sec-fetch-site: ${site ?? 'none'}). ` +
      'If it is a page of yours, or a proxy changes the Host header, name its origin in allowedOrigins',
  );
};

/** Behind a proxy that ends TLS the request arrives as `http`, so only the host is compared there; `https` is held to `https`. */
const isOwnOrigin = (origin: string, own: URL): boolean =>
  origin === `https://${own.host}` || (own.protocol === 'http:' && origin === `http://${own.host}`);

const isJson = (contentType: string | null): boolean =>
  contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
