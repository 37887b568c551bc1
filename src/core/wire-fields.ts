import { type JsonObject, firstOf, isObject, memoize, ownString, prune } from './wire.js';

/** Reads the fields of a known event under every name that is in use for them (PROTOCOL.md §4, "Finding an event's name", 4). */

/** What a field must be, whatever came: anything else in it is dropped. */
const kinds: readonly (readonly [RegExp, (value: unknown) => unknown])[] = [
  [
    /(?:Id|Name|Type|Version|Value|At)$|^(?:id|reason|delta|message|code|title|role|name|description|source|subtype|risk|decidedBy)$/,
    (value) => text({ value }, 'value'),
  ],
  [/^(?:usage|messages|interrupts)$/, (value) => (Array.isArray(value) ? value.filter(isObject) : undefined)],
  [/^(?:metadata|responseSchema)$/, (value) => (isObject(value) ? value : undefined)],
  [/^timestamp$/, (value) => (Number.isFinite(value) ? value : undefined)],
];

/** Our spelling of a field, and how it is read; `undefined` for one that is not. */
const field = memoize((key) => {
  const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (/^(?:type|event|__proto__)$/.test(name)) return undefined;
  return { name, read: kinds.find(([names]) => names.test(name))?.[1] };
});

/** The top level of an event with camelCase names, in each field only what belongs there, and nothing from a prototype. */
export const readFields = (data: unknown): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  if (!isObject(data)) return fields;
  for (const key of Object.keys(data)) {
    const known = field(key);
    if (!known) continue;
    const { name, read } = known;
    const value = read ? read(data[key]) : data[key];
    if (value !== undefined) fields[name] ??= value;
  }
  return fields;
};

/** The first of the named fields that is there. */
export const first = firstOf((value): value is unknown => value !== undefined);

const firstText = firstOf((value) => typeof value === 'string' || typeof value === 'number');

/** The same, where it is text or a number. */
export const text = (fields: JsonObject, ...names: string[]): string | undefined =>
  firstText(fields, ...names)?.toString();

/** Reads JSON text; text that is none stays, and an empty one is nothing. */
export const parseText = (json: string): unknown => {
  try {
    return prune(JSON.parse(json) as unknown);
  } catch {
    return json || undefined;
  }
};

export const asText = (value: unknown): string => {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  } catch {
    return ''; // Nested deeper than the stack.
  }
};

/** Text of an AG-UI content: a string, or parts of which the text ones count. */
export const contentText = (value: unknown): string =>
  Array.isArray(value) && value.every((part) => isObject(part) && 'type' in part)
    ? value.map((part) => ownString(part, 'text') ?? '').join('')
    : asText(value);

/** The list, or an empty one. */
export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
