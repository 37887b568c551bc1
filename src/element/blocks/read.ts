import type { UiBlock } from '../../core/index.js';

/** Anything that came as a JSON object. Its own properties count, those of its prototype never do. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of the named own properties that is set. */
export const read = (fields: Fields, ...names: string[]): unknown => {
  for (const name of names) {
    if (Object.hasOwn(fields, name) && fields[name] !== undefined && fields[name] !== null) return fields[name];
  }
  return undefined;
};

/** The first of the named properties that is text or a number, as text. */
export const readText = (fields: Fields, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = read(fields, name);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return undefined;
};

export const readNumber = (fields: Fields, ...names: string[]): number | undefined => {
  const value = read(fields, ...names);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const readList = (fields: Fields, ...names: string[]): readonly unknown[] => {
  for (const name of names) {
    const value = read(fields, name);
    if (Array.isArray(value)) return value;
  }
  return [];
};

/** What a block is made of: agents put it beside the kind or one level below. */
export const contentOf = (block: UiBlock): Fields => {
  const below = ['data', 'props', 'payload', 'content'].map((name) => read(block.data, name)).find(isFields);
  return below ? { ...block.data, ...below } : block.data;
};

/** Any value as text that a person can read. */
export const show = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
