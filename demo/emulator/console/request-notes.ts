import type { Platform } from '../platform.js';
import type { RequestRecord } from '../store.js';

/** What a request is not asked to know of itself. */
export interface RequestNote {
  readonly id: string;
  /** ISO-8601; missing on one that nobody noted. */
  readonly at?: string;
}

const notes = new WeakMap<RequestRecord, RequestNote>();
let last = 0;

export const noteOf = (request: RequestRecord, at?: string): RequestNote => {
  const known = notes.get(request);
  if (known) return known;
  last += 1;
  const note: RequestNote = { id: String(last), ...(at !== undefined && { at }) };
  notes.set(request, note);
  return note;
};

/** Notes each request from now on as it is answered. */
export const noteRequests = ({ store, journal }: Platform): void => {
  journal.subscribe((entry) => {
    const request = entry.what === 'request' ? store.requests.at(-1) : undefined;
    if (request) noteOf(request, entry.at);
  });
};
