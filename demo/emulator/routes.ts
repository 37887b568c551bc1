import type { Context, MiddlewareHandler } from 'hono';
import type { Connection } from './connection.js';
import { ApiError, badRequest } from './errors.js';
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

/** How deep a body may be nested: what is deeper could not be written out again. */
const DEPTH_LIMIT = 200;

const isDeeper = (value: unknown, limit: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (limit === 0 || Object.values(value).some((inner) => isDeeper(inner, limit - 1)));

/** The JSON object in a text; an empty one where nothing came. */
const parseObject = (raw: string): JsonObject => {
  if (raw.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    // Falls through to the refusal below.
  }
  if (!isObject(value)) throw badRequest('The body is not a JSON object.');
  if (isDeeper(value, DEPTH_LIMIT)) throw badRequest(`A body is nested ${DEPTH_LIMIT} deep at most.`);
  return value;
};

/** The JSON object in a request, whatever it says it is; so a page may send it without a preflight. */
export const readAnyBody = async (context: RouteContext): Promise<JsonObject> => parseObject(await context.req.text());

const jsonType = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** The JSON object in a request that says it is JSON; an empty one where nothing came. */
export const readBody = async (context: RouteContext): Promise<JsonObject> => {
  const raw = await context.req.text();
  if (raw !== '' && !jsonType.test(context.req.header('content-type') ?? ''))
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'A body is JSON: content-type: application/json.');
  return parseObject(raw);
};

/** The bearer token of a request. */
export const readBearer = (context: RouteContext): string | undefined =>
  context.req.header('authorization')?.match(/^bearer\s+(\S+)$/i)?.[1];
