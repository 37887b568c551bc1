import type { Random } from './random.js';
import type { Story } from './story.js';

/** What goes wrong in a simulated conversation: a plan that is drawn beforehand, and met where it stands. */
export interface Plan {
  readonly line: readonly LineFault[];
  readonly calls: readonly CallFault[];
  readonly page: readonly PageFault[];
  /** The person stops a message's answer, so many ms after they sent it. */
  readonly stops: readonly { readonly message: number; readonly after: number }[];
}

/** Meets the first stream of that message's run that comes to the byte. */
export interface LineFault {
  /** Its row in FAULTS.md. */
  readonly row: string;
  /** Index of the message. */
  readonly message: number;
  /** Byte of the run as it would stream without fault. */
  readonly at: number;
  readonly happens:
    | 'cut'
    | 'end'
    | 'silence'
    | 'heartbeats'
    | 'held back'
    | 'duplicate'
    | 'replay'
    | 'gap'
    | 'swap'
    | 'talk after the end'
    | 'comments';
  readonly count: number;
  /** What the calls meet from here on. */
  readonly next: readonly CallFault[];
}

export type CallName = 'runs' | 'aiui' | 'events' | 'approvals' | 'feedback' | 'token';

/** Meets the next call of that name. */
export interface CallFault {
  readonly row: string;
  readonly on: CallName;
  /** With which message it begins to count. */
  readonly message: number;
  readonly how:
    | 'status'
    | 'page'
    | 'empty'
    | 'invalid'
    | 'nameless'
    | 'odd type'
    | 'running already'
    | 'lost'
    | 'refused line'
    | 'slow'
    | 'never'
    | 'expired token'
    | 'spent token';
  readonly status: number;
  readonly retryAfter?: string | undefined;
}

/** Happens to the page when that many bytes of the message's run were sent. */
export interface PageFault {
  readonly message: number;
  readonly at: number;
  readonly happens: 'reload' | 'crash' | 'offline' | 'put away' | 'asleep' | 'clock jumps' | 'second tab';
}

type Draw = (random: Random, place: { message: number; at: number }, story: Story) => Partial<LineFault> | CallFault;

const call = (row: string, on: CallName, how: CallFault['how'], message: number, more: object = {}): CallFault => ({
  row,
  on,
  how,
  message,
  status: 0,
  ...more,
});

const transient = [500, 502, 503, 504, 408, 425, 429] as const;

const cut = (random: Random): Pick<LineFault, 'happens'> => ({ happens: random.pick(['cut', 'end'] as const) });

/** The rows that are drawn, each with what it does here. */
const rows: Record<string, Draw> = {
  F15: (random, { message }) => call('F15', 'runs', 'status', message, { status: random.pick(transient) }),
  F16: (_, { message }) => call('F16', 'runs', 'lost', message),
  F17: (_, { message }) => call('F17', 'runs', 'running already', message),
  F18: (random, { message }) => call('F18', 'runs', random.pick(['page', 'empty', 'invalid', 'nameless']), message),
  F19: (random, { message }) => ({
    ...cut(random),
    next: [call('F19', 'aiui', random.pick(['slow', 'never']), message)],
  }),
  F20: () => ({ happens: 'silence' }),
  F21: () => ({ happens: 'heartbeats' }),
  F22: () => ({ happens: 'cut' }),
  F23: (random, { message }) => ({
    ...cut(random),
    next: Array.from({ length: random.integer(1, 2) }, () =>
      call('F23', 'aiui', random.pick(['page', 'odd type']), message),
    ),
  }),
  F24: () => ({ happens: 'end' }),
  F25: (random, { message }) => ({ ...cut(random), next: [call('F25', 'aiui', 'status', message, { status: 204 })] }),
  F26: () => ({ happens: 'cut' }),
  F27: (random) => ({ happens: 'duplicate', count: random.integer(1, 12) }),
  F28: () => ({ happens: 'replay' }),
  F29: (random) => ({ happens: 'gap', count: random.integer(1, 5) }),
  F30: () => ({ happens: 'swap' }),
  F31: (random, { message }) => ({ ...cut(random), next: [call('F31', 'aiui', 'status', message, { status: 410 })] }),
  F33: () => ({ happens: 'talk after the end' }),
  F34: (random, { message }) =>
    call('F34', 'approvals', random.pick(['lost', 'status', 'slow', 'refused line']), message, {
      status: random.pick(transient),
    }),
  F52: (random, { message }) => ({
    ...cut(random),
    next: [
      call(
        'F52',
        random.pick(['aiui', 'aiui', 'approvals', 'events', 'runs']),
        random.pick(['expired token', 'spent token']),
        message,
      ),
    ],
  }),
  F59: () => ({ happens: 'held back' }),
  /** The stored events are asked for when the stream does not tell; they may fail as any call. */
  F29b: (random, { message }) =>
    call('F29', 'events', random.pick(['status', 'lost', 'page', 'refused line']), message, {
      status: random.pick(transient),
    }),
  F24b: (random, { message }) => ({
    ...cut(random),
    next: Array.from({ length: random.integer(1, 3) }, () =>
      call('F24', 'aiui', random.pick(['status', 'refused line', 'lost']), message, { status: random.pick(transient) }),
    ),
  }),
  F11: (random, { message }) =>
    call('F11', random.pick(['runs', 'approvals', 'events']), 'status', message, {
      status: 429,
      retryAfter: random.pick(['7', '0', '-3', 'soon', '60']),
    }),
  F48: (random, { message }) => call('F48', 'token', random.pick(['status', 'slow']), message),
};

/** What a server whose events have no numbers cannot do. */
const needsNumbers = new Set(['F29', 'F30']);
const needsIds = new Set(['F27', 'F28', 'F31', ...needsNumbers]);

/** @param lengths bytes of each message's run as it streams without fault */
export const drawPlan = (random: Random, story: Story, lengths: readonly number[]): Plan => {
  const line: LineFault[] = [];
  const calls: CallFault[] = [];
  const page: PageFault[] = [];
  const place = () => {
    const message = random.integer(0, lengths.length - 1);
    return { message, at: random.integer(0, lengths[message]! - 1) };
  };
  const names = Object.keys(rows).filter(
    (row) => !(story.ids !== 'seq' && needsNumbers.has(row)) && !(story.ids === 'none' && needsIds.has(row)),
  );
  for (let count = random.integer(1, 8); count > 0; count--) {
    const row = random.pick(names);
    const where = place();
    const drawn = rows[row]!(random, where, story);
    if ('on' in drawn) calls.push(drawn);
    else line.push({ row: row.slice(0, 3), happens: 'cut', count: 0, next: [], ...where, ...drawn });
  }
  while (random.chance(0.3)) {
    page.push({
      ...place(),
      happens: random.pick([
        'reload',
        'reload',
        'crash',
        'offline',
        'put away',
        'asleep',
        'clock jumps',
        'second tab',
        'second tab',
      ]),
    });
  }
  const stops = random.chance(0.2)
    ? [{ message: place().message, after: random.integer(0, random.pick([1_000, 20_000])) }]
    : [];
  return { stops, line: line.toSorted((a, b) => a.at - b.at), calls, page };
};
