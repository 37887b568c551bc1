import type { MiddlewareHandler } from 'hono';
import { ApiError } from '../errors.js';
import type { RouteEnv } from '../routes.js';

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // Firefox asks for the icon of a page under its policy.
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const refuse = (message: string): ApiError => new ApiError(403, 'CONSOLE_CLOSED', message);

/**
 * Lets only the console's own page in, on the machine of the emulator.
 *
 * Any page may send requests to localhost: what comes from another site is refused, even to read. So is a name that is
 * not this machine's, by which a page elsewhere could make itself the console's own origin (DNS rebinding).
 */
export const guard = (): MiddlewareHandler<RouteEnv> => async (context, next) => {
  const host = context.req.header('host') ?? new URL(context.req.url).host;
  if (!context.env.connection.isLocal || !loopback.test(host))
    throw refuse('The console opens on localhost only, on the machine of the emulator.');
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site') ?? 'none';
  const isPage = context.req.method === 'GET' && context.req.header('sec-fetch-dest') === 'document';
  if (origin !== undefined && !isOwn(origin, host)) throw refuse('The console is for its own page only.');
  if (site !== 'same-origin' && site !== 'none' && !isPage) throw refuse('The console is for its own page only.');
  await next();
  // The calls for tests are open to every page; these are not.
  context.header('access-control-allow-origin', undefined);
  context.header('content-security-policy', policy);
  context.header('cross-origin-resource-policy', 'same-origin');
  context.header('x-content-type-options', 'nosniff');
  context.header('referrer-policy', 'no-referrer');
  context.header('cache-control', 'no-store');
};

const isOwn = (origin: string, host: string): boolean => URL.canParse(origin) && new URL(origin).host === host;
