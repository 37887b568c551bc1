import { answerJson } from './answers.js';
import { BodyTooSlow, join, readInTime } from './body.js';
import type { TokenErrorCode } from './errors.js';

/**
 * What the adapter needs of a Node request: `http`, `http2`, Express, Connect, Vite and Koa's `context.req` all have it.
 *
 * Structural, so that this entry imports nothing of Node and still type-checks on the edge.
 */
export interface NodeRequest extends AsyncIterable<unknown> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express and Connect: the path before a mount point was cut off. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** `encrypted` on a TLS socket. */
  readonly socket?: object | null | undefined;
  /** Set where a body parser ran before; the stream is empty then. */
  readonly body?: unknown;
}

/** What the adapter needs of a Node response. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  end(body?: Uint8Array): unknown;
}

/** Fastify's request: Node's is in it, and what its parsers read is beside that. */
export interface WrappedRequest {
  readonly raw: NodeRequest;
  readonly body?: unknown;
}

/** What the adapter needs of Fastify's reply. Its hooks run, and headers that plugins set stay. */
export interface WrappedReply {
  code(status: number): unknown;
  header(name: string, value: string | string[]): unknown;
  send(body?: Uint8Array): unknown;
}

export interface NodeHandlerOptions {
  /** Bytes of a request's body that are read at most; more is answered with 413. Default 65,536. */
  bodyLimit?: number | undefined;
}

/**
 * Turns a web-standard handler into one for Node's `http` and everything built on it: a listener of `createServer`, middleware
 * of Express, Connect and Vite, a handler of Fastify. A body parser may have run before. The handler gets the framework's own
 * request beside the standard one: what middleware put on it, such as a session, is there.
 *
 * With Koa, set `context.respond = false` and pass `context.req` and `context.res`; where a body parser ran,
 * `Object.assign(context.req, { body: context.request.body })`. The returned promise never rejects.
 *
 * @example
 * createServer(toNodeHandler(handler)).listen(3000);
 * express.all('/api/zaby-token', toNodeHandler(handler));
 * fastify.all('/api/zaby-token', toNodeHandler(handler));
 */
export const toNodeHandler = <Incoming extends NodeRequest | WrappedRequest>(
  handler: (request: Request, context: Incoming) => Promise<Response>,
  { bodyLimit = 65_536 }: NodeHandlerOptions = {},
): ((request: Incoming, response: NodeResponse | WrappedReply) => Promise<void>) => {
  return async (incoming, outgoing) => {
    try {
      const response = await answer(handler, incoming, bodyLimit);
      await (isReply(outgoing) ? reply(outgoing, response) : write(outgoing, response));
    } catch {
      // A handler of ours answers its own errors; what is left is a broken one, or a connection that is gone.
      fail(outgoing);
    }
  };
};

/** Express' response has a `send` too, and is Node's own all the same. */
const isReply = (outgoing: NodeResponse | WrappedReply): outgoing is WrappedReply => !('setHeader' in outgoing);

const fail = (outgoing: NodeResponse | WrappedReply): void => {
  if (isReply(outgoing)) {
    outgoing.code(500);
    outgoing.send();
  } else {
    outgoing.statusCode = 500;
    outgoing.end();
  }
};

const answer = async <Incoming extends NodeRequest | WrappedRequest>(
  handler: (request: Request, context: Incoming) => Promise<Response>,
  incoming: Incoming,
  bodyLimit: number,
): Promise<Response> => {
  const nodeRequest: NodeRequest = 'raw' in incoming ? incoming.raw : incoming;
  const url = urlOf(nodeRequest);
  if (!url) return refuse(400, 'invalid-request');
  const method = nodeRequest.method ?? 'GET';
  // A `Request` of the Fetch standard has none of these.
  if (/^(?:CONNECT|TRACE|TRACK)$/i.test(method)) return refuse(405, 'method-not-allowed');
  const headers = headersOf(nodeRequest);
  if (method === 'GET' || method === 'HEAD') return handler(new Request(url, { method, headers }), incoming);
  const body = await readInTime(bodyOf(nodeRequest, incoming.body, bodyLimit)).catch((thrown: unknown) => {
    if (thrown instanceof BodyTooSlow) return thrown;
    throw thrown;
  });
  if (body instanceof BodyTooSlow) return refuse(408, 'body-too-slow', { connection: 'close' });
  if (!body) return refuse(413, 'body-too-large', { connection: 'close' });
  return handler(new Request(url, { method, headers, body }), incoming);
};

/** As the token endpoint would: a client knows an answer by its code, whoever gave it. */
const refuse = (status: number, code: TokenErrorCode, headers?: Readonly<Record<string, string>>): Response =>
  answerJson(status, { code }, headers);

/** The address as the client wrote it. Only the path is taken from the request line: `//other.example` must not name a host. */
const urlOf = ({ headers, url = '/', originalUrl = url, socket }: NodeRequest): string | undefined => {
  const host = headers['host'] ?? headers[':authority'];
  if (typeof host !== 'string' || !/^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host)) return undefined;
  const protocol = socket && 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
  const address = `${protocol}://${host}${originalUrl.startsWith('/') ? originalUrl : '/'}`;
  return URL.canParse(address) ? address : undefined;
};

const headersOf = ({ headers }: NodeRequest): Headers => {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(':')) continue; // http2 names pseudo headers with a colon
    for (const one of typeof value === 'string' ? [value] : value) result.append(name, one);
  }
  return result;
};

const bodyOf = async (
  nodeRequest: NodeRequest,
  body: unknown,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  if (body === undefined || body === null) return readStream(nodeRequest, limit);
  const bytes = bytesOf(typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body);
  return bytes.byteLength > limit ? undefined : bytes;
};

const readStream = async (nodeRequest: NodeRequest, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  if (Number(nodeRequest.headers['content-length']) > limit) return undefined;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  // By hand, since leaving a `for await` early destroys the socket, and with it the answer.
  const iterator = nodeRequest[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await iterator.next();
    if (done) break;
    const chunk = bytesOf(value);
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return join(chunks, size);
};

const bytesOf = (chunk: unknown): Uint8Array<ArrayBuffer> =>
  chunk instanceof Uint8Array ? new Uint8Array(chunk) : new TextEncoder().encode(String(chunk));

const write = async (nodeResponse: NodeResponse, response: Response): Promise<void> => {
  const body = new Uint8Array(await response.arrayBuffer());
  nodeResponse.statusCode = response.status;
  for (const [name, value] of headersIn(response)) nodeResponse.setHeader(name, value);
  nodeResponse.end(body);
};

const reply = async (outgoing: WrappedReply, response: Response): Promise<void> => {
  const body = new Uint8Array(await response.arrayBuffer());
  outgoing.code(response.status);
  for (const [name, value] of headersIn(response)) outgoing.header(name, value);
  outgoing.send(body.byteLength > 0 ? body : undefined);
};

const headersIn = ({ headers }: Response): [string, string | string[]][] => {
  const cookies = headers.getSetCookie();
  return [
    ...[...headers].filter(([name]) => name !== 'set-cookie'),
    ...(cookies.length > 0 ? ([['set-cookie', cookies]] as [string, string[]][]) : []),
  ];
};
