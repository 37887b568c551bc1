import type { Platform } from '../platform.js';
import { type Entry, type Run, storedEvent } from '../runs.js';

/** An event of a run, or a fault that stands between events, as the console shows it. */
export interface LogRow {
  /** Counts from 0 through the log. */
  readonly index: number;
  readonly seq?: number;
  readonly name: string;
  /** JSON, cut off where it is long. */
  readonly data: string;
  readonly isFault?: boolean;
}

/** Of one event, in characters. */
const MAX_DATA = 20_000;
/** Entries at once, so that a long run comes in pieces. */
const MAX_ENTRIES = 500;

const toRow = (entry: Entry, index: number): LogRow => {
  if (entry.kind === 'fault') {
    const { word, ...fault } = entry.fault;
    return { index, name: word, data: JSON.stringify(fault), isFault: true };
  }
  const { seq, type = '(no name)', data } = storedEvent(entry);
  return { index, seq, name: type, data: (JSON.stringify(data) ?? '').slice(0, MAX_DATA) };
};

/** What the log of one run has more since it was asked last; `isNew` where it begins again. */
export const createLogReader = (
  { store }: Platform,
  runId: string,
): (() => { rows: LogRow[]; isNew: boolean; hasMore: boolean } | undefined) => {
  let read = 0;
  let lastSeq = 0;
  let known: Run | undefined;
  return () => {
    const run = store.runs.get(runId);
    if (!run) return undefined;
    // A script may have restarted the platform: the log is told anew, in fewer pieces.
    const isNew = known === undefined || run.log.length < read || run.latestSeq < lastSeq;
    if (isNew) read = 0;
    known = run;
    lastSeq = run.latestSeq;
    const rows = run.log.slice(read, read + MAX_ENTRIES).map((entry, index) => toRow(entry, read + index));
    read += rows.length;
    return { rows, isNew, hasMore: read < run.log.length };
  };
};
