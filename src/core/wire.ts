/** What the platform sends, as loosely typed as it is. Only `normalize.ts` looks inside. */

/** One server-sent event after its JSON was read (PROTOCOL.md §4). */
export interface WireEvent {
  /** The SSE `id:`, if the event had one: the run's sequence number, or an opaque id. */
  readonly id?: string;
  /** The SSE `event:` name; `message` where none was sent. */
  readonly event: string;
  /** The parsed `data:`; the text itself where it is not JSON. */
  readonly data: unknown;
  /** Set where `data:` was not JSON. */
  readonly malformed?: true;
  /** Set where the event was larger than the limit and its content was skipped. */
  readonly oversized?: true;
}

/** Any JSON object. Read it through {@link own}: what an attacker's `__proto__` says must not count. */
export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own property, or `undefined`; never one from a prototype. */
export const own = (object: unknown, key: string): unknown =>
  isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;

/** Reads the first of the named own properties that fits. */
export const firstOf =
  <Value>(fits: (value: unknown) => value is Value) =>
  (object: unknown, ...keys: string[]): Value | undefined => {
    for (const key of keys) {
      const value = own(object, key);
      if (fits(value)) return value;
    }
    return undefined;
  };

/** The first of the named own properties that is a string. */
export const ownString = (object: unknown, ...keys: string[]): string | undefined => {
  // Spelled out: it is asked about every event.
  for (const key of keys) {
    const value = own(object, key);
    if (typeof value === 'string') return value;
  }
  return undefined;
};

/** The first of the named own properties that is a finite number. */
export const ownNumber = firstOf((value): value is number => Number.isFinite(value));

/** Empties what is nested deeper than anyone could draw or keep, in place: whoever walks the value later may recurse. */
export const prune = <Value>(value: Value): Value => {
  let level: Record<string, unknown>[] = [{ value }];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthLimit) for (const inner of level) for (const key of Object.keys(inner)) delete inner[key];
    level = level.flatMap((inner) =>
      Object.values(inner).filter((one): one is typeof inner => typeof one === 'object' && one !== null),
    );
  }
  return value;
};

const depthLimit = 500;

/** The shape while it is being made. */
export type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

type Undefinable<Fields> = { [Key in keyof Fields]: undefined extends Fields[Key] ? Key : never }[keyof Fields];

/** The fields, without those that are `undefined`: state and messages are plain JSON. */
export const defined = <Fields extends object>(
  fields: Fields,
): Omit<Fields, Undefinable<Fields>> & { [Key in Undefinable<Fields>]?: Exclude<Fields[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** The text up to `end` by itself: in memory, a slice holds the whole that it was cut from. */
export const detached = (text: string, end?: number): string => ` ${text}`.slice(1, end);

/** Works each text out once: names repeat with every event of a run. Bounded, since they come from outside. */
export const memoize = <Result>(work: (text: string) => Result): ((text: string) => Result) => {
  const known = new Map<string, Result>();
  let last: string | undefined;
  let result: Result;
  return (text) => {
    // Mostly the same again.
    if (text === last) return result;
    const isKnown = known.has(text);
    result = isKnown ? known.get(text)! : work(text);
    last = text;
    if (!isKnown && known.size < 512 && text.length < 64) known.set(text, result);
    return result;
  };
};
