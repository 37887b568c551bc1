import type { ApiError } from '../../demo/emulator/errors.js';

/** An answer that is there at once: one of the browser's own would take its bytes through another process. */
export const answerWith = (
  status: number,
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Response => {
  const isText = typeof body === 'string';
  const answer: Pick<Response, 'ok' | 'status' | 'type' | 'headers' | 'body' | 'text'> = {
    ok: status >= 200 && status < 300,
    status,
    type: 'default',
    headers: new Headers(headers),
    body: isText ? null : (body as ReadableStream<Uint8Array<ArrayBuffer>>),
    text: async () => (isText ? body : ''),
  };
  return answer as Response;
};

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  answerWith(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });

/** How the platform words a refusal (PROTOCOL.md §3). */
export const refusal = ({ status, code, message, details, headers }: ApiError): Response =>
  json({ message, code, ...details }, status, headers);
