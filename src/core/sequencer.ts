import { eventName, isTerminal } from './event-name.js';
import { type WireEvent, defined, detached, own } from './wire.js';

/**
 * Lets every event of a run through exactly once and in order, however often and however mixed the wire repeats them.
 *
 * It knows sequence numbers, opaque ids and, where events have neither, their place in the replay. It does not know where events come from.
 */
export interface Cursor {
  /** The last id applied: what goes into `Last-Event-ID`. */
  readonly id?: string;
  /** The same as a number, where it is one. */
  readonly seq?: number;
  /** Events applied that had no id. */
  readonly unnumbered: number;
  /** Those of them that came after the last id: a server that resumes there sends them again. */
  readonly trailing?: number;
  /** The first opaque id: where it comes again, so does the whole run. */
  readonly first?: string;
  /** The last opaque ids: what a server may say again once the page was loaded anew. */
  readonly recent?: readonly string[];
  /** What the event of that number said, in short: a server that says something else there counts anew. */
  readonly mark?: string;
}

export interface Sequencer {
  /** Call when a stream was opened. `fromStart`: the server will replay the run from its first event. */
  opened(fromStart: boolean): void;
  /** Gives what may be applied now. Events beyond a gap are held. */
  admit(events: readonly WireEvent[]): WireEvent[];
  /** Gives what is held as if the gap were none, and expects further gaps: this server's numbers have holes. */
  release(): WireEvent[];
  /** The server counts anew: what it says now is not what it said before under the same ids, and nothing given so far holds. */
  readonly foreign: boolean;
  /** How many events are held behind a gap. */
  readonly held: number;
  /** Where the events given so far end. */
  readonly cursor: Cursor;
}

/** Opaque ids that are remembered: enough for what a server repeats after a resume. */
const remembered = 4096;
/** Those of them that outlive the page. */
const kept = 32;

const toSeq = (id: string | undefined): number | undefined =>
  id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;

/** Where the events of that number are remembered: the first ones for good. */
const slot = (number: number): number => (number < 16 ? number : 16 + (number % 256));

/** The number at the end of an opaque id. */
const tail = (id = ''): number => Number(/\d+$/.exec(id)?.[0]);

/** What a server repeats as it was, however it writes the rest. */
const essence = ({ data }: WireEvent): string =>
  JSON.stringify([own(data, 'messageId'), own(data, 'toolCallId'), own(data, 'delta') ?? own(data, 'content')]).slice(
    0,
    99,
  );

export const createSequencer = (start: Cursor = { unnumbered: 0 }): Sequencer => {
  let { id, seq, unnumbered, trailing = 0, first } = start;
  /** Up to this opaque id the run comes again, and more of it than is remembered. */
  let known: string | undefined;
  let skip = 0;
  let holes = false;
  const last = [...(start.recent ?? [])];
  const recent = new Set<string>(id !== undefined && seq === undefined ? [...last, id] : []);
  const held = new Map<number, WireEvent>();

  let foreign = false;
  /** Nothing with an opaque id came yet on a stream that ought to go on, or to repeat itself. */
  let fresh = false;
  /** It ought to repeat itself. */
  let again = false;
  /** The first events and the last ones, by their numbers: enough to tell a repetition from another run. */
  const seen: WireEvent[] = [];

  const accept = (event: WireEvent, number: number | undefined) => {
    id = event.id;
    skip = trailing = 0;
    fresh = false;
    if (number !== undefined) {
      seq = number;
      seen[slot(number)] = event;
    }
  };

  const remember = (told: string) => {
    const opaque = detached(told);
    recent.add(opaque);
    last.push(opaque);
    if (last.length > kept) last.shift();
    if (recent.size > remembered) recent.delete(recent.values().next().value!);
  };

  const drain = (ready: WireEvent[]) => {
    for (let next = held.get(seq! + 1); next; next = held.get(seq! + 1)) {
      held.delete(seq! + 1);
      accept(next, seq! + 1);
      ready.push(next);
    }
  };

  return {
    opened: (fromStart) => {
      skip = fromStart ? unnumbered : trailing;
      fresh = id !== undefined;
      again = fromStart;
      known = undefined;
      held.clear();
    },
    admit: (events) => {
      const ready: WireEvent[] = [];
      // Where the numbers begin is the server's to say; what came together may have changed places.
      if (seq === undefined)
        for (const event of events) {
          const before = (toSeq(event.id) ?? Infinity) - 1;
          if (before < (seq ?? Infinity)) seq = before;
        }
      for (const event of events) {
        // Mostly the next one, which needs no closer look.
        const number = seq !== undefined && Number(event.id) === seq + 1 ? seq + 1 : toSeq(event.id);
        if (event.id === undefined || event.id === '') {
          if (skip > 0) {
            skip--;
            continue;
          }
          unnumbered++;
          trailing++;
          ready.push(event);
        } else if (number === undefined) {
          if (recent.has(event.id) || known) {
            if (event.id === known) known = undefined;
            fresh = false;
            continue;
          }
          if (event.id === first) {
            known = id;
            fresh = false;
            continue;
          }
          // The run begins again, under ids that nobody knows. An agent's loop begins again too, but counts on.
          foreign ||= fresh && (again || (eventName(event) === 'RUN_STARTED' && !(tail(event.id) > tail(id))));
          first ??= detached(event.id);
          remember(event.id);
          accept(event, undefined);
          ready.push(event);
        } else if (seq !== undefined && number <= seq) {
          const old = seen[slot(number)];
          const said = old?.id === event.id ? essence(old) : number === start.seq ? start.mark : undefined;
          // Nor can the end of the run be behind us.
          foreign ||= (said !== undefined && said !== essence(event)) || isTerminal(event);
          continue;
        } else if (seq !== undefined && number > seq + 1 && !holes) {
          held.set(number, event);
        } else {
          accept(event, number);
          ready.push(event);
          if (held.size > 0) drain(ready);
        }
      }
      return ready;
    },
    release: () => {
      holes = true;
      const ready = [...held].toSorted(([a], [b]) => a - b);
      held.clear();
      for (const [number, event] of ready) accept(event, number);
      return ready.map(([, event]) => event);
    },
    get foreign() {
      return foreign;
    },
    get held() {
      return held.size;
    },
    get cursor() {
      const newest = seq === undefined ? undefined : seen[slot(seq)];
      const mark = newest ? essence(newest) : start.mark;
      return defined({
        id,
        seq,
        unnumbered,
        trailing: (id !== undefined && trailing) || undefined,
        first,
        recent: last.length > 0 ? [...last] : undefined,
        mark,
      });
    },
  };
};
