import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenEndpoint, type TokenEndpointError, type TokenEndpointOptions } from '../../src/server/index.js';

export const apiKey = 'zaby_pk_test_0123456789abcdef';
export const conversationId = '3f0c2a9e-6a41-4c3e-9b0a-5d1f1c8e7b21';
export const jwt = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(43)}`;

/** One request a platform of a test has seen. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

export type Platform = Awaited<ReturnType<typeof openPlatform>>;

/** Listens on a free port until closed, whatever connections are still open by then. */
export const listen = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A platform that answers every request in the one way a test is about. */
export const openPlatform = async (
  answer: { status?: number; headers?: Record<string, string>; body?: unknown; silent?: boolean } = {},
) => {
  const { status = 201, headers = {}, body = { token: jwt, tokenType: 'Bearer' }, silent = false } = answer;
  const seen: Seen[] = [];
  const { origin, close } = await listen(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    seen.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(text || '{}'),
    });
    if (silent) return;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { origin, close, seen };
};

/** A token endpoint in front of a platform, with everything it reported. */
export const openEndpoint = (apiOrigin: string, options: Partial<TokenEndpointOptions> = {}) => {
  const errors: TokenEndpointError[] = [];
  const handler = createTokenEndpoint({
    apiKey,
    apiOrigin,
    externalAppId: 'app_1',
    deploymentId: 'dep_1',
    quotaPolicyId: 'policy_1',
    identify: () => ({ userId: 'ada' }),
    onError: (error) => errors.push(error),
    ...options,
  });
  return { handler, errors };
};

/** What the widget of `https://shop.example` sends. A header set to `null` is left out. */
export const tokenRequest = ({
  url = 'https://shop.example/api/zaby-token',
  method = 'POST',
  headers = {},
  body = JSON.stringify({ conversationId, reason: 'first' }),
}: {
  url?: string;
  method?: string;
  headers?: Record<string, string | null>;
  body?: string | null;
} = {}): Request => {
  const all = {
    'content-type': 'application/json',
    origin: 'https://shop.example',
    'sec-fetch-site': 'same-origin',
    ...headers,
  };
  const sent = Object.entries(all).filter((header): header is [string, string] => header[1] !== null);
  return new Request(url, {
    method,
    headers: sent,
    ...(body !== null && method !== 'GET' && method !== 'HEAD' && { body }),
  });
};

/** Everything an error could show: its own fields, those of its causes, and what a console prints of them. */
export const everythingIn = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) =>
    String((error as unknown as Record<string, unknown>)[name]),
  );
  return [String(error), ...own, error.cause === undefined ? '' : everythingIn(error.cause)].join('\n');
};
