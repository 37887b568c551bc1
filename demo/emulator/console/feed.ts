import type { Platform } from '../platform.js';
import { createChanges } from './changes.js';
import { createLogReader } from './run-log.js';

/** Between two looks at what has changed, in milliseconds: live for a person, and cheap. */
const INTERVAL = 120;
/** Looks without news until everything is looked at anyway, which is a sign of life, too. */
const QUIET_LOOKS = 40;

/** More than clocks drift between two looks, in milliseconds. */
const MOVED = 500;

const encoder = new TextEncoder();

const frame = (event: string, data: unknown): Uint8Array =>
  encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * The state of the platform as server-sent events: `change` with the lists' changes, at first whole, and `log` with
 * the events of the run that is looked at.
 *
 * Where the journal has news, it looks at the store instead of passing each happening on, so that a burst of ten thousand
 * events is a few messages, and a page that is slow gets fewer of them.
 */
export const createFeed = (platform: Platform, runId: string | undefined): Response => {
  const { store, clock, journal, signal } = platform;
  const takeChanges = createChanges(platform);
  const readLog = runId === undefined ? undefined : createLogReader(platform, runId);
  const ending = new AbortController();
  let hasNews = true;
  let quiet = 0;
  let isWhole = true;
  let streams = -1;
  let lastShift = 0;

  const look = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if ((controller.desiredSize ?? 0) <= 0) return;
    quiet += 1;
    // Nobody tells of a clock that was moved.
    const shift = clock.now() - performance.now();
    const isMoved = Math.abs(shift - lastShift) > MOVED;
    if (!hasNews && !isMoved && streams === store.streams.size && quiet < QUIET_LOOKS) return;
    lastShift = shift;
    quiet = 0;
    hasNews = false;
    streams = store.streams.size;
    controller.enqueue(frame('change', { lists: takeChanges(), isWhole, streams, now: clock.now() }));
    isWhole = false;
    const log = readLog?.();
    if (log && (log.isNew || log.rows.length > 0)) controller.enqueue(frame('log', { runId, ...log }));
    if (log?.hasMore) hasNews = true;
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const timer = setInterval(look, INTERVAL, controller);
        const unsubscribe = journal.subscribe(() => {
          hasNews = true;
        });
        ending.signal.addEventListener('abort', () => {
          clearInterval(timer);
          unsubscribe();
        });
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
