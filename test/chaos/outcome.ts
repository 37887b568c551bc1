import type { Conversation, Part, Turn } from '../../src/core/index.js';
import { isSame } from './same.js';

/** What of a conversation must be the same whatever went wrong: all but times, and ids that are drawn. */
export interface Outcome {
  readonly turns: readonly TurnOutcome[];
  readonly draft: string;
  readonly shared: unknown;
}

export interface TurnOutcome {
  readonly question: string;
  readonly status: Turn['status'];
  readonly error: object | undefined;
  readonly feedback: object | undefined;
  readonly parts: readonly Part[];
}

/** Times differ with the weather, and who decided when is told by more than one source. */
const passing = new Set(['startedAt', 'endedAt', 'expiresAt', 'decidedAt', 'decidedBy']);

const lasting = (part: Part, runId: string): Part =>
  JSON.parse(
    JSON.stringify(part, (key, value: unknown) => (passing.has(key) ? undefined : value))
      .replaceAll(runId.slice(-6), 'this-run')
      // An AG-UI run is named by the client; the emulator's ids go by its own name for it.
      .replaceAll(/_[\da-f]{6}(?=[_"])/g, '_this-run')
      // Ids that the core makes up where the platform gave none.
      .replaceAll(/~([a-z])\d+/g, '~$1'),
  ) as Part;

const describeTurn = ({ question, status, parts, feedback, error, runId = 'no-run' }: Turn): TurnOutcome => ({
  question,
  status,
  error: error && { code: error.code, message: error.message },
  feedback,
  parts: parts.map((part) => lasting(part, runId)),
});

export const outcomeOf = ({ turns, draft, shared }: Conversation['state']): Outcome => ({
  turns: turns.map(describeTurn),
  draft,
  shared,
});

/** Shows where two values part. */
export const difference = (is: unknown, expected: unknown): string => {
  const [a, b] = [JSON.stringify(is, null, 1).split('\n'), JSON.stringify(expected, null, 1).split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  const around = (lines: string[]): string => lines.slice(Math.max(0, at - 4), at + 6).join('\n');
  return `is\n${around(a)}\nand would be\n${around(b)}`;
};

/** What a stopped answer shows must be a beginning of the whole one, with nothing open in it. */
const compareStopped = ({ parts }: TurnOutcome, whole: TurnOutcome): string[] =>
  parts.flatMap((part, index) => {
    const same = whole.parts[index];
    if (same?.id !== part.id) return [`a stopped answer has a part of its own: ${JSON.stringify(part)}`];
    if ('text' in part && !('text' in same && same.text.startsWith(part.text)))
      return [`a stopped answer is no beginning of the whole: ${JSON.stringify(part)}`];
    // What was sent before the stop may yet be answered, or stay without an answer.
    const isOpen = part.kind === 'approval' && part.status === 'pending';
    return isOpen ? [`a stopped answer has an open approval: ${JSON.stringify(part)}`] : [];
  });

/**
 * What went otherwise than it would have without any fault. With `anyDraft`, what was typed and not sent may be gone: a page
 * crashed, or another tab has a composer of its own.
 */
export const compareOutcomes = (is: Outcome, expected: Outcome, anyDraft: boolean): string[] => {
  const isStopped = is.turns.some(({ status }) => status === 'stopped');
  const complaints = is.turns.flatMap((turn, index) => {
    const whole = expected.turns[index];
    if (turn.status === 'stopped' && whole) return compareStopped(turn, whole);
    return isSame(turn, whole) ? [] : [`I1, I2: turn ${index + 1} ${difference(turn, whole ?? null)}`];
  });
  if (is.turns.length < expected.turns.length) complaints.push(`only ${is.turns.length} turns are there`);
  if (is.draft !== expected.draft && !anyDraft) complaints.push(`the draft ${difference(is.draft, expected.draft)}`);
  if (!isStopped && !isSame(is.shared, expected.shared))
    complaints.push(`the shared state ${difference(is.shared ?? null, expected.shared ?? null)}`);
  return complaints;
};
