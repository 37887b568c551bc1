import { type JsonObject, isObject } from './wire.js';

/**
 * Applies a JSON Patch (RFC 6902) to a value and gives the new one; the old is untouched.
 *
 * Atomic: a patch that does not fit throws and changes nothing. Operations it does not know are passed by (AG-UI 1.0). Paths through
 * `__proto__`, `constructor` and `prototype` are refused.
 */
export const applyPatch = (value: unknown, patch: readonly unknown[]): unknown => patch.reduce(applyOne, value);

const parse = (pointer: unknown): string[] => {
  if (typeof pointer !== 'string' || !/^(?:\/|$)/.test(pointer)) throw new Error('A JSON Pointer begins with a slash');
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  if (keys.some((key) => /^(?:__proto__|constructor|prototype)$/.test(key)))
    throw new Error('A path may not touch a prototype');
  return keys;
};

/** Where the key stands in the container; with `room`, where it may be put. */
const place = (container: unknown, key: string, room: number): string | number => {
  if (Array.isArray(container)) {
    const position = key === '-' ? container.length : Number(key);
    if (/^(0|[1-9]\d*|-)$/.test(key) && position < container.length + room) return position;
  } else if (isObject(container) && (room > 0 || Object.hasOwn(container, key))) return key;
  throw new Error(`No place "${key}"`);
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
  if (!isObject(operation)) throw new Error('An operation is an object');
  if (!/^(?:add|remove|replace|move|copy|test)$/.test(String(operation.op))) return value;
  const keys = parse(operation.path);
  switch (operation.op) {
    case 'add':
      return write(value, keys, 0, [operation.value]);
    case 'remove':
      return write(value, keys, 1, []);
    case 'replace':
      return write(value, keys, 1, [operation.value]);
    case 'move': {
      const from = parse(operation.from);
      return write(write(value, from, 1, []), keys, 0, [read(value, from)]);
    }
    case 'copy':
      return write(value, keys, 0, [read(value, parse(operation.from))]);
    default:
      if (!same(read(value, keys), operation.value)) throw new Error('A test failed');
      return value;
  }
};
