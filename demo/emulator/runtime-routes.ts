import { Hono } from 'hono';
import { answerApproval } from './approvals.js';
import { ApiError, invalid, notFound } from './errors.js';
import { createEventStream } from './event-stream.js';
import { readFeedback } from './feedback.js';
import { flag, text } from './json.js';
import { agentOf, armRunFault, definitionOf, type Platform, startRun } from './platform.js';
import { limitBody, readBody, type RouteContext, type RouteEnv } from './routes.js';
import { authorize, cors, faulty } from './runtime-guard.js';
import { addFeedback, flatEvent, type LoggedEvent, notify, type Run, settled, storedEvent } from './runs.js';

const describe = (run: Run): object => ({
  runId: run.id,
  deploymentId: run.deploymentId,
  status: run.status,
  latestSeq: run.latestSeq,
  ...(run.status === 'COMPLETED' && { finalOutput: run.finalOutput }),
  agentSessionId: run.agentSessionId,
  externalAppId: run.externalAppId,
  createdAt: run.createdAt,
});

/** The number of the last event a listener has; 0 where it says nothing that is one. */
const readCursor = (context: RouteContext): number => {
  const said = context.req.header('last-event-id') ?? context.req.query('after') ?? '';
  return /^\d+$/.test(said) ? Number(said) : 0;
};

/** A number of another life of the platform means nothing. */
const recall = (run: Run, after: number): number => {
  const { forgot } = run;
  if (forgot === undefined || after === 0) return after;
  delete run.forgot;
  notify(run);
  if (forgot === 'replays') return 0;
  throw new ApiError(410, 'MANAGED_AGENT_EVENT_ID_UNKNOWN', 'The event is not known any more.');
};

/** A stream of the run's events, from behind `after`. */
const openStream = (platform: Platform, context: RouteContext, run: Run, after: number): Response => {
  const { clock, store, signal } = platform;
  const { connection } = context.env;
  const { lineEnd = '\n', withoutIds, heartbeatMs = 15_000 } = definitionOf(platform, run.deploymentId);
  const revoked = new AbortController();
  const stream = {
    tokenFamilyId: context.get('token').tokenFamilyId,
    cut: () => revoked.abort(new TypeError('The token family was revoked.')),
  };
  store.streams.add(stream);
  const options = { run, after, clock, connection, lineEnd, withIds: !withoutIds, heartbeatMs };
  return createEventStream(
    { ...options, arm: (fault) => armRunFault(platform, run, fault) },
    AbortSignal.any([signal, revoked.signal]),
    () => store.streams.delete(stream),
  );
};

const isEvent = (entry: Run['log'][number]): entry is LoggedEvent => entry.kind === 'event';

/** The runtime API (PROTOCOL.md §2), and the direct edge stream; a route is a deployment's id or its agent's slug. */
export const createRuntimeRoutes = (platform: Platform): Hono<RouteEnv> => {
  const { store, clock, signal } = platform;
  const routes = new Hono<RouteEnv>();
  for (const path of ['/api/v1/agent-runtime/*', '/edge/*']) {
    routes.use(path, cors(platform), limitBody, authorize(platform), faulty(platform));
  }
  const runs = '/api/v1/agent-runtime/runs';

  const findRun = (context: RouteContext): Run => {
    const run = store.runs.get(context.req.param('runId') ?? '');
    // Another conversation's run is not told from one that never was.
    if (run?.agentSessionId !== context.get('token').agentSessionId) throw notFound('The run');
    return run;
  };

  routes.post(runs, async (context) => {
    const body = await readBody(context);
    if (body['input'] === undefined) throw invalid('"input" is missing.');
    const run = startRun(platform, context.get('token'), { input: body['input'], requestId: text(body, 'requestId') });
    if (!flag(body, 'respondAsync')) await settled(run, signal);
    const { shapes } = definitionOf(platform, run.deploymentId);
    return context.json(shapes === 'older' ? { run: { id: run.id, status: run.status } } : describe(run));
  });

  routes.get(`${runs}/:runId/aiui`, (context) => {
    const run = findRun(context);
    if (definitionOf(platform, run.deploymentId).storedOnly) throw notFound('The stream');
    const after = recall(run, readCursor(context));
    const hasMore = after < run.latestSeq || run.log.some((entry) => entry.kind === 'fault' && !entry.spent);
    if (run.played && !hasMore) return context.body(null, 204);
    return openStream(platform, context, run, after);
  });

  routes.get(`${runs}/:runId/events`, (context) => {
    const run = findRun(context);
    const limit = Number(context.req.query('limit') ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid('"limit" is from 1 to 1000.');
    const after = readCursor(context);
    const events = run.log.filter(isEvent).filter(({ seq }) => seq > after);
    const page = events.slice(0, limit);
    const { shapes } = definitionOf(platform, run.deploymentId);
    return context.json(shapes === 'older' ? { items: page.map(flatEvent) } : { events: page.map(storedEvent) });
  });

  const decide = (decision: 'approved' | 'rejected') => async (context: RouteContext) => {
    const run = findRun(context);
    const { displayName, externalUserId } = context.get('token');
    const body = await readBody(context);
    const verdict = {
      decision,
      by: displayName ?? externalUserId,
      reason: text(body, 'reason'),
      editedArgs: body['editedArgs'],
    };
    return context.json(answerApproval(run, context.req.param('approvalId') ?? '', verdict, clock));
  };
  routes.post(`${runs}/:runId/approvals/:approvalId/approve`, decide('approved'));
  routes.post(`${runs}/:runId/approvals/:approvalId/reject`, decide('rejected'));

  routes.post(`${runs}/:runId/feedback`, async (context) => {
    const run = findRun(context);
    addFeedback(run, readFeedback(await readBody(context)));
    return context.json({ accepted: true });
  });

  routes.post('/edge/:route/run/aiui', async (context) => {
    const body = await readBody(context);
    const token = context.get('token');
    const route = context.req.param('route');
    if (route !== token.deploymentId && route !== agentOf(platform, token.deploymentId).slug) {
      throw new ApiError(403, 'MANAGED_AGENT_RUNTIME_SCOPE_MISSING', 'The token is for another deployment.');
    }
    const [runId, threadId] = [text(body, 'runId'), text(body, 'threadId')];
    const run = startRun(platform, token, {
      input: body['input'],
      requestId: runId,
      ...(runId !== undefined && { runId }),
      ...(threadId !== undefined && { threadId }),
    });
    return openStream(platform, context, run, 0);
  });

  return routes;
};
