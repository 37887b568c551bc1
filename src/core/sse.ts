import type { Writable } from './wire.js';

/**
 * Reads server-sent events by the HTML standard's "event stream interpretation" (§9.2.6): bytes in, `{ id, event, data }` out.
 *
 * It does not know what the events mean, and it never reconnects. A chunk is decoded once, and its lines are slices of it. No package
 * does so: fetch-event-source looks at every byte, which alone takes as long as parsing the JSON in them (`npm run bench`), and
 * eventsource-parser gives up at a line beyond its limit, and holds an event that ends with CR until the next character comes.
 */
export interface SseEvent {
  /** Set only where an `id:` line came after the event before; what a browser calls `lastEventId` is the last one set. */
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
  /** The last `retry:`, in ms: how long the server wants to be left alone after a cut. */
  readonly retry: number | undefined;
}

/** @param limit characters that one event's data may have; a larger event is given without its data. Default 16 Mi. */
export const createSseParser = (limit = 16 * 1024 * 1024): SseParser => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** What must not count where a chunk begins with it: the BOM, later the LF of a line that CR has ended. */
  let uncounted = '\uFEFF';

  const decode = (bytes: Uint8Array): string => {
    // A character may be cut in two only behind a byte beyond ASCII; to ask for the rest of it costs time.
    let text = decoder.decode(bytes, { stream: !(bytes[bytes.length - 1]! < 0x80) });
    if (text === '') return text;
    if (text[0] === uncounted) text = text.slice(1);
    uncounted = text.endsWith('\r') ? '\n' : '';
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  };

  let events: SseEvent[] = [];
  let data: string | undefined;
  let type = '';
  let id: string | undefined;
  let oversized = false;
  let retry: number | undefined;

  const dispatch = () => {
    if (data !== undefined || oversized) {
      const event: Writable<SseEvent> = { event: type || 'message', data: (!oversized && data) || '' };
      if (id !== undefined) event.id = id;
      if (oversized) event.oversized = oversized;
      events.push(event);
      // Kept where there was no event: the standard's id outlives a block without data.
      id = undefined;
    }
    data = undefined;
    type = '';
    oversized = false;
  };

  /** Everything of a line but its end, which is at `end`. */
  const readLine = (text: string, start: number, end: number) => {
    if (start === end) return dispatch();
    let colon = start;
    while (colon < end && text[colon] !== ':') colon++;
    const value = text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1), end);
    switch (text.slice(start, colon)) {
      case 'data':
        data = data === undefined ? value : `${data}\n${value}`;
        if (data.length <= limit) return;
        oversized = true;
        data = '';
        return;
      case 'event':
        type = value;
        return;
      case 'id':
        if (!value.includes('\0')) id = value;
        return;
      case 'retry':
        if (/^\d+$/.test(value)) retry = Number(value);
    }
  };

  /** The beginning of a line whose end has not come. */
  let tail = '';
  /** The rest of a line that was too long is passed by. */
  let skipping = false;

  return {
    push: (bytes) => {
      let text = decode(bytes);
      let start = 0;
      let end = text.indexOf('\n');
      if (end >= 0 && skipping) {
        skipping = false;
        start = end + 1;
        end = text.indexOf('\n', start);
      } else if (end >= 0 && tail !== '') {
        end += tail.length;
        text = tail + text;
        tail = '';
      }
      for (; end >= 0; end = text.indexOf('\n', start)) {
        readLine(text, start, end);
        start = end + 1;
      }
      if (!skipping) tail += text.slice(start);
      // A little more than the limit, for the field's name.
      if (tail.length > limit + 64) {
        skipping = true;
        oversized ||= tail[0] !== ':'; // a comment of any length is none of the event
        tail = '';
      }
      const complete = events;
      events = [];
      return complete;
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
