/** PROTOCOL.md §1. */
export const productionOrigin = 'https://genapi.zaby.io';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Checks that an address is a bare origin that an API key may be sent to: `https`, or `http` on this very machine.
 *
 * Everything else is refused rather than trimmed (a path, a query, a user name), since it is there by mistake or by malice.
 * Trailing slashes are the one exception, as everywhere on the platform.
 */
export const parseApiOrigin = (address: string): string => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const bare = url && /^\/*$/.test(url.pathname) && !/[?#@\\\s\p{Cc}]/u.test(address);
  const secure = url && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)));
  if (bare && secure) return url.origin;
  throw new TypeError(
    'apiOrigin must be an https origin without path, such as https://genapi.zaby.io; http is for localhost only',
  );
};
