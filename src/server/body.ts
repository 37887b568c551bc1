import { inTime } from './in-time.js';

/** Thrown by {@link readBounded}; the caller knows what it means there. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a body as text, and no more of it than `limit` bytes.
 *
 * The declared length is only a reason to stop early: what is counted is what arrives. What is left of an answer is cancelled;
 * what is left of a request is for the server below, since some (SvelteKit) cut the line where it is cancelled, refusal and all.
 */
export const readBounded = async (source: Request | Response, limit: number): Promise<string> => {
  const { body, headers } = source;
  const isAnswer = 'status' in source;
  if (Number(headers.get('content-length')) > limit) {
    if (isAnswer) await body?.cancel();
    throw new BodyTooLarge(`more than ${limit} bytes announced`);
  }
  if (!body) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> = body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return decoder.decode(join(chunks, size));
    size += value.byteLength;
    if (size > limit) {
      if (isAnswer) void reader.cancel().catch(() => undefined);
      else reader.releaseLock();
      throw new BodyTooLarge(`more than ${limit} bytes sent`);
    }
    chunks.push(value);
  }
};

const decoder = new TextDecoder();

/** Thrown by {@link readInTime}. */
export class BodyTooSlow extends Error {
  override readonly name = 'BodyTooSlow';
}

/** ms for the whole body of a request: those that are read here have a hundred bytes. Servers allow minutes, or have no end. */
const bodyTimeoutMs = 10_000;

/** Reads a request's body while it has time. What is still to come then is for the server below, as above. */
export const readInTime = <Body>(body: Promise<Body>): Promise<Body> =>
  inTime(body, bodyTimeoutMs, () => new BodyTooSlow(`not there within ${bodyTimeoutMs / 1000} s`));

/** Puts together what came in pieces. */
export const join = (chunks: readonly Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> => {
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
};

/**
 * The same for a request with an announced length, which the server below holds it to (RFC 9112 §6.3; RFC 9113 §8.1.1): read as a
 * whole, which servers do faster than by a stream. Without one it is read bit by bit.
 */
export const readBoundedRequest = async (request: Request, limit: number): Promise<string> => {
  const announced = request.headers.get('content-length');
  const isHeldTo = announced !== null && Number(announced) <= limit && !request.headers.has('transfer-encoding');
  if (!isHeldTo) return readBounded(request, limit);
  const text = await request.text();
  // Where a parser has read the body before, its length is not the announced one.
  if (text.length * 3 > limit && new TextEncoder().encode(text).byteLength > limit)
    throw new BodyTooLarge(`more than ${limit} bytes sent`);
  return text;
};

/** Parses JSON that should be an object; anything else is `undefined`. */
export const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
