import { Hono } from 'hono';
import { settleApproval } from './approvals.js';
import { ApiError, invalid, notFound } from './errors.js';
import { createEventStream } from './event-stream.js';
import { meetRouteFault } from './faulty-route.js';
import { flag, isObject, type JsonObject, text } from './json.js';
import { agentOf, armRunFault, definitionOf, type Platform, startRun } from './platform.js';
import { limitBody, readBearer, readBody, type RouteContext, type RouteEnv } from './routes.js';
import { cors } from './runtime-guard.js';
import type { Approval, Run } from './runs.js';
import type { Leg } from './store.js';

/** AG-UI 1.0 `RunAgentInput`, as far as it is read here. */
interface RunAgentInput {
  readonly threadId: string;
  readonly runId: string;
  readonly parentRunId: string | undefined;
  readonly message: string;
  readonly resume: readonly JsonObject[] | undefined;
}

const lists = ['messages', 'tools', 'context'] as const;

/** Reads what was sent, as strictly as servers do that were made from AG-UI's own schemas. */
const readInput = (body: JsonObject): RunAgentInput => {
  const [threadId, runId] = [text(body, 'threadId'), text(body, 'runId')];
  if (threadId === undefined || runId === undefined) throw invalid('"threadId" and "runId" are needed.');
  for (const name of lists) if (!Array.isArray(body[name])) throw invalid(`"${name}" is a list.`);
  if (!isObject(body['forwardedProps'])) throw invalid('"forwardedProps" is an object.');
  const messages = body['messages'] as unknown[];
  for (const message of messages) {
    if (text(message, 'id') === undefined || text(message, 'role') === undefined)
      throw invalid('A message has an "id" and a "role".');
  }
  const resume = body['resume'];
  if (resume !== undefined && !(Array.isArray(resume) && resume.every(isObject))) throw invalid('"resume" is a list.');
  const last = messages.findLast((message) => text(message, 'role') === 'user');
  return {
    threadId,
    runId,
    parentRunId: text(body, 'parentRunId'),
    message: text(last, 'content') ?? '',
    resume,
  };
};

/** Writes down what a person decided; whatever they left out, or let expire, counts as cancelled. */
const answerInterrupt = (run: Run, approval: Approval, entry: JsonObject, { clock }: Platform): void => {
  const payload = entry['payload'];
  const approved = flag(payload, 'approved');
  const decision =
    entry['status'] === 'resolved' && approved !== undefined ? (approved ? 'approved' : 'rejected') : 'expired';
  const editedArgs = isObject(payload) ? payload['editedArgs'] : undefined;
  settleApproval(run, approval, { decision, by: 'visitor', reason: text(payload, 'reason'), editedArgs }, clock);
};

/** An agent that speaks AG-UI and nothing else: `RunAgentInput` in, its events out, permission by interrupt and resume. */
export const createAgentRoutes = (platform: Platform): Hono<RouteEnv> => {
  const { store, tokens, clock, signal } = platform;
  const routes = new Hono<RouteEnv>();
  const path = '/agents/:deploymentId';

  const stream = (context: RouteContext, leg: Leg, runId: string, after: number): Response => {
    const { run } = leg;
    const { lineEnd = '\n', heartbeatMs = 15_000, agent } = definitionOf(platform, run.deploymentId);
    const cut = new AbortController();
    const open = { tokenFamilyId: '', cut: () => cut.abort(new TypeError('The stream was cut.')) };
    store.streams.add(open);
    const { connection } = context.env;
    const arm = (fault: Parameters<typeof armRunFault>[2]) => armRunFault(platform, run, fault);
    const withIds = agent?.resumable ?? false;
    return createEventStream(
      { run, runId, after, clock, connection, lineEnd, withIds, heartbeatMs, arm },
      AbortSignal.any([signal, cut.signal]),
      () => store.streams.delete(open),
    );
  };

  /** The part of an interrupted run that begins with the answers. */
  const resumeRun = ({ threadId, parentRunId = '', resume = [] }: RunAgentInput): Leg => {
    const interrupted = store.legs.get(parentRunId);
    if (interrupted?.run.threadId !== threadId) throw new ApiError(409, 'STALE', 'There is no such interrupted run.');
    const { run } = interrupted;
    const open = [...run.approvals.values()].filter(({ decision }) => !decision);
    const entries = open.map(({ id }) => resume.find((entry) => entry['interruptId'] === id));
    if (open.length === 0 || entries.includes(undefined))
      throw new ApiError(409, 'STALE', 'Every open interrupt needs an answer.');
    const after = run.latestSeq;
    store.legs.set(parentRunId, { ...interrupted, until: after });
    open.forEach((approval, index) => answerInterrupt(run, approval, entries[index] ?? {}, platform));
    return { run, after };
  };

  const begin = (deploymentId: string, input: RunAgentInput, body: JsonObject): Leg => {
    const caller = {
      tenantId: agentOf(platform, deploymentId).tenantId,
      deploymentId,
      agentSessionId: input.threadId,
      quotaPolicyId: '',
      externalAppId: '',
      tokenFamilyId: '',
      externalUserId: 'visitor',
    };
    const { threadId, message } = input;
    const run = startRun(platform, caller, { input: body, requestId: undefined, threadId, message, interrupts: true });
    return { run, after: 0 };
  };

  routes.use('/agents/*', cors(platform), limitBody);
  routes.use(path, async (context, next) => {
    const deploymentId = context.req.param('deploymentId');
    agentOf(platform, deploymentId);
    if (definitionOf(platform, deploymentId).agent?.withToken) {
      const token = await tokens.accept(readBearer(context) ?? '');
      if (token.deploymentId !== deploymentId) throw notFound('The agent');
    }
    const answer = await meetRouteFault(platform, context, { name: 'agent', deploymentId, proceed: next });
    if (answer) context.res = answer;
  });

  routes.post(path, async (context) => {
    const body = await readBody(context);
    const input = readInput(body);
    const known = input.resume && store.legs.get(input.runId);
    const leg = known ?? (input.resume ? resumeRun(input) : begin(context.req.param('deploymentId'), input, body));
    store.legs.set(input.runId, leg);
    return stream(context, leg, input.runId, leg.after);
  });

  routes.get(path, (context) => {
    const { agent } = definitionOf(platform, context.req.param('deploymentId'));
    if (!agent?.resumable) throw new ApiError(405, 'METHOD_NOT_ALLOWED', 'This agent resumes nothing.');
    const [, runId = '', seq] = /^(.*):(\d+)$/.exec(context.req.header('last-event-id') ?? '') ?? [];
    const leg = store.legs.get(runId);
    if (!leg) throw notFound('The run');
    // It has said all: what comes behind its last event is another run's.
    if (Number(seq) >= (leg.until ?? Infinity)) return context.body('', 200, { 'content-type': 'text/event-stream' });
    return stream(context, leg, runId, Number(seq));
  });

  return routes;
};
