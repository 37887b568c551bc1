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

export interface NodeHandlerOptions {
  /** Bytes of a request's body that are read at most; more is answered with 413. Default 65,536. */
  bodyLimit?: number | undefined;
}

/**
 * Turns a web-standard handler into one for Node's `http` and everything built on it. The handler gets the framework's own
 * request beside the standard one: what middleware put on it, such as a session, is there.
 *
 * With Koa, set `context.respond = false` and pass `context.req` and `context.res`; with Fastify, call `reply.hijack()` and
 * pass `request.raw` and `reply.raw`, in a context without a body parser. The returned promise never rejects.
 */
export const toNodeHandler = <Incoming extends NodeRequest>(
  handler: (request: Request, context: Incoming) => Promise<Response>,
  { bodyLimit = 65_536 }: NodeHandlerOptions = {},
): ((request: Incoming, response: NodeResponse) => Promise<void>) => {
  return async (nodeRequest, nodeResponse) => {
    try {
      await write(nodeResponse, await answer(handler, nodeRequest, bodyLimit));
    } catch {
      // A handler of ours answers its own errors; what is left is a broken one, or a connection that is gone.
      nodeResponse.statusCode = 500;
      nodeResponse.end();
    }
  };
};

const answer = async <Incoming extends NodeRequest>(
  handler: (request: Request, context: Incoming) => Promise<Response>,
  nodeRequest: Incoming,
  bodyLimit: number,
): Promise<Response> => {
  const url = urlOf(nodeRequest);
  if (!url) return new Response(null, { status: 400 });
  const method = nodeRequest.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD')
    return handler(new Request(url, { method, headers: headersOf(nodeRequest) }), nodeRequest);
  const body = await bodyOf(nodeRequest, bodyLimit);
  if (!body) return new Response(null, { status: 413, headers: { connection: 'close' } });
  return handler(new Request(url, { method, headers: headersOf(nodeRequest), body }), nodeRequest);
};

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

const bodyOf = async (nodeRequest: NodeRequest, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const { body } = nodeRequest;
  if (body === undefined || body === null) return readStream(nodeRequest, limit);
  const bytes = bytesOf(typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body);
  return bytes.byteLength > limit ? undefined : bytes;
};

const readStream = async (nodeRequest: NodeRequest, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  if (Number(nodeRequest.headers['content-length']) > limit) return undefined;
  const chunks: Uint8Array[] = [];
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
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
};

const bytesOf = (chunk: unknown): Uint8Array<ArrayBuffer> =>
  chunk instanceof Uint8Array ? new Uint8Array(chunk) : new TextEncoder().encode(String(chunk));

const write = async (nodeResponse: NodeResponse, response: Response): Promise<void> => {
  const body = new Uint8Array(await response.arrayBuffer());
  nodeResponse.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') nodeResponse.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) nodeResponse.setHeader('set-cookie', cookies);
  nodeResponse.end(body);
};
