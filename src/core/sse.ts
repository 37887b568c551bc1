import type { Writable } from './wire.js';
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
}

const LF = 10;
const CR = 13;
const COLON = 58;

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
  let started = false;
  let events: SseEvent[] = [];
  let data: string[] = [];
  let size = 0;
  let type = '';
  let id: string | undefined;
  let oversized = false;

  const dispatch = () => {
    if (oversized || data.length > 0) {
      const event: Writable<SseEvent> = { event: type || 'message', data: data.join('\n') };
      if (id !== undefined) event.id = id;
      if (oversized) event.oversized = oversized;
      events.push(event);
    }
    data = [];
    size = 0;
    type = '';
    id = undefined;
    oversized = false;
  };

  // Lines as they were fed, decoded at once: where every byte is a character, a line is a slice of it.
  let block = '';
  let blockStart = 0;
  let blockLength = 0;

  const onLine = (line: Uint8Array) => {
    let text =
      block.length === blockLength
        ? block.slice(line.byteOffset - blockStart, line.byteOffset - blockStart + line.length)
        : decoder.decode(line);
    if (!started) text = text.replace(/^\uFEFF/, '');
    started = true;
    if (text === '') return dispatch();
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') {
      size += line.length - text.length + value.length;
      if (size > limit) oversized = true;
      if (oversized) data = [];
      else data.push(value);
    } else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  };

  const split = getLines(onLine);
  // Bytes after the last line end. Kept here and not in `getLines`, which copies all it holds for every further chunk.
  let tail: Uint8Array[] = [];
  let tailLength = 0;
  let skipping = false;

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
    block = decoder.decode(lines);
    blockStart = lines.byteOffset;
    blockLength = lines.length;
    split(lines);
    hold(bytes.subarray(end));
  };

  return {
    push: (bytes) => {
      feed(bytes);
      const complete = events;
      events = [];
      return complete;
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
