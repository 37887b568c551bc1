import { armFault, type Victim } from './call-faults.js';
import type { Clock } from './clock.js';
import { type AgentDefinition, chooseAnswer } from './definition.js';
import { ApiError, notFound } from './errors.js';
import type { Fault } from './faults.js';
import type { Journal } from './journal.js';
import { isObject, text } from './json.js';
import { play } from './player.js';
import { questionFor } from './question.js';
import { announceRun, watchRun } from './run-watch.js';
import { isOver, notBegun, type Run } from './runs.js';
import type { Script, Step } from './script.js';
import { type Agent, createId, type Store, type TokenRecord } from './store.js';
import type { Tokens } from './tokens.js';

/** What all routes share. */
export interface Platform {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Aborts when the emulator is disposed of. */
  readonly signal: AbortSignal;
  /** Stops the runs of an agent that is no more, each by its id. */
  readonly stops: Map<string, AbortController>;
  /** How long a deployment made over HTTP is `PENDING`; `Infinity` for ever. A test may change it. */
  activationMs: number;
  /** What an agent answers that was made over HTTP. */
  readonly plainAgent: AgentDefinition;
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
  | 'tenantId'
  | 'deploymentId'
  | 'agentSessionId'
  | 'quotaPolicyId'
  | 'externalAppId'
  | 'tokenFamilyId'
  | 'externalUserId'
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

const refuseBusy = (platform: Platform, caller: Caller): void => {
  const { store, clock } = platform;
  const { deploymentId, externalAppId, externalUserId, agentSessionId } = caller;
  const runs = [...store.runs.values()].filter((run) => run.deploymentId === deploymentId && !run.isTest);
  const live = runs.filter((run) => !isOver(run));
  const same = live.find((run) => run.agentSessionId === agentSessionId);
  if (same && definitionOf(platform, deploymentId).oneRunAtATime) {
    const details = { runId: same.id };
    throw new ApiError(409, 'MANAGED_AGENT_RUN_ALREADY_RUNNING', 'A run is going on already.', { details });
  }
  const limit = store.policies.get(caller.quotaPolicyId ?? '')?.maxConcurrentRuns;
  const mine = live.filter(
    (run) => run.externalUserId === externalUserId && run.externalAppId === (externalAppId ?? ''),
  );
  if (limit !== undefined && mine.length >= limit) {
    const headers = { 'retry-after': '2' };
    throw new ApiError(429, 'MANAGED_AGENT_MAX_CONCURRENT_RUNS', 'Too many runs at the same time.', { headers });
  }
  const perMinute = store.apps.get(externalAppId ?? '')?.bindings[deploymentId]?.rateLimitPerMinute;
  if (perMinute === undefined) return;
  const since = clock.now() - 60_000;
  const recent = runs.filter((run) => run.externalAppId === (externalAppId ?? '') && Date.parse(run.createdAt) > since);
  const oldest = recent.at(-perMinute);
  if (!oldest) return;
  const seconds = Math.ceil((Date.parse(oldest.createdAt) - since) / 1000);
  throw new ApiError(429, 'MANAGED_AGENT_RATE_LIMITED', 'Too many runs in a minute.', {
    headers: { 'retry-after': String(seconds) },
  });
};

const isCallFault = (step: Step): step is Fault =>
  step.word === 'deny' ||
  step.word === 'expire-token' ||
  step.word === 'exhaust-token' ||
  step.word === 'revoke-family';

const findRun = (
  { store }: Platform,
  token: Caller,
  { requestId, runId }: RunRequest,
  agentId?: string,
): Run | undefined => {
  for (const run of store.runs.values()) {
    if (run.agentSessionId !== token.agentSessionId || run.agentId !== (agentId ?? run.agentId)) continue;
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
export const startRun = (platform: Platform, caller: Caller, request: RunRequest): Run => {
  const { store, tokens } = platform;
  const known = findRun(platform, caller, request);
  if (known) return known;
  if (request.runId !== undefined && store.runs.has(request.runId)) {
    throw new ApiError(409, 'MANAGED_AGENT_RUN_ID_TAKEN', 'Another conversation has a run of that id.');
  }
  refuseBusy(platform, caller);

  const agent = agentOf(platform, caller.deploymentId);
  const run = addRun(platform, agent, caller, request);
  for (const fault of run.script?.slice(0, headOf(run.script)) ?? []) {
    if (isCallFault(fault)) armFault(fault, victimOf(caller), store, tokens);
  }
  performRun(platform, agent, run);
  return run;
};

/** Plays what an agent would answer to its own maker: at once a run of no conversation, without tokens or limits. */
export const startTestRun = (platform: Platform, agent: Agent, request: RunRequest): Run => {
  const nobody = { deploymentId: '', agentSessionId: '', tokenFamilyId: '', externalUserId: '' };
  const caller = { ...nobody, tenantId: agent.tenantId };
  const known = findRun(platform, caller, request, agent.id);
  if (known) return known;
  const run = addRun(platform, agent, caller, request, { isTest: true });
  performRun(platform, agent, run);
  return run;
};

/** Faults of the HTTP calls at the head of a script are armed before it is played. */
const headOf = (script: Script): number => {
  const firstEvent = script.findIndex((step) => !isCallFault(step));
  return firstEvent === -1 ? script.length : firstEvent;
};

const addRun = (
  { store, clock, journal }: Platform,
  agent: Agent,
  caller: Caller,
  request: RunRequest,
  more: { isTest?: boolean } = {},
): Run => {
  const { definition } = agent;
  const message = request.message ?? readMessage(request.input);
  const count = [...store.runs.values()].filter((run) => run.agentId === agent.id && !run.isTest).length;
  const script = chooseAnswer(definition, message, count)?.script ?? (definition.program ? undefined : []);
  const run: Run = {
    id: request.runId ?? createId('run'),
    tenantId: agent.tenantId,
    agentId: agent.id,
    deploymentId: caller.deploymentId,
    externalAppId: caller.externalAppId ?? '',
    agentSessionId: caller.agentSessionId,
    tokenFamilyId: caller.tokenFamilyId,
    externalUserId: caller.externalUserId,
    threadId: request.threadId ?? caller.agentSessionId,
    requestId: request.requestId,
    input: request.input,
    message,
    createdAt: new Date(clock.now()).toISOString(),
    ...(script && { script }),
    ...(request.interrupts && { interrupts: true }),
    ...more,
    ...notBegun(),
  };
  store.runs.set(run.id, run);
  announceRun(run, journal);
  watchRun(run, journal);
  return run;
};

/** Lets a run be played, from its beginning or on from where its log ends. */
export const performRun = (platform: Platform, agent: Agent, run: Run, { resumes = false } = {}): void => {
  const { clock, signal, stops } = platform;
  const { dialect = 'ag-ui', program } = agent.definition;
  const stop = new AbortController();
  stops.set(run.id, stop);
  const either = AbortSignal.any([signal, stop.signal]);
  const { script, interrupts = false } = run;
  const words = script?.slice(headOf(script)) ?? program?.(questionFor(platform, run, either)) ?? [];
  play(words, { run, dialect, interrupts, clock, signal: either, resumes })
    .catch((error: unknown) => {
      // A run that is cut short by the end of the emulator has nobody left to tell.
      if (!either.aborted) throw error;
    })
    .finally(() => stops.delete(run.id));
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
