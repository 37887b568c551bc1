import type { Conversation, Part, Turn } from '../../src/core/index.js';

/** What of a conversation must be the same whatever went wrong: all but times, and ids that are drawn. */
export interface Outcome {
  readonly turns: readonly object[];
  readonly draft: string;
  readonly shared: unknown;
}

/** Times differ with the weather, and who decided when is told by more than one source. */
const passing = new Set(['startedAt', 'endedAt', 'expiresAt', 'decidedAt', 'decidedBy']);

const lasting = (part: Part, runId: string): unknown =>
  JSON.parse(
    JSON.stringify(part, (key, value: unknown) => (passing.has(key) ? undefined : value))
      .replaceAll(runId.slice(-6), 'this-run')
      // Ids that the core makes up where the platform gave none.
      .replaceAll(/~([a-z])\d+/g, '~$1'),
  );

const describeTurn = ({ question, status, parts, feedback, error, runId = 'no-run' }: Turn): object => ({
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
