/**
 * The Zaby platform in memory: real HTTP, real JWTs, real event streams (PROTOCOL.md §1 to §5), with agents that are
 * scripts. It knows nothing of the widget, and spells the contract itself.
 */
import { setMaxListeners } from 'node:events';
import { createApp } from './app.js';
import { answerApproval, type Verdict } from './approvals.js';
import { createClock } from './clock.js';
import { type Connection, noConnection } from './connection.js';
import { createScriptedAgent } from './create-agent.js';
import type { AgentDefinition, AgentHandle } from './definition.js';
import { demoAccount } from './demo-account.js';
import { notFound } from './errors.js';
import type { Platform } from './platform.js';
import { createReadBack, type ReadBack } from './read-back.js';
import { demoAgent } from './scripts/index.js';
import { createStore } from './store.js';
import { createTokens } from './tokens.js';

export type { AgentDefinition, AgentHandle, Answer } from './definition.js';
export type { Dialect } from './dialects.js';
export type { ApprovalRecord, FeedbackRecord, ReadBack, RunRecord } from './read-back.js';
export type { Script, Step } from './script.js';
export type { RequestRecord } from './store.js';
export { demoAccount } from './demo-account.js';
export { demoAgent } from './scripts/index.js';

export interface EmulatorOptions {
  /** Opens `/__emulator/*`, the calls by which a test in a browser makes agents and moves the clock. */
  control?: boolean;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Makes the demo's agent under fixed ids (`demo-account.ts`). */
  seed?: boolean | { origins: readonly string[] };
  /** How long a deployment made over HTTP is `PENDING`. 50 ms unless told. */
  activationMs?: number;
}

export interface Emulator extends ReadBack {
  /** Answers one request. `connection` is the line below it, which faults cut; without one, the body fails instead. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  createAgent(definition: AgentDefinition): AgentHandle;
  /** Decides an approval from outside the conversation. */
  decide(runId: string, approvalId: string, verdict: Verdict): void;
  advance(milliseconds: number): void;
  /** Stops every run and every stream. Leaves no timer. */
  dispose(): void;
}

export const createEmulator = (options: EmulatorOptions = {}): Emulator => {
  const ending = new AbortController();
  // Every wait of every run listens; that many is no leak.
  setMaxListeners(0, ending.signal);
  const store = createStore();
  const clock = createClock(options.now ?? (() => Date.now()));
  const tokens = createTokens(store, clock);
  const platform: Platform = { store, tokens, clock, signal: ending.signal, activationMs: options.activationMs ?? 50 };
  const app = createApp(platform, { control: options.control ?? false });
  if (options.seed) {
    const origins = options.seed === true ? [] : options.seed.origins;
    createScriptedAgent(platform, { ...demoAgent(), origins }, demoAccount);
  }

  return {
    ...createReadBack(store),
    fetch: async (request, connection = noConnection) => app.fetch(request, { connection }),
    createAgent: (definition) => createScriptedAgent(platform, definition),
    decide: (runId, approvalId, verdict) => {
      const run = store.runs.get(runId);
      if (!run) throw notFound('The run');
      answerApproval(run, approvalId, verdict, clock);
    },
    advance: (milliseconds) => clock.advance(milliseconds),
    dispose: () => ending.abort(new Error('The emulator was disposed of.')),
  };
};
