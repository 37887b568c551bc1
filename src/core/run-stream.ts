import { backoff } from './backoff.js';
import type { Policy } from './contract.js';
import type { Env } from './env.js';
import { type ErrorCode, ZabyError, toZabyError } from './errors.js';
import { eventName, isTerminal } from './event-name.js';
import type { Platform } from './platform.js';
import { readStored, readWire } from './read-wire.js';
import { type Cursor, createSequencer } from './sequencer.js';
import { createSseParser, readSse } from './sse.js';
import { type Watch, createWatch } from './watch.js';
import type { WireEvent } from './wire.js';

/**
 * One run as an async iterable that survives drops.
 *
 * Yields the run's events exactly once and in order, in lists as they arrive, and ends after the terminal one. After a cut, an early end
 * of the body or a silence it resumes from the last event *applied*; where the stream cannot tell how the run ended it asks the stored
 * events. An end without a terminal event is never an end: after a bounded effort it throws instead. It does not know what events mean.
 */
export interface RunStreamOptions {
  readonly runId: string;
  /** Where an earlier life of the page left off. */
  readonly cursor?: Cursor | undefined;
  /** Something of the run is shown already: without a cursor it is told anew, and replaced. */
  readonly shown?: boolean;
  readonly platform: Pick<Platform, 'openStream' | 'storedEvents'>;
  readonly env: Env;
  readonly policy: Policy;
  readonly signal: AbortSignal;
  /** While true the run waits for a person: a server may close the stream, and that costs no patience. */
  readonly patient: () => boolean;
  /** Where given, only the end of the body ends the run, and only after an event that fits: an agent's loop goes on behind it. */
  readonly ends?: (wire: WireEvent) => boolean;
  /** Called without anything when the stream is open. */
  readonly onConnection: (trouble?: Reconnect) => void;
}

/** `nextAt`: ms on `env.date()`. `offline`: the page says that there is no network. */
export interface Reconnect {
  readonly attempt: number;
  readonly nextAt: number;
  readonly offline?: boolean;
  /** What the last attempt failed with, where the run was not accepted yet. */
  readonly code?: ErrorCode;
}

export interface RunStream extends AsyncIterable<WireEvent[]> {
  /** Where the list yielded last ends: behind it, nothing yielded so far comes again. */
  readonly cursor: Cursor;
  /** Something changed (a decision was sent): look again now. */
  wake(): void;
}

/** How often a stream is opened again while a person decides, when the server closed it or cannot be reached. */
const patientDelay = 30_000;
const gapPatience = 2_000;
/** After the terminal event the body is still read for so long: a late failure may follow (DECISIONS.md, "Policy"). */
const lateTime = 2_000;
const heldLimit = 64;
/** How often a server is believed that it counts anew. */
const reloadLimit = 3;
/** The longest wait that `retry:` may ask for (FAULTS.md, "Policy"). */
const retryMaximum = 30_000;

export const createRunStream = ({
  runId,
  platform,
  env,
  policy,
  signal,
  patient,
  onConnection,
  cursor,
  shown,
  ends,
}: RunStreamOptions): RunStream => {
  let sequencer = createSequencer(cursor);
  /** The run is told anew; the list that begins it is still to be given. */
  let anew = shown && !cursor;
  let reloads = 0;
  let applied = sequencer.cursor;
  let given = applied;
  let watching: Watch | undefined;
  /** The run has told its end; and that was the last it said. */
  let ended = false;
  let endedLast = false;

  async function* admit(events: readonly WireEvent[]): AsyncGenerator<WireEvent[], boolean> {
    // A ping has no place in the run, so none may be counted where events have no ids.
    const counted = events.filter((event) => event.id !== undefined || eventName(event) !== 'PING');
    const ready = sequencer.admit(counted);
    return yield* give(isForeign() ? [] : ready);
  }

  /** Yields and reports whether the run is over. The cursor moves only when the consumer comes back for more. */
  async function* give(ready: WireEvent[]): AsyncGenerator<WireEvent[], boolean> {
    if (ready.length === 0) return ended;
    given = sequencer.cursor;
    yield anew ? [{ event: 'run-reloaded', data: undefined }, ...ready] : ready;
    anew = false;
    applied = given;
    ended ||= ready.some(ends ?? isTerminal);
    endedLast = ends?.(ready.at(-1)!) ?? ended;
    return ended;
  }

  // Where the run has no other source than its stream, what we have is all there is.
  const isForeign = () => !ends && !ended && sequencer.foreign && reloads < reloadLimit;

  const readAll = async (ids = idsOf(applied)): Promise<WireEvent[]> => {
    const { id, seq } = applied;
    const events = (await platform.storedEvents(runId, seq, signal)).map((event) => readStored(event, ids));
    return id === undefined ? events : events.slice(events.findLastIndex((event) => event.id === id) + 1);
  };

  async function* stored(streams: boolean): AsyncGenerator<WireEvent[], boolean> {
    sequencer.opened(applied.id === undefined);
    const events = await readAll();
    // While a stream has said nothing, what its events go by is not known: it would say the stored ones again. But for the whole run.
    if (streams && applied.id === undefined && applied.unnumbered === 0 && !events.some(ends ?? isTerminal))
      return false;
    return yield* admit(events);
  }

  async function* follow(): AsyncGenerator<WireEvent[]> {
    let attempt = 0;
    let downAt = 0;
    let fromStart = false;
    let strange = false;
    let gaps = 0;
    /** What the server asked for by `retry:`, in ms. */
    let floor = 0;
    const arm = () => {
      attempt = 0;
    };
    const watch = createWatch({ env, policy, signal, onHope: arm });
    watching = watch;
    try {
      for (;;) {
        if (watch.suspended) await watch.resumed();
        signal.throwIfAborted();
        const connection = watch.connect();
        let failure: ZabyError | undefined;
        let progressed = false;
        let body: Response['body'] | undefined;
        try {
          const lastEventId = fromStart ? undefined : applied.id;
          body = await platform.openStream(runId, lastEventId, connection.signal);
          sequencer.opened(lastEventId === undefined);
          connection.alive();
          onConnection();
          if (body) {
            const parser = createSseParser(policy.eventLimit);
            for await (const events of readSse(body, parser, connection.signal)) {
              connection.alive();
              floor = Math.min(parser.retry ?? floor, retryMaximum);
              const before = applied;
              if ((yield* admit(events.map(readWire))) && !ends) {
                connection.expect(lateTime);
                continue;
              }
              if (applied !== before) {
                progressed = true;
                arm();
              }
              if (isForeign()) connection.abort('the run is told anew');
              else if (sequencer.held > heldLimit) connection.abort('gap');
              else connection.expect(sequencer.held > 0 ? gapPatience : undefined);
            }
          }
        } catch (error) {
          signal.throwIfAborted();
          if (endedLast) return;
          failure = toZabyError(error, 'network');
          // The server no longer knows our place: it says the run from its start, and what we have of it is dropped.
          if (!fromStart && (failure.status === 410 || /EVENT_ID|CURSOR/.test(failure.platformCode ?? '')))
            fromStart = true;
          // A page instead of a stream may be a proxy's hiccup, once.
          else if (failure.code === 'protocol' && !strange) strange = true;
          else if (
            failure.code === 'incomplete' ||
            (!connection.signal.aborted && !failure.retryable && failure.code !== 'network')
          )
            throw failure;
        } finally {
          connection.close();
        }
        if (ended && !failure) return;
        // Nobody sees the page; when it is back, there was no trouble.
        if (watch.suspended) continue;

        // What we have is of another life of the server: the answer is replaced as a whole, from what is stored or else by the stream.
        if (isForeign()) {
          reloads++;
          anew = true;
          fromStart = false;
          const ids = idsOf(applied);
          sequencer = createSequencer();
          applied = given = sequencer.cursor;
          const events = await readAll(ids).catch(() => []);
          signal.throwIfAborted();
          if (yield* give(sequencer.admit(events))) return;
          continue;
        }

        // A gap that a second look did not close: ask what is stored; a hole in there too is the server's own numbering.
        if (sequencer.held === 0) gaps = 0;
        else if (body && ++gaps > 1) {
          let later: ZabyError | undefined;
          const events = await readAll().catch((error: ZabyError) => {
            signal.throwIfAborted();
            // What may pass is tried again before anything is given up for lost.
            if (error.retryable && gaps < 4) later = error;
            return [];
          });
          failure = later;
          if (!later) {
            const behind = sequencer.release();
            const filled = createSequencer(applied);
            filled.release();
            const whole = [...filled.admit(events)];
            const lost = whole.length === 0;
            if (lost) yield [{ event: 'missing-events', data: applied.seq }];
            if (yield* give(lost ? behind : merge(whole, behind))) return;
            continue;
          }
        }

        if (!progressed && !failure) {
          const before = applied;
          if (yield* stored(Boolean(body))) return;
          // Where the stored events are the only way back, they are the progress.
          if ((progressed = applied !== before)) arm();
        }
        if (progressed) strange = fromStart = false;

        // The time counts from the first failure: a run may well be silent for an hour on a line that holds.
        if (patient() && !failure) arm();
        else if (attempt++ === 0) downAt = env.now();
        if (!patient() && (attempt > policy.reconnectAttempts || env.now() - downAt > policy.reconnectTime)) {
          throw (
            failure ??
            new ZabyError('incomplete', `The stream of run ${runId} ended, and nothing tells how the run did`, {
              retryable: true,
            })
          );
        }
        const delay =
          patient() && (!failure || attempt > policy.reconnectAttempts)
            ? patientDelay
            : Math.max(floor, backoff(Math.max(attempt, 1), policy, env, failure));
        if (!patient() || failure) onConnection({ attempt, nextAt: env.date() + delay, offline: watch.offline });
        // Hope does not shorten what the server asked for.
        await watch.rest(delay, Boolean(failure?.retryAfter));
      }
    } finally {
      watch.dispose();
    }
  }

  return {
    [Symbol.asyncIterator]: follow,
    get cursor() {
      return given;
    },
    wake: () => watching?.wake(),
  };
};

/** What the run's stream goes by. */
const idsOf = ({ id, seq, unnumbered }: Cursor): Parameters<typeof readStored>[1] =>
  id === undefined ? (unnumbered > 0 ? 'none' : 'seq') : seq === undefined ? 'id' : 'seq';

/** Stored events and the ones held from the wire, each number once, in order. */
const merge = (stored: WireEvent[], held: WireEvent[]): WireEvent[] => {
  const all = new Map([...stored, ...held].map((event) => [event.id, event]));
  return [...all.values()].toSorted((a, b) => Number(a.id) - Number(b.id));
};
