import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Connection } from './connection.js';
import { ApiError } from './errors.js';
import { isObject, type JsonObject } from './json.js';
import type { TokenRecord } from './store.js';

/** What travels with a request through the routes. */
export interface RouteEnv {
  Bindings: { connection: Connection };
  Variables: { token: TokenRecord; tenantId: string };
}

export type RouteContext = Context<RouteEnv>;

/** Bytes. A question may have files in it. */
const BODY_LIMIT = 10 * 2 ** 20;

const refuseLarge = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => {
    throw new ApiError(413, 'PAYLOAD_TOO_LARGE', `A body has ${BODY_LIMIT} bytes at most.`);
  },
});

/**
 * Refuses a body that is too large, told or not.
 *
 * Not on DELETE: what Hono makes anew of a request without a body is none for Node.
 */
export const limitBody: MiddlewareHandler<RouteEnv> = (context, next) =>
  ['POST', 'PATCH'].includes(context.req.method) ? refuseLarge(context, next) : next();

/** The JSON object in a request; an empty one where nothing came. */
export const readBody = async (context: RouteContext): Promise<JsonObject> => {
  const raw = await context.req.text();
  if (raw.trim() === '') return {};
  try {
    const value = JSON.parse(raw) as unknown;
    if (isObject(value)) return value;
  } catch {
    // Falls through to the refusal below.
  }
  throw new ApiError(400, 'BAD_REQUEST', 'The body is not a JSON object.');
};

/** The bearer token of a request. */
export const readBearer = (context: RouteContext): string | undefined =>
  context.req.header('authorization')?.match(/^bearer\s+(\S+)$/i)?.[1];
