import type { JsonObject } from './json.js';
import type { Decision } from './runs.js';
import type { Step } from './script.js';

/**
 * An agent that thinks instead of reading from a script: it gives the same words, one after the other, and whatever it
 * waits for in between is its own business.
 *
 * Each word is played before the next one is asked for: behind an `ask`, {@link Question.decision} tells how it was decided.
 * Texts go out as they are, without `{{…}}`. What it throws fails the run; a plain sentence for the person is `fail(…)`.
 */
export type Program = (question: Question) => AsyncIterable<Step>;

/** What a program is asked, and what it may know about it. */
export interface Question {
  readonly runId: string;
  /** One conversation of one user; the memory is its. */
  readonly agentSessionId: string;
  readonly externalUserId: string;
  /** What the person said. */
  readonly message: string;
  /** The whole `input` of the start call. */
  readonly input: unknown;
  /** What the deployed version of the agent says about itself: `instructions`, `defaultModel` and whatever else was sent. */
  readonly agent: JsonObject;
  /** What was said before in the same session, oldest first. */
  readonly history: readonly Exchange[];
  /** Aborts when nobody will hear the rest: the emulator ends, or the agent was deleted. */
  readonly signal: AbortSignal;
  /** How an approval of this run was decided; nothing as long as it is open. */
  decision(approvalId: string): Verdict | undefined;
  /** Counts tokens for the usage, in place of the emulator's own rule. May be called more than once. */
  countTokens(used: { readonly input: number; readonly output: number }): void;
}

export interface Exchange {
  readonly message: string;
  /** The text of the answer; empty where there was none. */
  readonly answer: string;
}

export interface Verdict {
  readonly decision: Decision;
  readonly reason?: string;
  /** The arguments as the person changed them. */
  readonly editedArgs?: unknown;
}
