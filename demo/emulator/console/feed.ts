import type { Platform } from '../platform.js';
import { createChanges } from './changes.js';
import { createLogReader } from './run-log.js';

/** Between two looks at what has changed, in milliseconds: live for a person, and cheap. */
const INTERVAL = 120;
/** Looks without news until the clock is sent again, as a sign of life. */
const QUIET_LOOKS = 40;

const encoder = new TextEncoder();

const frame = (event: string, data: unknown): Uint8Array =>
  encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * The state of the platform as server-sent events: `change` with the lists' changes, at first whole, and `log` with
 * the events of the run that is looked at.
 *
 * It looks at the store every now and then instead of hearing of each happening, so that a burst of ten thousand events
 * is a few messages, and a page that is slow gets fewer of them.
 */
export const createFeed = (platform: Platform, runId: string | undefined): Response => {
  const { store, clock, signal } = platform;
  const takeChanges = createChanges(platform);
  const readLog = runId === undefined ? undefined : createLogReader(platform, runId);
  let quiet = QUIET_LOOKS;
  let isWhole = true;
  let streams = -1;
  const ending = new AbortController();

  const look = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if ((controller.desiredSize ?? 0) <= 0) return;
    const lists = takeChanges();
    quiet += 1;
    if (Object.keys(lists).length > 0 || streams !== store.streams.size || quiet > QUIET_LOOKS) {
      quiet = 0;
      streams = store.streams.size;
      controller.enqueue(frame('change', { lists, isWhole, streams, now: clock.now() }));
      isWhole = false;
    }
    const log = readLog?.();
    if (log && (log.isNew || log.rows.length > 0)) controller.enqueue(frame('log', { runId, ...log }));
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const timer = setInterval(look, INTERVAL, controller);
        ending.signal.addEventListener('abort', () => clearInterval(timer));
        const end = (): void => {
          ending.abort();
          controller.close();
        };
        if (signal.aborted) end();
        else {
          signal.addEventListener('abort', end, { signal: ending.signal });
          look(controller);
        }
      },
      cancel: () => ending.abort(),
    },
    { highWaterMark: 4 },
  );
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'transfer-encoding': 'chunked' },
  });
};
