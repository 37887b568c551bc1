import { nextChange } from '../../demo/emulator/runs.js';
import type { LineFault } from './faults.js';
import type { Random } from './random.js';
import type { SimulatedClock } from './simulated-clock.js';
import { type SimulatedRun, lateEvent } from './simulated-run.js';

export interface SimulatedStreamOptions {
  readonly source: SimulatedRun;
  /** How many events the listener has. */
  readonly after: number;
  readonly clock: SimulatedClock;
  readonly random: Random;
  /** Aborts when the listener is gone. */
  readonly signal: AbortSignal;
  /** Takes the next fault that stands before that byte of the run. */
  readonly takeFault: (before: number) => LineFault | undefined;
  /** That much of the run was sent. */
  readonly onSent: (bytes: number) => void;
  readonly onClose: () => void;
}

const heartbeatTime = 15_000;
const heartbeats = 40;
const heldTime = 30_000;
const encoder = new TextEncoder();

const join = (chunks: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
};

/** The body of one answer that carries a run's events, cut into chunks at random, with what goes wrong on the line. */
export const openSimulatedStream = (options: SimulatedStreamOptions): ReadableStream<Uint8Array> => {
  const { source, clock, random, signal, takeFault, onSent, onClose } = options;
  const { run, events, write, length } = source;
  const gone = new AbortController();
  const leave = (): void => gone.abort(signal.reason);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    signal.removeEventListener('abort', leave);
    onClose();
  };

  const stream = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    let waiting: Uint8Array[] = [];
    let most = random.integer(1, 3000);
    let next = options.after;
    let toLeaveOut = 0;
    let late = false;

    const flush = async (): Promise<void> => {
      let bytes = join(waiting);
      waiting = [];
      most = random.integer(1, 3000);
      while (bytes.length > 0) {
        const size = random.chance(0.5) ? bytes.length : random.integer(1, bytes.length);
        controller.enqueue(bytes.slice(0, size));
        bytes = bytes.subarray(size);
        if (random.chance(0.3)) await clock.sleep(random.integer(1, 300), gone.signal);
      }
      onSent(length(Math.min(next, events().length)));
    };

    /** Resolves when the run has something new to say. */
    const news = async (): Promise<void> => {
      const waits = new AbortController();
      const either = AbortSignal.any([gone.signal, waits.signal]);
      const beat = clock.sleep(heartbeatTime, either).then(() => true);
      const change = nextChange(run, either).then(() => false);
      const beats = await Promise.race([beat, change]).finally(() => {
        waits.abort();
        beat.catch(() => {});
        change.catch(() => {});
      });
      if (beats) controller.enqueue(encoder.encode(': heartbeat\n\n'));
    };

    for (;;) {
      gone.signal.throwIfAborted();
      const event = events()[next];
      if (!event) {
        await flush();
        if (events()[next]) continue;
        if (!run.played) {
          await news();
          continue;
        }
        if (late) {
          waiting.push(write(lateEvent(source)));
          await flush();
        }
        return controller.close();
      }
      const fault = takeFault(length(next + 1));
      const bytes = write(event);
      if (!fault) {
        next += 1;
        // Of what nothing follows, nobody could tell that it is missing.
        if (toLeaveOut > 0 && events()[next]) toLeaveOut -= 1;
        else waiting.push(bytes);
        if (event.pausesFor && !event.pausesFor.decision) {
          await flush();
          return controller.close();
        }
        if (waiting.reduce((sum, chunk) => sum + chunk.length, 0) > most) await flush();
        continue;
      }
      const into = bytes.subarray(0, Math.max(0, fault.at - length(next)));
      switch (fault.happens) {
        case 'cut':
        case 'end':
        case 'silence':
          waiting.push(into);
          await flush();
          if (fault.happens === 'end') return controller.close();
          if (fault.happens === 'silence') await clock.sleep(undefined, gone.signal);
          return controller.error(new TypeError('terminated'));
        case 'heartbeats':
          await flush();
          for (let count = 0; count < heartbeats; count++) {
            await clock.sleep(heartbeatTime, gone.signal);
            controller.enqueue(encoder.encode(random.pick([':\n\n', ': still here\r\n\r\n', ':\r'])));
          }
          break;
        case 'comments':
          waiting.push(encoder.encode(': what: ever\n:\r\n'));
          break;
        case 'held back':
          await flush();
          await clock.sleep(heldTime, gone.signal);
          break;
        case 'duplicate':
          waiting.push(
            ...events()
              .slice(Math.max(0, next - fault.count), next)
              .map(write),
          );
          break;
        case 'replay':
          waiting.push(...events().slice(0, next).map(write));
          break;
        case 'gap':
          // Where its numbers begin is the server's to say: what is missing before the first cannot be noticed.
          if (next > 0) toLeaveOut += fault.count;
          break;
        case 'swap': {
          const other = events()[next + 1];
          if (!other || next === 0) break;
          waiting.push(write(other), bytes);
          next += 2;
          break;
        }
        case 'talk after the end':
          late = true;
      }
    }
  };

  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      signal.addEventListener('abort', leave, { once: true });
      gone.signal.addEventListener('abort', () => {
        // As `fetch` does: whoever reads gets the signal's reason.
        try {
          controller.error(gone.signal.reason);
        } catch {
          // It was over already.
        }
      });
      if (signal.aborted) leave();
      void stream(controller)
        .catch((error: unknown) => {
          if (!gone.signal.aborted) throw error;
        })
        .finally(close);
    },
    cancel: () => {
      gone.abort(new Error('The listener went away.'));
      close();
    },
  });
};
