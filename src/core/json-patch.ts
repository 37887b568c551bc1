import { type JsonObject, isObject } from './wire.js';

/**
 * Applies a JSON Patch (RFC 6902) to a value and gives the new one; the old is untouched.
 *
 * Atomic: a patch that does not fit throws and changes nothing. Operations it does not know are passed by (AG-UI 1.0). Paths through
 * `__proto__`, `constructor` and `prototype` are refused.
 */
export const applyPatch = (value: unknown, patch: readonly unknown[]): unknown => patch.reduce(applyOne, value);

/** Whoever applies a patch keeps the old value then; nobody reads why. */
const unfit = () => new Error('The patch does not fit');

const parse = (pointer: unknown): string[] => {
  if (typeof pointer !== 'string' || !/^(?:\/|$)/.test(pointer)) throw unfit();
  if (/\/(?:__proto__|constructor|prototype)(?:\/|$)/.test(pointer)) throw unfit();
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
};

/** Where the key stands in the container; with `room`, where it may be put. */
const place = (container: unknown, key: string, room: number): string | number => {
  if (Array.isArray(container)) {
    const position = key === '-' ? container.length : Number(key);
    if (/^(0|[1-9]\d*|-)$/.test(key) && position < container.length + room) return position;
  } else if (isObject(container) && (room > 0 || Object.hasOwn(container, key))) return key;
  throw unfit();
};

const read = (value: unknown, keys: readonly string[]): unknown =>
  keys.reduce((inner, key) => (inner as JsonObject)[place(inner, key, 0)], value);

/** Copies the containers on the way to the last key; there, takes `gone` items out and puts the new one in. */
const write = (value: unknown, keys: readonly string[], gone: number, items: unknown[], depth = 0): unknown => {
  const key = keys[depth];
  if (key === undefined) return items[0];
  const isLast = depth === keys.length - 1;
  const position = place(value, key, isLast ? 1 - gone : 0);
  const put = isLast ? items : [write((value as JsonObject)[position], keys, gone, items, depth + 1)];
  if (Array.isArray(value)) return value.toSpliced(position as number, isLast ? gone : 1, ...put);
  const { [key]: _old, ...others } = value as JsonObject;
  return put.length > 0 ? { ...(value as JsonObject), [key]: put[0] } : others;
};

const same = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, position) => same(item, b[position]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
};

const applyOne = (value: unknown, operation: unknown): unknown => {
  if (!isObject(operation)) throw unfit();
  const { op } = operation;
  const to = () => parse(operation.path);
  switch (op) {
    case 'add':
      return write(value, to(), 0, [operation.value]);
    case 'remove':
      return write(value, to(), 1, []);
    case 'replace':
      return write(value, to(), 1, [operation.value]);
    case 'move':
    case 'copy': {
      const from = parse(operation.from);
      return write(op === 'move' ? write(value, from, 1, []) : value, to(), 0, [read(value, from)]);
    }
    case 'test':
      if (!same(read(value, to()), operation.value)) throw unfit();
  }
  return value;
};
