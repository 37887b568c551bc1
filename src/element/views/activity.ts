import type { Part, ProgressPart, Turn } from '../../core/index.js';
import type { Strings } from '../locales/index.js';
import { inWords } from './untrusted.js';

/** What goes on, in a line. */
export interface Activity {
  readonly text: string;
  /** Wall clock, ms: when the work began. Absent where the agent does nothing beside answering. */
  readonly since?: number | undefined;
  /** How much of it is done, 0 to 1, where anybody knows. */
  readonly share?: number | undefined;
}

/** The steps done, and how many there are; 0 while nobody has said. */
const countOf = ({ steps, current, total = 0 }: ProgressPart) => ({
  current: Math.min(total, Math.floor(current ?? steps.filter(({ status }) => status === 'done').length)),
  total,
});

/** `Step 3 of 10: reading invoices`; of a hundred it is a percentage. */
const progressText = (part: ProgressPart, strings: Strings): string => {
  const { current, total } = countOf(part);
  const step = part.steps.findLastIndex(({ status }) => status === 'running');
  const name = part.steps[step]?.name ?? part.label;
  const count =
    total === 100
      ? `${current} %`
      : step >= 0 && step < total
        ? strings.step(step + 1, total)
        : total > 0 && strings.stepsDone(current, total);
  return [count, name].filter(Boolean).join(': ') || strings.progress;
};

type Working = Extract<Part, { kind: 'tool' | 'reasoning' | 'progress' }>;

/** Whether it is being worked on right now. */
export const isAtWork = (part: Part): part is Working => {
  if (part.kind === 'tool') return part.status === 'streaming' || part.status === 'running';
  if (part.kind === 'reasoning') return !part.done;
  if (part.kind !== 'progress' || part.done) return false;
  const { current, total } = countOf(part);
  return current < total || part.steps.some(({ status }) => status === 'running');
};

const workText = (part: Working, strings: Strings): string => {
  if (part.kind === 'progress') return progressText(part, strings);
  return part.kind === 'tool' ? `${inWords(part.toolName)}…` : (part.title ?? strings.thinking);
};

/** What the agent is at. While it writes, that is to be seen elsewhere; steps that count go on meanwhile. */
const workOf = ({ parts }: Turn): Working | undefined => {
  const last = parts.at(-1);
  const writes = last?.kind === 'text' && !last.done;
  const working = parts.filter(isAtWork);
  return working.findLast(({ kind }) => kind === 'progress') ?? (writes ? undefined : working.at(-1));
};

const words = {
  'waiting-approval': 'statusApproval',
  reconnecting: 'statusReconnecting',
  offline: 'statusOffline',
  sending: 'statusAnswering',
  running: 'statusAnswering',
} as const;

/** What a turn is doing, in a line: for the header, for the launcher, for who listens. */
export const activityOf = (turn: Turn | undefined, strings: Strings): Activity => {
  const part = turn?.status === 'running' ? workOf(turn) : undefined;
  if (!turn || !part) {
    // Where something stands in the way of a question, nobody answers yet.
    if (turn?.status === 'sending' && turn.reconnect) return { text: strings.statusWaiting };
    return { text: strings[words[turn?.status as keyof typeof words] ?? 'statusReady'] };
  }
  const { current, total } = part.kind === 'progress' ? countOf(part) : { current: 0, total: 0 };
  return {
    text: [part.subagentName, workText(part, strings)].filter(Boolean).join(': '),
    since: turn.parts.find((each): each is Working => 'startedAt' in each)?.startedAt,
    share: total > 0 ? current / total : undefined,
  };
};
