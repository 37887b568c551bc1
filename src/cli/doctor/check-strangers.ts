import { type Asking, siteOf, tokenIn, tokenRequest, visit } from './asking.js';
import type { Visit } from './visitor.js';

/** A page that is nobody's: the name is reserved and has no address (RFC 2606). */
const foreignOrigin = 'https://foreign.example';

/** Asks what a browser asks before it sends JSON to another origin (Fetch standard, "CORS-preflight fetch"). */
export const checkPreflight = async (asking: Asking): Promise<boolean> => {
  const { url, origin, report, withCookies } = asking;
  if (url.origin === origin) return true;
  const answer = await visit(asking, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });
  if (!answer) return false;
  const header = (name: string): string => answer.headers.get(`access-control-allow-${name}`)?.toLowerCase() ?? '';
  const allowed = header('origin') === origin || (header('origin') === '*' && !withCookies);
  const names = new Set(header('headers').split(/\s*,\s*/));
  const takesJson = names.has('content-type') || (names.has('*') && !withCookies);
  const takesCookies = !withCookies || header('credentials') === 'true';
  if (answer.status >= 200 && answer.status < 300 && allowed && takesJson && takesCookies) return true;
  report.fault(
    'endpoint',
    `Browsers do not let a page of ${origin} ask ${url.origin} for a token (preflight: ${answer.status}).`,
    `Set allowedOrigins: ['${origin}'] and cors: true in createTokenEndpoint, or serve the endpoint from ${origin}.`,
  );
  return false;
};

interface Forgery {
  readonly what: string;
  readonly request: Visit;
  readonly remedy: string;
}

const forgeries = (origin: string, site: string): Forgery[] => [
  {
    what: 'a page of another site',
    request: tokenRequest(foreignOrigin, 'cross-site'),
    remedy: 'Compare Origin and Sec-Fetch-Site with your own pages before anything else.',
  },
  {
    what: 'a page without an origin (null), such as a sandboxed frame',
    request: tokenRequest('null', 'cross-site'),
    remedy: 'Refuse the origin null: it is nobody.',
  },
  {
    what: 'a plain form (text/plain)',
    request: tokenRequest(origin, site, 'text/plain'),
    remedy: 'Refuse everything but application/json: forms cannot send it.',
  },
];

/** Asks as others would: each of them must leave without a token. */
export const checkForgeries = async (asking: Asking): Promise<void> => {
  let refused = 0;
  const all = forgeries(asking.origin, siteOf(asking));
  for (const { what, request, remedy } of all) {
    const answer = await asking.visitor.visit(asking.url, request).catch(() => undefined);
    if (answer && tokenIn(answer) !== undefined)
      asking.report.fault('endpoint', `The endpoint gives a token to ${what}.`, remedy);
    else refused += 1;
  }
  if (refused === all.length)
    asking.report.ok('endpoint', 'It refuses other sites, pages without an origin, and forms.');
};
