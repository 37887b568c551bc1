import type { Context, MiddlewareHandler } from 'hono';
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

const tooLarge = (): ApiError => new ApiError(413, 'PAYLOAD_TOO_LARGE', `A body has ${BODY_LIMIT} bytes at most.`);

const readBounded = async (body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > BODY_LIMIT) throw tooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

/** Refuses a body that is too large, told or not. One that does not tell its length is read here. */
export const limitBody: MiddlewareHandler<RouteEnv> = async (context, next) => {
  const { url, method, headers, body, signal } = context.req.raw;
  const length = headers.get('content-length');
  if (Number(length) > BODY_LIMIT) throw tooLarge();
  // Not `new Request(raw)`: on Node Hono's own is none.
  if (length === null && body)
    context.req.raw = new Request(url, { method, headers, signal, body: await readBounded(body) });
  await next();
};

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
