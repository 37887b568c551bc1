import type { Frame } from './dialects.js';
import type { Fault } from './faults.js';
import { isObject, type JsonObject, text } from './json.js';
import type { Script } from './script.js';

export type RunStatus = 'QUEUED' | 'RUNNING' | 'WAITING_FOR_APPROVAL' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

/** What a run has to say, in order. Faults stand between events and are used up by the first stream that meets them. */
export type Entry = LoggedEvent | { readonly kind: 'fault'; readonly fault: Fault; spent: boolean };

export interface LoggedEvent {
  readonly kind: 'event';
  /** From 1, without holes. */
  readonly seq: number;
  readonly frame: Frame;
  /** Set on an interrupt: a stream ends here for as long as the approval is open. */
  readonly pausesFor?: Approval;
}

export type Decision = 'approved' | 'rejected' | 'expired';

export interface Approval {
  readonly id: string;
  readonly runId: string;
  readonly toolCallId: string;
  readonly tool: string;
  /** What the person is asked, and about which arguments. */
  readonly title?: string;
  readonly description?: string;
  readonly args?: unknown;
  /** ISO-8601. */
  readonly requestedAt?: string;
  readonly expiresAt?: string;
  decision?: Decision;
  /** Who decided, or nobody where it expired. */
  decidedBy?: string;
  /** ISO-8601. */
  decidedAt?: string;
  reason?: string;
  editedArgs?: unknown;
}

export interface Run {
  readonly id: string;
  readonly agentId: string;
  readonly deploymentId: string;
  readonly externalAppId: string;
  readonly agentSessionId: string;
  readonly tokenFamilyId: string;
  readonly externalUserId: string;
  readonly threadId: string;
  readonly requestId: string | undefined;
  readonly input: unknown;
  readonly message: string;
  /** ISO-8601. */
  readonly createdAt: string;
  readonly log: Entry[];
  readonly approvals: Map<string, Approval>;
  readonly feedback: JsonObject[];
  readonly listeners: Set<() => void>;
  status: RunStatus;
  /** Nothing more will be said. May be later than the end of the run: some agents talk on. */
  played: boolean;
  latestSeq: number;
  /** The numbers that listeners know are of another life of the platform. */
  forgot?: 'replays' | 'gone';
  finalOutput: string;
  /** Whose API key the agent belongs to; missing where there are no keys. */
  readonly tenantId?: string;
  /** Tried out by whoever makes the agent; belongs to no conversation. */
  readonly isTest?: boolean;
  /** What it plays, unless a program answers. */
  readonly script?: Script;
  /** Whoever is asked is asked in AG-UI's way. */
  readonly interrupts?: boolean;
  /** How many entries were ever logged: told in fewer pieces, the log has fewer. */
  written?: number;
  /** The step that is being taken. */
  step?: string;
  /** How far the work is. */
  progress?: { readonly current: number; readonly total: number; readonly label: string };
  /** ISO-8601. */
  finishedAt?: string;
  /** What a program counted, in tokens. */
  used?: { readonly input: number; readonly output: number };
  /** How often the log was written anew. */
  retold?: number;
  /** How many faults have happened. */
  spent?: number;
}

/** All that becomes of a run, before any of it did. */
export const notBegun = (): Pick<
  Run,
  'log' | 'approvals' | 'feedback' | 'listeners' | 'status' | 'played' | 'latestSeq' | 'finalOutput'
> => ({
  log: [],
  approvals: new Map(),
  feedback: [],
  listeners: new Set(),
  status: 'QUEUED',
  played: false,
  latestSeq: 0,
  finalOutput: '',
});

export const isOver = (run: Run): boolean =>
  run.status === 'COMPLETED' || run.status === 'FAILED' || run.status === 'CANCELLED';

export const notify = (run: Run): void => {
  for (const listener of run.listeners) listener();
};

export const appendEvent = (run: Run, frame: Frame, pausesFor?: Approval): void => {
  run.latestSeq += 1;
  run.written = (run.written ?? 0) + 1;
  run.log.push({ kind: 'event', seq: run.latestSeq, frame, ...(pausesFor && { pausesFor }) });
  notify(run);
};

export const appendFault = (run: Run, fault: Fault): void => {
  run.written = (run.written ?? 0) + 1;
  run.log.push({ kind: 'fault', fault, spent: false });
  notify(run);
};

/** A fault happens once. */
export const spend = (run: Run, entry: Extract<Entry, { kind: 'fault' }>): void => {
  entry.spent = true;
  run.spent = (run.spent ?? 0) + 1;
  notify(run);
};

/** Takes what a person thought of it; the same `requestId` counts once. */
export const addFeedback = (run: Run, given: JsonObject): void => {
  const requestId = text(given, 'requestId');
  if (requestId !== undefined && run.feedback.some((known) => known['requestId'] === requestId)) return;
  run.feedback.push(given);
  notify(run);
};

/** Neighbouring pieces of one text are one piece. */
const join = (last: Entry | undefined, { frame }: LoggedEvent): Frame | undefined => {
  if (last?.kind !== 'event' || text(frame.data, 'type') !== 'TEXT_MESSAGE_CONTENT') return undefined;
  const [before, now] = [last.frame.data as JsonObject, frame.data as JsonObject];
  if (before['type'] !== now['type'] || before['messageId'] !== now['messageId']) return undefined;
  return { ...frame, data: { ...now, delta: `${String(before['delta'])}${String(now['delta'])}` } };
};

/** What a run says once the platform was restarted: the same in fewer pieces, with other numbers. */
export const retell = (run: Run, forgot: 'replays' | 'gone'): void => {
  const log: Entry[] = [];
  let seq = 0;
  for (const entry of run.log) {
    if (entry.kind === 'fault') {
      if (!entry.spent) log.push(entry);
      continue;
    }
    const joined = join(log.at(-1), entry);
    if (joined) log.pop();
    else seq += 1;
    log.push({ ...entry, seq, frame: joined ?? entry.frame });
  }
  run.log.splice(0, Infinity, ...log);
  run.latestSeq = seq;
  run.forgot = forgot;
  run.retold = (run.retold ?? 0) + 1;
  notify(run);
};

export const setStatus = (run: Run, status: RunStatus): void => {
  run.status = status;
  notify(run);
};

/** Resolves at the run's next change; rejects with the signal's reason when that aborts. */
export const nextChange = (run: Run, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const letGo = (): void => {
      run.listeners.delete(change);
      signal.removeEventListener('abort', abort);
    };
    const change = (): void => {
      letGo();
      resolve();
    };
    const abort = (): void => {
      letGo();
      reject(signal.reason);
    };
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    run.listeners.add(change);
    signal.addEventListener('abort', abort);
  });

/** Resolves when the run is over or waits for a person. */
export const settled = async (run: Run, signal: AbortSignal): Promise<void> => {
  // Each turn waits for the run itself; there is nothing to do at the same time.
  // oxlint-disable-next-line no-await-in-loop
  while (!isOver(run) && run.status !== 'WAITING_FOR_APPROVAL') await nextChange(run, signal);
};

const nameIn = (data: unknown): string | undefined => text(data, 'type') ?? text(data, 'event');

/** An event as `GET /events` shows it: its number, its name, and the payload of the stream. */
export const storedEvent = ({ seq, frame }: LoggedEvent): StoredEvent => {
  const type = frame.event ?? nameIn(frame.data);
  return { id: String(seq), seq, ...(type !== undefined && { type }), data: frame.data };
};

/** The older form: the payload itself, with its number. */
export const flatEvent = ({ seq, frame }: LoggedEvent): object => {
  const payload = isObject(frame.data) ? frame.data : { data: frame.data };
  return { ...(frame.event !== undefined && { type: frame.event }), ...payload, seq };
};

export interface StoredEvent {
  readonly id: string;
  readonly seq: number;
  readonly type?: string;
  readonly data: unknown;
}
