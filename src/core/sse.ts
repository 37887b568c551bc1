import { getLines } from '@microsoft/fetch-event-source/lib/esm/parse.js';

/**
 * Reads server-sent events by the HTML standard's "event stream interpretation" (§9.2.6): bytes in, `{ id, event, data }` out.
 *
 * It does not know what the events mean, and it never reconnects. Lines are split by fetch-event-source; the fields are read here,
 * because that package's own reader turns comments into empty messages, loses fields without a colon and lets ids with NUL pass.
 */
export interface SseEvent {
  /** Set only where this very event had an `id:` line. */
  readonly id?: string;
  /** The `event:` name; `message` where none was sent. */
  readonly event: string;
  readonly data: string;
  /** The event was larger than the limit; its data was skipped. */
  readonly oversized?: true;
}

export interface SseParser {
  /** Takes the next bytes, gives the events that they complete. An event without its closing blank line is never given. */
  push(bytes: Uint8Array): SseEvent[];
  /** The last id seen, as `EventSource` would send it in `Last-Event-ID`. */
  readonly lastEventId: string;
  /** What the server asked for with `retry:`, in ms. */
  readonly retry: number | undefined;
}

const LF = 10;
const CR = 13;
const SPACE = 32;
const COLON = 58;
const BOM = [0xef, 0xbb, 0xbf];

const join = (chunks: Uint8Array[], length: number): Uint8Array => {
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
};

/** @param limit bytes that one event's data may have; a larger event is given without its data. Default 16 MiB. */
export const createSseParser = (limit = 16 * 1024 * 1024): SseParser => {
  // The BOM is ours to remove, once; a decoder would remove one at the start of every line.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let events: SseEvent[] = [];
  let data: string[] = [];
  let size = 0;
  let type = '';
  let id: string | undefined;
  let lastEventId = '';
  let retry: number | undefined;
  let oversized = false;

  const dispatch = () => {
    if (oversized) events.push({ ...(id !== undefined && { id }), event: type || 'message', data: '', oversized });
    else if (data.length > 0)
      events.push({ ...(id !== undefined && { id }), event: type || 'message', data: data.join('\n') });
    data = [];
    size = 0;
    type = '';
    id = undefined;
    oversized = false;
  };

  const onLine = (line: Uint8Array, colon: number) => {
    if (line.length === 0) return dispatch();
    if (colon === 0) return; // a comment
    const field = decoder.decode(colon < 0 ? line : line.subarray(0, colon));
    const start = colon < 0 ? line.length : line[colon + 1] === SPACE ? colon + 2 : colon + 1;
    if (field === 'data') {
      size += line.length - start;
      if (size > limit) oversized = true;
      if (oversized) data = [];
      else data.push(decoder.decode(line.subarray(start)));
      return;
    }
    if (field !== 'event' && field !== 'id' && field !== 'retry') return;
    const value = decoder.decode(line.subarray(start));
    if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = lastEventId = value;
    else if (field === 'retry' && /^[0-9]+$/.test(value)) retry = Number(value);
  };

  const split = getLines(onLine);
  // Bytes after the last line end. Kept here and not in `getLines`, which copies all it holds for every further chunk.
  let tail: Uint8Array[] = [];
  let tailLength = 0;
  let skipping = false;
  let started = false;

  const hold = (bytes: Uint8Array) => {
    if (bytes.length === 0 || skipping) return;
    tail.push(bytes);
    tailLength += bytes.length;
    // A little more than the limit, for the field's name.
    if (tailLength > limit + 64) {
      skipping = true;
      oversized ||= tail[0]![0] !== COLON; // a comment of any length is none of the event
      tail = [];
      tailLength = 0;
    }
  };

  const feed = (bytes: Uint8Array) => {
    const end = Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
    if (end === 0) return hold(bytes);
    let lines = bytes.subarray(0, end);
    if (skipping) {
      // The rest of the line that was too long, up to its end.
      lines = lines.subarray(lines.findIndex((byte) => byte === LF || byte === CR));
      // What is left begins with that line's end, which must not count as a blank line.
      lines = join([Uint8Array.of(COLON), lines], lines.length + 1);
      skipping = false;
    } else if (tailLength > 0) {
      lines = join([...tail, lines], tailLength + lines.length);
      tail = [];
      tailLength = 0;
    }
    split(lines);
    hold(bytes.subarray(end));
  };

  let head: Uint8Array[] = [];
  const start = (bytes: Uint8Array) => {
    head.push(bytes);
    const whole = join(
      head,
      head.reduce((sum, chunk) => sum + chunk.length, 0),
    );
    const same = BOM.findIndex((byte, index) => whole[index] !== byte);
    if (same === -1 || same < whole.length) {
      started = true;
      head = [];
      feed(same === -1 ? whole.subarray(3) : whole);
    }
  };

  return {
    push: (bytes) => {
      (started ? feed : start)(bytes);
      const complete = events;
      events = [];
      return complete;
    },
    get lastEventId() {
      return lastEventId;
    },
    get retry() {
      return retry;
    },
  };
};

/**
 * Reads a response body to its end, one list of events per chunk of bytes; the list may be empty, which still shows life.
 * Throws the signal's reason as soon as it is aborted.
 */
export async function* readSse(
  body: ReadableStream<Uint8Array>,
  parser: SseParser,
  signal?: AbortSignal,
): AsyncGenerator<SseEvent[]> {
  const reader = body.getReader();
  // The signal of the request does not always reach a pending read: in Node 20 it can wait for ever when the abort meets the body's end.
  const giveUp = () => void reader.cancel().catch(() => {});
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return;
      yield parser.push(value);
    }
  } finally {
    signal?.removeEventListener('abort', giveUp);
    // Closes the socket when the consumer leaves early; after the end it does nothing.
    giveUp();
  }
}
