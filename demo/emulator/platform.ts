import { armFault, type Victim } from './call-faults.js';
import type { Clock } from './clock.js';
import { type AgentDefinition, chooseAnswer } from './definition.js';
import { ApiError, notFound } from './errors.js';
import type { Fault } from './faults.js';
import { isObject, text } from './json.js';
import { play } from './player.js';
import { isOver, type Run } from './runs.js';
import type { Step } from './script.js';
import { type Agent, createId, type Store, type TokenRecord } from './store.js';
import type { Tokens } from './tokens.js';

/** What all routes share. */
export interface Platform {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** Aborts when the emulator is disposed of. */
  readonly signal: AbortSignal;
  readonly activationMs: number;
}

export interface RunRequest {
  readonly input: unknown;
  readonly requestId: string | undefined;
  /** Set on the edge, where the client names the run. */
  readonly runId?: string;
  readonly threadId?: string;
  /** What the person said, where `input` does not tell. */
  readonly message?: string;
  /** Asks for permission in AG-UI's way only. */
  readonly interrupts?: boolean;
}

/** Whose run it is. */
export type Caller = Pick<
  TokenRecord,
  'deploymentId' | 'agentSessionId' | 'quotaPolicyId' | 'externalAppId' | 'tokenFamilyId' | 'externalUserId'
>;

/** What a person said, in any shape of `input`; a form speaks as `form:<blockId>`. */
export const readMessage = (input: unknown): string => {
  if (typeof input === 'string') return input;
  const form = isObject(input) ? text(input['form'], 'blockId') : undefined;
  return text(input, 'message') ?? (form === undefined ? '' : `form:${form}`);
};

export const agentOf = ({ store }: Platform, deploymentId: string): Agent => {
  const agent = store.agents.get(store.deployments.get(deploymentId)?.agentId ?? '');
  if (!agent) throw notFound('The deployment');
  return agent;
};

export const definitionOf = (platform: Platform, deploymentId: string): AgentDefinition =>
  agentOf(platform, deploymentId).definition;

const refuseBusy = (platform: Platform, token: Caller): void => {
  const { store, clock } = platform;
  const live = [...store.runs.values()].filter((run) => run.deploymentId === token.deploymentId && !isOver(run));
  const same = live.find((run) => run.agentSessionId === token.agentSessionId);
  if (same && definitionOf(platform, token.deploymentId).oneRunAtATime) {
    const details = { runId: same.id };
    throw new ApiError(409, 'MANAGED_AGENT_RUN_ALREADY_RUNNING', 'A run is going on already.', { details });
  }
  const limit = store.policies.get(token.quotaPolicyId)?.maxConcurrentRuns;
  const mine = live.filter((run) => run.externalUserId === token.externalUserId);
  if (limit !== undefined && mine.length >= limit) {
    const headers = { 'retry-after': '2' };
    throw new ApiError(429, 'MANAGED_AGENT_MAX_CONCURRENT_RUNS', 'Too many runs at the same time.', { headers });
  }
  const perMinute = store.apps.get(token.externalAppId)?.bindings.get(token.deploymentId)?.rateLimitPerMinute;
  const since = clock.now() - 60_000;
  const recent = [...store.runs.values()].filter(
    (run) => run.deploymentId === token.deploymentId && Date.parse(run.createdAt) > since,
  );
  const oldest = recent[0];
  if (perMinute !== undefined && recent.length >= perMinute && oldest) {
    const seconds = Math.ceil((Date.parse(oldest.createdAt) - since) / 1000);
    throw new ApiError(429, 'MANAGED_AGENT_RATE_LIMITED', 'Too many runs in a minute.', {
      headers: { 'retry-after': String(seconds) },
    });
  }
};

const isCallFault = (step: Step): step is Fault =>
  step.word === 'deny' ||
  step.word === 'expire-token' ||
  step.word === 'exhaust-token' ||
  step.word === 'revoke-family';

const findRun = ({ store }: Platform, token: Caller, { requestId, runId }: RunRequest): Run | undefined => {
  for (const run of store.runs.values()) {
    if (run.agentSessionId !== token.agentSessionId) continue;
    if ((requestId !== undefined && run.requestId === requestId) || run.id === runId) return run;
  }
  return undefined;
};

const victimOf = (token: Caller): Victim => ({
  deploymentId: token.deploymentId,
  agentSessionId: token.agentSessionId,
  tokenFamilyId: token.tokenFamilyId,
});

/** Starts a run, or finds the one that the same `requestId` has started. It then goes on by itself, heard or not. */
export const startRun = (platform: Platform, token: Caller, request: RunRequest): Run => {
  const { store, tokens, clock, signal } = platform;
  const known = findRun(platform, token, request);
  if (known) return known;
  if (request.runId !== undefined && store.runs.has(request.runId)) {
    throw new ApiError(409, 'MANAGED_AGENT_RUN_ID_TAKEN', 'Another conversation has a run of that id.');
  }
  refuseBusy(platform, token);

  const agent = agentOf(platform, token.deploymentId);
  const { definition } = agent;
  const message = request.message ?? readMessage(request.input);
  const count = [...store.runs.values()].filter((run) => run.agentId === agent.id).length;
  const script = chooseAnswer(definition, message, count)?.script ?? [];
  const run: Run = {
    id: request.runId ?? createId('run'),
    agentId: agent.id,
    deploymentId: token.deploymentId,
    externalAppId: token.externalAppId,
    agentSessionId: token.agentSessionId,
    tokenFamilyId: token.tokenFamilyId,
    externalUserId: token.externalUserId,
    threadId: request.threadId ?? token.agentSessionId,
    requestId: request.requestId,
    input: request.input,
    message,
    createdAt: new Date(clock.now()).toISOString(),
    log: [],
    approvals: new Map(),
    feedback: [],
    listeners: new Set(),
    status: 'QUEUED',
    played: false,
    latestSeq: 0,
    finalOutput: '',
  };
  store.runs.set(run.id, run);

  const firstEvent = script.findIndex((step) => !isCallFault(step));
  const head = firstEvent === -1 ? script.length : firstEvent;
  for (const fault of script.slice(0, head).filter(isCallFault)) armFault(fault, victimOf(token), store, tokens);
  const { interrupts = false } = request;
  const stage = { run, dialect: definition.dialect ?? 'ag-ui', interrupts, clock, signal } as const;
  play(script.slice(head), stage).catch((error: unknown) => {
    // A run that is cut short by the end of the emulator has nobody left to tell.
    if (!signal.aborted) throw error;
  });
  return run;
};

/** Lets a fault that a stream has reached begin to count. */
export const armRunFault = ({ store, tokens }: Platform, run: Run, fault: Fault): void => {
  const { deploymentId, agentSessionId, tokenFamilyId } = run;
  armFault(fault, { deploymentId, agentSessionId, tokenFamilyId }, store, tokens);
};

/** What the start call of this message is to meet; armed once for each `requestId`. */
export const armStartFaults = (
  platform: Platform,
  token: TokenRecord,
  request: RunRequest,
  armed: Set<string>,
): void => {
  const { store, tokens } = platform;
  const key = `${token.agentSessionId} ${request.requestId ?? ''}`;
  if (request.requestId === undefined || armed.has(key)) return;
  armed.add(key);
  const answer = chooseAnswer(definitionOf(platform, token.deploymentId), readMessage(request.input), 0);
  const victim = { ...victimOf(token), requestId: request.requestId };
  for (const fault of answer?.before ?? []) armFault(fault, victim, store, tokens);
};
