import type { Platform } from '../platform.js';
import { type Row, rowsOf } from './rows.js';

/** What a list is to do: set these rows, in that order, and drop those ids. */
export interface Change {
  readonly set: readonly Row[];
  readonly gone: readonly string[];
}

/** Tells what has changed in the console's lists since it was asked last; at first, everything. */
export const createChanges = (platform: Platform): (() => Record<string, Change>) => {
  const sent = new Map<string, Map<string, string>>();
  return () => {
    const changes: Record<string, Change> = {};
    for (const [name, rows] of Object.entries(rowsOf)) {
      const before = sent.get(name) ?? new Map<string, string>();
      const now = new Map<string, string>();
      const set: Row[] = [];
      for (const row of rows(platform)) {
        const text = JSON.stringify(row);
        now.set(row.id, text);
        if (before.get(row.id) !== text) set.push(row);
      }
      const gone = [...before.keys()].filter((id) => !now.has(id));
      sent.set(name, now);
      if (set.length > 0 || gone.length > 0) changes[name] = { set, gone };
    }
    return changes;
  };
};
