import type { SiteRules } from './guard.js';

/**
 * The headers that let a page of another, listed origin read an answer (Fetch standard, CORS protocol): the origin itself, never
 * `*`, with cookies. None where `cors` is off.
 */
export const corsHeaders = (
  { headers }: Request,
  { allowedOrigins, cors }: SiteRules,
): Record<string, string> | undefined => {
  if (!cors) return undefined;
  const origin = headers.get('origin');
  // Also where it is refused: a cache must not give one origin's answer to another.
  if (origin === null || !allowedOrigins?.has(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    // What the widget reads of an answer, beside its body.
    'access-control-expose-headers': 'Date, Retry-After',
  };
};

/** What a browser asks before it sends JSON to another origin. */
export const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'POST, DELETE',
  'access-control-allow-headers': 'content-type, authorization',
  'access-control-max-age': '600',
};
