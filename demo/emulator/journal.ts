import type { RunStatus } from './runs.js';
import type { RequestRecord } from './store.js';

/** Something that happened on the platform, for whoever watches. Never a token, never an API key. */
export type Happening =
  | ({ readonly what: 'request' } & RequestRecord)
  | {
      readonly what: 'run-created';
      readonly runId: string;
      readonly agentId: string;
      readonly deploymentId: string;
      readonly agentSessionId: string;
      readonly externalUserId: string;
      readonly message: string;
    }
  | { readonly what: 'run-status'; readonly runId: string; readonly status: RunStatus }
  /** An event of a run, as `GET /events` shows it. */
  | {
      readonly what: 'event';
      readonly runId: string;
      readonly seq: number;
      readonly type?: string;
      readonly data: unknown;
    }
  | {
      readonly what: 'approval-wanted' | 'approval-decided';
      readonly runId: string;
      readonly approvalId: string;
      readonly tool: string;
      readonly decision?: string;
      readonly decidedBy?: string;
    }
  | { readonly what: 'feedback'; readonly runId: string; readonly given: unknown }
  | {
      readonly what: 'token-minted';
      /** The `jti`; of no use to anyone. */
      readonly tokenId: string;
      readonly tokenFamilyId: string;
      readonly grantId: string;
      readonly deploymentId: string;
      readonly externalUserId: string;
      /** ISO-8601. */
      readonly expiresAt: string;
    }
  | { readonly what: 'token-refused'; readonly code: string; readonly deploymentId?: string }
  | { readonly what: 'family-revoked'; readonly tokenFamilyId: string };

/** A happening with its number, from 1 in this life of the emulator, and its time (ISO-8601). */
export type JournalEntry = Happening & { readonly id: number; readonly at: string };

/** What happens, as it happens; the last thousand entries are kept in memory. */
export interface Journal {
  write(happening: Happening): void;
  /** Calls `listener` with every entry from now on, at once. Returns what ends it. */
  subscribe(listener: (entry: JournalEntry) => void): () => void;
  /** What is kept, oldest first; behind that number, where one is given. */
  recent(after?: number): readonly JournalEntry[];
}

const KEPT = 1000;

export const createJournal = (now: () => number): Journal => {
  const entries: JournalEntry[] = [];
  const listeners = new Set<(entry: JournalEntry) => void>();
  let lastId = 0;
  return {
    write: (happening) => {
      lastId += 1;
      const entry: JournalEntry = { ...happening, id: lastId, at: new Date(now()).toISOString() };
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      for (const listener of listeners) listener(entry);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    recent: (after = 0) => entries.filter(({ id }) => id > after),
  };
};
