import type { ErrorCode, ZabyError } from '../../core/index.js';

/** What only the page's developer can mend, and should find on the console without listening for anything. */
const mistakes: ReadonlySet<ErrorCode> = new Set([
  'token-unavailable',
  'invalid-argument',
  'forbidden',
  'protocol',
  'blocked-by-csp',
]);

/** The attribute that an address of a question was made of (PROTOCOL.md §2). */
const attributeOf = (url: string): string =>
  url.includes('/agent-runtime/runs') ? 'api-origin' : url.endsWith('/run/aiui') ? 'runtime-url' : 'agent-url';

/**
 * A word to the page's developer, with the remedy; `undefined` where there is nothing to mend.
 *
 * A browser tells no page why nothing answered, so what is asked then are all causes but the visitor's own line.
 */
export const developerHint = (
  { code, message, url = '', status }: ZabyError,
  origin: string,
  isOnline: boolean,
): string | undefined => {
  if (mistakes.has(code)) return message;
  const attribute = attributeOf(url);
  if (code === 'network' && isOnline)
    return `Nothing answered at ${url}. If the network is up: is ${attribute} right, does its CORS allow ${origin} with the headers authorization, content-type and last-event-id, is it blocked by an extension?`;
  if (code === 'sign-in-required' && status === 200)
    return `token-url answered with a page instead of JSON: ${url}. Unless that page is your sign-in, the address is wrong.`;
  if (code === 'not-found' && !/\/runs\/./.test(url))
    return `${url} answered ${status}: nothing is there to be asked. Is ${attribute} right?`;
  return undefined;
};
