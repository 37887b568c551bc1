import { isObject, type JsonObject, text } from './json.js';
import type { Entry, Approval, Run } from './runs.js';
import { isOver, notBegun } from './runs.js';
import type { Line } from './snapshot-file.js';

/** What of a run never changes. */
type Header = Omit<Run, keyof Mutable>;
type Mutable = Pick<
  Run,
  'log' | 'approvals' | 'feedback' | 'listeners' | 'latestSeq' | 'written' | 'retold' | 'spent' | keyof State
>;
/** What changes now and then, and is small. */
type State = Pick<Run, 'status' | 'played' | 'forgot' | 'finalOutput' | 'step' | 'progress' | 'finishedAt' | 'used'>;

/** What has lines of its own. */
const changing: Readonly<Record<keyof Mutable, true>> = {
  log: true,
  approvals: true,
  feedback: true,
  listeners: true,
  latestSeq: true,
  written: true,
  retold: true,
  spent: true,
  status: true,
  played: true,
  forgot: true,
  finalOutput: true,
  step: true,
  progress: true,
  finishedAt: true,
  used: true,
};

/** What was played to its end is not played again: then the script is left out. */
const headerOf = (run: Run): Header =>
  Object.fromEntries(
    Object.entries(run).filter(([name]) => !(name in changing) && !(run.played && name === 'script')),
  ) as unknown as Header;

const stateOf = (run: Run): State => {
  const { status, played, forgot, finalOutput, step, progress, finishedAt, used } = run;
  const defined = { forgot, step, progress, finishedAt, used };
  const state = JSON.parse(JSON.stringify(defined)) as Partial<State>;
  // Of a run that goes on, the text is written again as it is played again.
  return { status, played, ...state, finalOutput: isOver(run) ? finalOutput : '' };
};

/** Without the faults that have happened: they happen once. */
const writeEntry = (entry: Entry): JsonObject => {
  if (entry.kind === 'fault') return { ...entry };
  const { pausesFor, ...event } = entry;
  return { ...event, ...(pausesFor && { pausesFor: pausesFor.id }) };
};

/** A run as it is, in few lines. */
export const linesOfRun = function* (run: Run): Generator<Line> {
  yield ['run', run.id, headerOf(run)];
  for (const approval of run.approvals.values()) yield ['approval', run.id, approval];
  yield ['log', run.id, { entries: run.log.map(writeEntry), written: run.written ?? 0 }];
  for (const given of run.feedback) yield ['feedback', run.id, given];
  yield ['state', run.id, stateOf(run)];
};

/** Writes down what a run becomes from now on. */
export const recordRun = (run: Run, append: (line: Line) => void): void => {
  const { id } = run;
  let { retold, spent } = run;
  let logged = run.log.length;
  let kept = run.feedback.length;
  let state = JSON.stringify(stateOf(run));
  const approvals = new Map<string, string>();
  for (const approval of run.approvals.values()) approvals.set(approval.id, JSON.stringify(approval));

  run.listeners.add(() => {
    // First what an event may name.
    for (const approval of run.approvals.values()) {
      const now = JSON.stringify(approval);
      if (approvals.get(approval.id) === now) continue;
      approvals.set(approval.id, now);
      append(['approval', id, approval]);
    }
    if (retold !== run.retold || spent !== run.spent) {
      ({ retold, spent } = run);
      logged = run.log.length;
      append(['log', id, { entries: run.log.map(writeEntry), written: run.written ?? 0 }]);
    }
    for (; logged < run.log.length; logged += 1) {
      const entry = run.log[logged];
      if (entry) append(['entry', id, writeEntry(entry)]);
    }
    for (; kept < run.feedback.length; kept += 1) append(['feedback', id, run.feedback[kept]]);
    const now = stateOf(run);
    const written = JSON.stringify(now);
    if (written === state) return;
    state = written;
    append(['state', id, now]);
  });
};

const readEntry = (run: Run, value: JsonObject): Entry => {
  const pausesFor = run.approvals.get(text(value, 'pausesFor') ?? '');
  const { pausesFor: _, ...entry } = value;
  return { ...entry, ...(pausesFor && { pausesFor }) } as unknown as Entry;
};

const append = (run: Run, value: JsonObject): void => {
  const entry = readEntry(run, value);
  run.log.push(entry);
  if (entry.kind === 'event') run.latestSeq = entry.seq;
};

/** Makes a run what a line says of it. False where the line is about something else. */
export const readRunLine = (runs: Map<string, Run>, [kind, id, value]: Line): boolean => {
  if (kind === 'run') {
    runs.set(id, {
      ...(value as Header),
      requestId: text(value, 'requestId'),
      ...notBegun(),
    });
    return true;
  }
  const run = runs.get(id);
  if (!run || !isObject(value)) return false;
  switch (kind) {
    case 'log': {
      const { entries, written } = value as { entries: JsonObject[]; written: number };
      run.log.length = 0;
      run.latestSeq = 0;
      for (const entry of entries) append(run, entry);
      run.written = written;
      return true;
    }
    case 'entry':
      append(run, value);
      run.written = (run.written ?? 0) + 1;
      return true;
    case 'approval': {
      const approval = value as unknown as Approval;
      const known = run.approvals.get(approval.id);
      // Events hold on to it.
      if (known) Object.assign(known, approval);
      else run.approvals.set(approval.id, approval);
      return true;
    }
    case 'feedback':
      run.feedback.push(value);
      return true;
    case 'state':
      for (const name of ['forgot', 'step', 'progress', 'finishedAt', 'used'] as const) delete run[name];
      Object.assign(run, value);
      return true;
    default:
      return false;
  }
};
