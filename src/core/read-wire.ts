import { readJson } from './read-json.js';
import type { SseEvent } from './sse.js';
import { type JsonObject, type WireEvent, type Writable, isObject, own, ownString, prune } from './wire.js';

/** From what arrived to a {@link WireEvent}: off the stream, or out of the stored events. Never throws. */

/** The event itself, with what its data says in place of the text: very many come, and nobody else has it. */
export const readWire = (event: SseEvent): WireEvent => {
  const wire: Writable<WireEvent> = event;
  const { data } = event;
  try {
    // Without data, or with `[DONE]`, it is only a sign of life.
    if (data !== '' && data !== '[DONE]') wire.data = readJson(data);
    // Shorter than this nothing can be nested deep.
    if (data.length > 1_000) prune(wire.data);
  } catch {
    wire.malformed = true;
  }
  return wire;
};

const asId = (value: unknown): string | undefined =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;

/**
 * A stored event holds the wire event itself, or wraps it in `data` or `payload`. `ids`: what the run's stream goes by, so that both
 * can be told apart from one another's repetitions.
 */
export const readStored = (stored: unknown, ids: 'seq' | 'id' | 'none' = 'seq'): WireEvent => {
  const seq = own(stored, 'seq') ?? own(stored, 'sequence');
  const opaque = own(stored, 'id');
  const id = ids === 'none' ? undefined : asId(ids === 'seq' ? (seq ?? opaque) : (opaque ?? seq));
  prune(stored);
  const wrapped = own(stored, 'data') ?? own(stored, 'payload');
  const type = ownString(stored, 'type', 'eventType');
  const data: unknown =
    isObject(wrapped) && type !== undefined && own(wrapped, 'type') === undefined
      ? ({ ...wrapped, type } satisfies JsonObject)
      : (wrapped ?? stored);
  const event = ownString(stored, 'event') ?? type ?? 'message';
  const named = { ...(id !== undefined && { id }), event };
  // Kept as the text that it was: then it is read as the stream would have been.
  return typeof data === 'string' ? readWire({ ...named, data }) : { ...named, data };
};
