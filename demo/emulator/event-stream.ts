import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import type { Frame } from './dialects.js';
import type { Fault } from './faults.js';
import { text } from './json.js';
import { type LoggedEvent, nextChange, retell, type Run, spend } from './runs.js';

export interface StreamOptions {
  readonly run: Run;
  /** The last event the listener has; 0 for none. */
  readonly after: number;
  readonly clock: Clock;
  readonly connection: Connection;
  readonly lineEnd: string;
  readonly withIds: boolean;
  /** Set where several streams carry one run, each as a run of its own (AG-UI): what that one is called. */
  readonly runId?: string | undefined;
  readonly heartbeatMs: number;
  /** Aborts when the stream has no reason to go on. */
  readonly signal: AbortSignal;
  /** Lets a fault of the HTTP calls begin. */
  readonly arm: (fault: Fault) => void;
}

/** Enough to be quick, and small enough that a long answer still comes in pieces. */
const CHUNK_SIZE = 16_384;

const encoder = new TextEncoder();
const encode = (characters: string): Uint8Array => encoder.encode(characters);

const writeFrame = ({ event, data }: Frame, id: string | undefined, lineEnd: string): string => {
  const lines = (typeof data === 'string' ? data : JSON.stringify(data)).split('\n').map((line) => `data: ${line}`);
  if (event !== undefined) lines.unshift(`event: ${event}`);
  if (id !== undefined) lines.unshift(`id: ${id}`);
  return [...lines, '', ''].join(lineEnd);
};

/** Where a listener that has everything up to `after` goes on: right behind that event, so that faults there still happen. */
const findStart = (run: Run, after: number): number =>
  after <= 0 ? 0 : run.log.findIndex((entry) => entry.kind === 'event' && entry.seq === after) + 1;

/** How the stream says that it is to break off here. Also what the reader of a body without a line gets. */
class ConnectionCut extends TypeError {
  override name = 'ConnectionCut';
  readonly reset: boolean;

  constructor(reset: boolean) {
    super('The connection was cut.');
    this.reset = reset;
  }
}

/**
 * The bytes of a run's event stream (PROTOCOL.md §4): what was said, what is being said, heartbeats in between, and the
 * faults where they stand. Ends after the run's last event; throws where the line is cut.
 */
// oxlint-disable no-await-in-loop -- A stream is an order.
export async function* streamBytes(options: StreamOptions): AsyncGenerator<Uint8Array, void> {
  const { run, clock, signal, lineEnd, arm } = options;
  const heartbeat = `: heartbeat${lineEnd}${lineEnd}`;
  let index = findStart(run, options.after);
  let chunk = '';
  let toLeaveOut = 0;
  let heldBack: LoggedEvent | undefined;
  let swapNext = false;

  const { runId } = options;
  const name = (frame: Frame): Frame =>
    runId !== undefined && text(frame.data, 'runId') === run.id
      ? { ...frame, data: { ...Object(frame.data), runId } }
      : frame;
  const write = ({ seq, frame }: LoggedEvent): string => {
    const id = runId === undefined ? String(seq) : `${runId}:${seq}`;
    return writeFrame(name(frame), options.withIds ? id : undefined, lineEnd);
  };
  const sent = (): LoggedEvent[] =>
    run.log.slice(0, index).filter((entry): entry is LoggedEvent => entry.kind === 'event');
  const upcoming = async (): Promise<LoggedEvent | undefined> => {
    for (;;) {
      const entry = run.log.slice(index).find((later): later is LoggedEvent => later.kind === 'event');
      if (entry ?? run.played) return entry;
      await nextChange(run, signal);
    }
  };
  const cut = async (reset = false): Promise<never> => {
    // What was handed over before must have left the process: it stands before the cut in the script.
    await clock.sleep(10, signal);
    throw new ConnectionCut(reset);
  };

  for (;;) {
    // A fault may have revoked what this stream lives on.
    signal.throwIfAborted();
    const entry = run.log[index];
    if (chunk !== '' && (!entry || entry.kind === 'fault' || chunk.length > CHUNK_SIZE)) {
      yield encode(chunk);
      chunk = '';
      // The run went on while the listener read: what was no entry before may be one now.
      continue;
    }
    if (!entry) {
      if (run.played) {
        if (heldBack) yield encode(write(heldBack));
        return;
      }
      const waiting = new AbortController();
      const either = AbortSignal.any([signal, waiting.signal]);
      const beat = clock.sleep(options.heartbeatMs, either).then(() => true);
      const change = nextChange(run, either).then(() => false);
      const beats = await Promise.race([beat, change]).finally(() => {
        waiting.abort();
        // Whichever lost was told to stop, and says so.
        beat.catch(() => {});
        change.catch(() => {});
      });
      if (beats) yield encode(heartbeat);
      continue;
    }
    index += 1;
    if (entry.kind === 'event') {
      if (toLeaveOut > 0) {
        toLeaveOut -= 1;
      } else if (swapNext) {
        swapNext = false;
        heldBack = entry;
      } else {
        chunk += write(entry);
        if (heldBack) chunk += write(heldBack);
        heldBack = undefined;
      }
      if (entry.pausesFor && (runId !== undefined || !entry.pausesFor.decision)) {
        if (chunk !== '') yield encode(chunk);
        return;
      }
      continue;
    }
    if (entry.spent) continue;
    spend(run, entry);
    const { fault } = entry;
    switch (fault.word) {
      case 'drop': {
        const next = fault.into === undefined ? undefined : await upcoming();
        if (next) yield encode(write(next)).slice(0, fault.into);
        await cut(fault.reset);
        break;
      }
      case 'end':
        return;
      case 'restart':
        retell(run, fault.gone ? 'gone' : 'replays');
        await cut(true);
        break;
      case 'stall':
        await clock.sleep(fault.milliseconds, signal);
        break;
      case 'heartbeats':
        chunk += heartbeat.repeat(fault.count);
        break;
      case 'duplicate':
        chunk += sent().slice(-fault.count).map(write).join('');
        break;
      case 'replay':
        chunk += sent().map(write).join('');
        break;
      case 'gap':
        toLeaveOut += fault.count;
        break;
      case 'swap':
        swapNext = true;
        break;
      default:
        arm(fault);
    }
  }
}
// oxlint-enable no-await-in-loop

/** The answer that carries a run's events. `close` runs once, however it ends. */
export const createEventStream = (
  options: Omit<StreamOptions, 'signal'>,
  signal: AbortSignal,
  close: () => void,
): Response => {
  const gone = new AbortController();
  const frames = streamBytes({ ...options, signal: AbortSignal.any([signal, gone.signal]) });
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { value, done } = await frames.next();
          if (!done) {
            controller.enqueue(value);
            return;
          }
          controller.close();
        } catch (error) {
          const reset = error instanceof ConnectionCut && error.reset;
          // Where there is a line, cutting it is enough: the reader goes away with it.
          if (!gone.signal.aborted && !options.connection.cut({ reset })) controller.error(error);
        }
        close();
      },
      cancel: () => {
        gone.abort();
        close();
      },
    },
    // Nothing is taken from the script before the listener asks for it: a fault must not happen early.
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // Keeps @hono/node-server from waiting for the first chunks before it sends the head.
      'transfer-encoding': 'chunked',
    },
  });
};
