import { type Dialect, createWriter } from '../../demo/emulator/dialects.js';
import type { AgentEvent } from '../../src/core/events.js';
import { eventName } from '../../src/core/event-name.js';
import { createNormalizer } from '../../src/core/normalize.js';
import { readWire } from '../../src/core/read-wire.js';
import { createSequencer } from '../../src/core/sequencer.js';
import { createSseParser } from '../../src/core/sse.js';
import type { ConversationState } from '../../src/core/state.js';
import { apply, begin, plain } from './play.js';

/**
 * A run's stream in memory, as a server would send it, and a listener that loses it again and again.
 *
 * Everything of the core between the bytes and the state takes part; the network does not.
 */
export type Canonical = { readonly type: string; readonly [field: string]: unknown };

/** What the events go by. `some`: opaque ids, and not on all. */
export type Ids = 'seq' | 'opaque' | 'some' | 'none';

export interface Server {
  readonly dialect: Dialect;
  readonly ids: Ids;
  readonly lineEnd: '\n' | '\r' | '\r\n';
  /** A comment, and an event that only shows life, after every so many events. */
  readonly heartbeat: number;
}

/** One connection, and how it goes wrong. */
export interface Connection {
  /** How much of what is left arrives, of 1. */
  readonly share: number;
  /** The sizes of the chunks, again and again. */
  readonly chunks: readonly number[];
  /** The server knows no `Last-Event-ID` and begins at the beginning. */
  readonly forgetful: boolean;
  /** After this event comes the same again, with so many before it. */
  readonly repeat: readonly { readonly after: number; readonly count: number }[];
  /** These events change places with the next. */
  readonly swap: readonly number[];
  /** The page is reloaded afterwards. */
  readonly reload: boolean;
}

const encoder = new TextEncoder();

interface Frame {
  readonly id: string | undefined;
  readonly text: string;
}

export const renderFrames = (events: readonly Canonical[], { dialect, ids, lineEnd, heartbeat }: Server): Frame[] => {
  const write = createWriter(dialect);
  return events
    .flatMap((event) => [...write(event)])
    .map(({ event, data }, position) => {
      const hasId = ids !== 'none' && (ids !== 'some' || position % 3 === 1);
      const id = hasId ? (ids === 'seq' ? String(position + 1) : `event-${position}`) : undefined;
      const lines = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        ...(event === undefined ? [] : [`event: ${event}`]),
        `data: ${typeof data === 'string' ? data : JSON.stringify(data)}`,
      ];
      const life =
        (position + 1) % heartbeat === 0 ? `: alive${lineEnd}event: ping${lineEnd}data: {}${lineEnd}${lineEnd}` : '';
      return { id, text: `${lines.join(lineEnd)}${lineEnd}${lineEnd}${life}` };
    });
};

/** What goes over one connection that begins behind the id. */
const serve = (
  frames: readonly Frame[],
  ids: Ids,
  lastEventId: string | undefined,
  connection: Connection,
): Uint8Array => {
  const { forgetful, share } = connection;
  const known = lastEventId === undefined || forgetful ? -1 : frames.findIndex(({ id }) => id === lastEventId);
  const order = frames.slice(known + 1);
  // Only what has an id can be told from its repetition, and only what has a number from its neighbour.
  if (ids === 'seq')
    for (const place of connection.swap) {
      const at = place % Math.max(order.length - 1, 1);
      // The very first number is what one counts from, whatever it is.
      if (order[at + 1] && (at > 0 || lastEventId !== undefined))
        [order[at], order[at + 1]] = [order[at + 1]!, order[at]!];
    }
  if (ids === 'seq' || ids === 'opaque')
    for (const { after, count } of connection.repeat) {
      const at = (after % Math.max(order.length, 1)) + 1;
      order.splice(at, 0, ...order.slice(Math.max(0, at - count), at));
    }
  const bytes = encoder.encode(order.map(({ text }) => text).join(''));
  return bytes.subarray(0, Math.floor(bytes.length * share));
};

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    yield bytes.slice(start, start + size);
    start += size;
  }
}

export interface Heard {
  readonly events: readonly AgentEvent[];
  readonly state: ConversationState;
}

/** Listens through all the connections; the last one brings everything that is still missing. */
export const listenTo = (events: readonly Canonical[], server: Server, connections: readonly Connection[]): Heard => {
  const frames = renderFrames(events, server);
  const heard: AgentEvent[] = [];
  let sequencer = createSequencer();
  let normalize = createNormalizer();
  let state = begin();
  const whole: Connection = { share: 1, chunks: [], forgetful: false, repeat: [], swap: [], reload: false };
  for (const connection of [...connections, whole]) {
    const { id } = sequencer.cursor;
    sequencer.opened(id === undefined);
    const parser = createSseParser();
    for (const chunk of cut(serve(frames, server.ids, id, connection), connection.chunks)) {
      const wires = parser.push(chunk).map(readWire);
      const ready = sequencer.admit(wires.filter((wire) => wire.id !== undefined || eventName(wire) !== 'PING'));
      const now = ready.flatMap(normalize);
      heard.push(...now);
      state = apply(state, now);
    }
    if (!connection.reload) continue;
    const kept = plain({ cursor: sequencer.cursor, open: normalize.open, state });
    sequencer = createSequencer(kept.cursor);
    normalize = createNormalizer(kept.open);
    ({ state } = kept);
  }
  return plain({ events: heard, state });
};
