/**
 * The Zaby platform in memory: real HTTP, real JWTs, real event streams (PROTOCOL.md §1 to §5), with agents that are
 * scripts. It knows nothing of the widget, and spells the contract itself.
 */
import { setMaxListeners } from 'node:events';
import type { Hono } from 'hono';
import { createApp } from './app.js';
import { answerApproval, type Verdict } from './approvals.js';
import { createClock } from './clock.js';
import { type Connection, noConnection } from './connection.js';
import { createScriptedAgent } from './create-agent.js';
import { type AgentDefinition, type AgentHandle, plainAgent } from './definition.js';
import { type DeploymentOutcome, settleDeployment } from './deployments.js';
import { notFound } from './errors.js';
import { createJournal, type Journal } from './journal.js';
import type { Platform } from './platform.js';
import { createReadBack, type ReadBack } from './read-back.js';
import { resumeRuns } from './resume-runs.js';
import type { RouteEnv } from './routes.js';
import { demoAgent } from './scripts/index.js';
import { type Seed, seedDemo } from './seed.js';
import { openSnapshot } from './snapshot.js';
import { createStore } from './store.js';
import { createTokens } from './tokens.js';

export type { AgentDefinition, AgentHandle, Answer } from './definition.js';
export type { DeploymentOutcome } from './deployments.js';
export type { Dialect } from './dialects.js';
export type { Happening, Journal, JournalEntry } from './journal.js';
export type { Program, Question } from './program.js';
export type { ApprovalRecord, FeedbackRecord, ReadBack, RunRecord } from './read-back.js';
export type { Script, Step } from './script.js';
export type { Seed } from './seed.js';
export type { RequestRecord } from './store.js';
export { demoAccount } from './demo-account.js';
export { demoAgent } from './scripts/index.js';

export interface EmulatorOptions {
  /** Opens `/__emulator/*`, the calls by which a test in a browser makes agents and moves the clock. */
  readonly control?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Makes the demo's agent under fixed ids (`demo-account.ts`). */
  readonly seed?: boolean | Seed;
  /** How long a deployment made over HTTP is `PENDING`. 50 ms unless told; `Infinity` for ever. */
  readonly activationMs?: number;
  /** The file that holds everything, so that a restart loses nothing. Nothing is kept unless given. */
  readonly snapshot?: string;
  /** What agents answer that are made over HTTP; they repeat what was said, unless told. */
  readonly plainAgent?: AgentDefinition;
  /** Further calls below `/__emulator`. */
  readonly pages?: (platform: Platform) => Hono<RouteEnv>;
  /** Where sentences for people go; nowhere unless told. Never a key or a token. */
  readonly log?: (line: string) => void;
}

export interface Emulator extends ReadBack {
  /** Answers one request. `connection` is the line below it, which faults cut; without one, the body fails instead. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** What happens, as it happens. */
  readonly journal: Journal;
  createAgent(definition: AgentDefinition): AgentHandle;
  /** Decides an approval from outside the conversation. */
  decide(runId: string, approvalId: string, verdict: Verdict): void;
  /** How long a deployment that is made from now on is `PENDING`. */
  setActivation(milliseconds: number): void;
  /** Settles how a deployment goes on: active now, failed for a reason, or pending for ever. */
  settleDeployment(deploymentId: string, outcome: DeploymentOutcome): void;
  advance(milliseconds: number): void;
  /** Stops every run and every stream, and writes the snapshot. Leaves no timer. */
  dispose(): void;
}

export const createEmulator = (options: EmulatorOptions = {}): Emulator => {
  const { activationMs = 50, control = false, pages, seed, log = () => {} } = options;
  const ending = new AbortController();
  // Every wait of every run listens; that many is no leak.
  setMaxListeners(0, ending.signal);
  const store = createStore();
  const clock = createClock(options.now ?? (() => Date.now()));
  const journal = createJournal(clock.now);
  const demo = typeof seed === 'object' ? (seed.agent ?? demoAgent()) : demoAgent();
  const definitions = { plain: options.plainAgent ?? plainAgent, demo };
  const snapshot = options.snapshot === undefined ? undefined : openSnapshot(options.snapshot, store, definitions, log);
  const tokens = createTokens(store, clock, snapshot?.key ?? crypto.getRandomValues(new Uint8Array(32)), journal);
  const platform: Platform = {
    store,
    tokens,
    clock,
    journal,
    signal: ending.signal,
    stops: new Map(),
    activationMs,
    plainAgent: definitions.plain,
  };
  const app = createApp(platform, { control, pages });
  if (seed) seedDemo(platform, demo, seed === true ? {} : seed);
  if (snapshot) resumeRuns(platform);

  return {
    ...createReadBack(store),
    fetch: async (request, connection = noConnection) => app.fetch(request, { connection }),
    journal,
    createAgent: (definition) => createScriptedAgent(platform, definition),
    decide: (runId, approvalId, verdict) => {
      const run = store.runs.get(runId);
      if (!run) throw notFound('The run');
      answerApproval(run, approvalId, verdict, clock);
    },
    setActivation: (milliseconds) => {
      platform.activationMs = milliseconds;
    },
    settleDeployment: (deploymentId, outcome) => settleDeployment(platform, deploymentId, outcome),
    advance: (milliseconds) => clock.advance(milliseconds),
    dispose: () => {
      ending.abort(new Error('The emulator was disposed of.'));
      snapshot?.close();
    },
  };
};
