import type { AgentEvent, Policy, RuntimeToken, TokenRequest, WireEvent } from '../core/inner.js';
import type { AgentRun, RunEventRecord } from './platform/agent-runs.js';
import type { ApprovalDecision, ApproveInput, RejectInput } from './platform/approvals.js';
import type { FeedbackAnswer, FeedbackInput } from './platform/runtime-tokens.js';
import type { CallOptions } from './platform/transport.js';
import { createRuntimeClient } from './runtime-client.js';
import { createRuntimeRuns } from './runtime-runs.js';

export interface ZabyRuntimeOptions {
  /**
   * A runtime token, or what gives one. A function is asked again when its token is nearly spent or was refused, and may simply mint:
   * `() => zaby.runtimeTokens.create({ … })`.
   */
  token: string | RuntimeTokenSource;
  /** Default `https://genapi.zaby.io`; `http` on localhost only. */
  apiOrigin?: string | undefined;
  /** Default: the global `fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Timeouts, attempts and the budget of reconnecting (`src/core/policy.ts`). */
  policy?: Partial<Policy> | undefined;
}

export type RuntimeTokenSource = (
  request: Pick<TokenRequest, 'reason' | 'previous' | 'signal'>,
) => string | RuntimeToken | Promise<string | RuntimeToken>;

/** `input` is opaque JSON: a text, or an object such as `{ message }`. */
export interface StartRunInput {
  input: unknown;
  /** The idempotency key: the same key never starts a second run. Made up where it is left out, so that a lost answer is asked for again. */
  requestId?: string | undefined;
  /** Answers before the run ends. Without it the call may take as long as the run. */
  respondAsync?: boolean | undefined;
  [field: string]: unknown;
}

/** One event of a run: as the platform sent it, and what it means in the words of `zaby-agent/headless`. */
export interface RunEvent extends WireEvent {
  /** Whatever the dialect: texts are `text-delta`, an end is `run-finished` or `run-failed`. Empty for what only goes on. */
  readonly meaning: readonly AgentEvent[];
}

export type RuntimeCallOptions = Pick<CallOptions, 'signal' | 'timeoutMs'>;

export interface RuntimeRuns {
  start(input: StartRunInput, options?: RuntimeCallOptions): Promise<AgentRun>;
  /**
   * Follows a run to its end, each event once and in order, over drops and restarts of the platform. An end of the body is no end: it
   * resumes, and throws a {@link ZabyStreamError} when a bounded effort was in vain. Leaving the loop closes the connection.
   */
  stream(
    runId: string,
    query?: { lastEventId?: string | undefined },
    options?: Pick<CallOptions, 'signal'>,
  ): AsyncGenerator<RunEvent, void>;
  /** Stored events, oldest first. Default limit 50. */
  events(
    runId: string,
    query?: { limit?: number | undefined; after?: number | undefined },
    options?: RuntimeCallOptions,
  ): Promise<{ readonly events: readonly RunEventRecord[] }>;
}

export interface RuntimeApprovals {
  approve(
    runId: string,
    approvalId: string,
    input?: ApproveInput,
    options?: RuntimeCallOptions,
  ): Promise<ApprovalDecision>;
  reject(
    runId: string,
    approvalId: string,
    input?: RejectInput,
    options?: RuntimeCallOptions,
  ): Promise<ApprovalDecision>;
}

export interface RuntimeFeedback {
  create(runId: string, input: FeedbackInput, options?: RuntimeCallOptions): Promise<FeedbackAnswer>;
}

/**
 * The runtime API (PROTOCOL.md §2) for a program that runs agents in the name of a user: the core's own way to start, follow and resume
 * a run, without a conversation around it.
 *
 * Rejects with a {@link ZabyApiError}: `ZabyRuntimeTokenExpiredError` and `ZabyRuntimeTokenExhaustedError` where a fresh token was
 * refused too, or there was none to be had.
 *
 * @example
 * const runtime = new ZabyRuntime({ token: () => zaby.runtimeTokens.create({ … }) });
 * const { runId } = await runtime.runs.start({ input: { message: 'Where is my order?' }, respondAsync: true });
 * for await (const { meaning } of runtime.runs.stream(runId))
 *   for (const event of meaning) if (event.type === 'text-delta') process.stdout.write(event.delta);
 */
export class ZabyRuntime {
  readonly runs: RuntimeRuns;
  readonly approvals: RuntimeApprovals;
  readonly feedback: RuntimeFeedback;

  constructor(options: ZabyRuntimeOptions) {
    const client = createRuntimeClient(options);
    const { tell, env } = client;
    this.runs = createRuntimeRuns(client);
    this.approvals = {
      approve: (runId, approvalId, input = {}, given) =>
        tell([runId, 'approvals', approvalId, 'approve'], input, given),
      reject: (runId, approvalId, input = {}, given) => tell([runId, 'approvals', approvalId, 'reject'], input, given),
    };
    this.feedback = {
      create: (runId, { requestId = env.uuid(), ...input }, given) =>
        tell([runId, 'feedback'], { ...input, requestId }, given),
    };
  }
}
