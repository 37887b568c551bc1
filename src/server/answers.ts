import type { TokenEndpointError } from './errors.js';

export const allowedMethods = 'GET, HEAD, POST, DELETE, OPTIONS';

/** Answers are for one person, once: no cache may keep them. */
const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;
const alwaysJson = { 'content-type': 'application/json', ...always } as const;

export const answerJson = (status: number, body: unknown, headers?: Readonly<Record<string, string>>): Response =>
  new Response(JSON.stringify(body), { status, headers: headers ? { ...alwaysJson, ...headers } : alwaysJson });

export const answerEmpty = (headers?: Readonly<Record<string, string>>): Response =>
  new Response(null, { status: 204, headers: { ...always, ...headers } });

/** All that is told of a failure outside this server. */
export const answerError = (
  { code, status, retryAfter }: TokenEndpointError,
  headers: Readonly<Record<string, string>> | undefined,
): Response =>
  answerJson(
    status,
    { code },
    {
      ...headers,
      ...(status === 405 && { allow: allowedMethods }),
      // RFC 9110 §15.5.9: who dawdles keeps no line.
      ...(status === 408 && { connection: 'close' }),
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    },
  );
