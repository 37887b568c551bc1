import { isObject } from './wire.js';

/**
 * Applies a JSON Patch (RFC 6902) to a value and gives the new one; the old is untouched.
 *
 * Atomic: a patch that does not fit throws and changes nothing. Operations it does not know are passed by (AG-UI 1.0). Paths through
 * `__proto__`, `constructor` and `prototype` are refused.
 */
export const applyPatch = (value: unknown, patch: readonly unknown[]): unknown => patch.reduce(applyOne, value);

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const parse = (pointer: unknown): string[] => {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/')))
    throw new Error('A JSON Pointer begins with a slash');
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  if (keys.some((key) => forbidden.has(key))) throw new Error('A path may not touch a prototype');
  return keys;
};

const index = (list: readonly unknown[], key: string, end: number): number => {
  const position = key === '-' ? list.length : Number(key);
  if (!/^(0|[1-9]\d*|-)$/.test(key) || position > end) throw new Error(`No place "${key}" in a list of ${list.length}`);
  return position;
};

const read = (value: unknown, keys: readonly string[]): unknown =>
  keys.reduce((inner, key) => {
    if (Array.isArray(inner)) return inner[index(inner, key, inner.length - 1)] as unknown;
    if (!isObject(inner) || !Object.hasOwn(inner, key)) throw new Error(`Nothing at "${key}"`);
    return inner[key];
  }, value);

/** Copies the containers on the way to the last key, and lets `change` make the last one. */
const write = (
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (container: unknown, key: string) => unknown,
): unknown => {
  if (key === undefined) return value;
  if (rest.length === 0) return change(value, key);
  const inner = write(read(value, [key]), rest, change);
  return Array.isArray(value)
    ? value.with(index(value, key, value.length - 1), inner)
    : { ...(value as object), [key]: inner };
};

const add = (value: unknown, keys: string[], item: unknown): unknown =>
  keys.length === 0
    ? item
    : write(value, keys, (container, key) => {
        if (Array.isArray(container)) return container.toSpliced(index(container, key, container.length), 0, item);
        if (!isObject(container)) throw new Error(`Nothing to put "${key}" into`);
        return { ...container, [key]: item };
      });

const remove = (value: unknown, keys: string[]): unknown => {
  read(value, keys);
  return write(value, keys, (container, key) => {
    if (Array.isArray(container)) return container.toSpliced(index(container, key, container.length - 1), 1);
    const { [key]: _gone, ...others } = container as Record<string, unknown>;
    return others;
  });
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
  const keys = parse(operation.path);
  switch (operation.op) {
    case 'add':
      return add(value, keys, operation.value);
    case 'remove':
      return remove(value, keys);
    case 'replace':
      return keys.length === 0
        ? operation.value
        : add(
            Array.isArray(read(value, keys.slice(0, -1))) ? remove(value, keys) : (read(value, keys), value),
            keys,
            operation.value,
          );
    case 'move': {
      const from = parse(operation.from);
      return add(remove(value, from), keys, read(value, from));
    }
    case 'copy':
      return add(value, keys, read(value, parse(operation.from)));
    case 'test':
      if (!same(read(value, keys), operation.value)) throw new Error('A test failed');
      return value;
    default:
      return value;
  }
};
