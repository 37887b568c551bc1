import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { answerApproval } from './approvals.js';
import { isActive } from './deployments.js';
import { ApiError, badRequest, invalid, notFound } from './errors.js';
import { givenText, onlyGiven } from './fields.js';
import { flag, text } from './json.js';
import { readFeedback } from './feedback.js';
import { listOwned, owned } from './ownership.js';
import { pageOf, readLimit } from './pages.js';
import { type Platform, startRun, startTestRun } from './platform.js';
import { readBody, type RouteContext, type RouteEnv } from './routes.js';
import { addFeedback, type Approval, type LoggedEvent, type Run, settled, storedEvent } from './runs.js';
import type { Agent, Deployment } from './store.js';

const isEvent = (entry: Run['log'][number]): entry is LoggedEvent => entry.kind === 'event';

const show = (run: Run): object => ({
  runId: run.id,
  agentId: run.agentId,
  ...(run.deploymentId !== '' && { deploymentId: run.deploymentId }),
  ...(run.agentSessionId !== '' && { agentSessionId: run.agentSessionId }),
  ...(run.isTest && { dryRun: true }),
  status: run.status,
  latestSeq: run.latestSeq,
  ...(run.status === 'COMPLETED' && { finalOutput: run.finalOutput }),
  createdAt: run.createdAt,
  ...onlyGiven({ finishedAt: run.finishedAt }),
});

const showApproval = (run: Run, { id, decision, ...approval }: Approval): object => ({
  approvalId: id,
  agentId: run.agentId,
  ...(run.deploymentId !== '' && { deploymentId: run.deploymentId }),
  externalUserId: run.externalUserId,
  ...approval,
  status: (decision ?? 'pending').toUpperCase(),
});

const readStart = async (context: RouteContext) => {
  const body = await readBody(context);
  if (body['input'] === undefined) throw invalid('"input" is missing.');
  return { body, request: { input: body['input'], requestId: text(body, 'requestId') } };
};

/** The run of that id where it belongs to the caller's tenant. */
const ownRun = ({ store }: Platform, context: RouteContext): Run => {
  const run = store.runs.get(context.req.param('runId') ?? '');
  if (run?.tenantId === undefined || run.tenantId !== context.get('tenantId')) throw notFound('The run');
  return run;
};

const listRuns = ({ store }: Platform, context: RouteContext): Run[] =>
  [...store.runs.values()].filter(({ tenantId }) => tenantId !== undefined && tenantId === context.get('tenantId'));

/** Runs that a host starts and follows with its key, and the approvals in all runs (PROTOCOL.md §5). */
export const createRunManagement = (platform: Platform): Hono<RouteEnv> => {
  const { store, clock, signal } = platform;
  const routes = new Hono<RouteEnv>();
  const agentOf = (context: RouteContext): Agent =>
    owned(context, store.agents, context.req.param('agentId'), 'The agent');

  const deploymentFor = (context: RouteContext, agent: Agent, deploymentId: string | undefined): Deployment => {
    const own = listOwned(context, store.deployments).filter(({ agentId }) => agentId === agent.id);
    const named = own.find(({ id }) => id === deploymentId);
    if (deploymentId !== undefined && !named)
      throw invalid('The agent has no such deployment.', 'MANAGED_AGENT_DEPLOYMENT_NOT_FOUND');
    const deployment = named ?? own.findLast((candidate) => isActive(candidate, clock));
    if (deployment && isActive(deployment, clock)) return deployment;
    throw new ApiError(409, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE', 'The agent has no deployment that is active.');
  };

  const answer = async (context: RouteContext, run: Run, respondAsync: boolean | undefined): Promise<Response> => {
    if (!respondAsync) await settled(run, AbortSignal.any([signal, context.req.raw.signal]));
    return context.json(show(run), 201);
  };

  routes.post('/:agentId/test-runs', async (context) => {
    const agent = agentOf(context);
    const { body, request } = await readStart(context);
    return answer(context, startTestRun(platform, agent, request), flag(body, 'respondAsync'));
  });

  routes.post('/:agentId/runs', async (context) => {
    const agent = agentOf(context);
    const { body, request } = await readStart(context);
    const { id: deploymentId } = deploymentFor(context, agent, givenText(body, 'deploymentId'));
    const externalUserId = givenText(body, 'externalUserId') ?? '';
    // One conversation per user and session; without either, the agent's own.
    const session = [agent.id, externalUserId, givenText(body, 'externalSessionId') ?? ''];
    const agentSessionId = `session_${createHash('sha256').update(JSON.stringify(session)).digest('hex').slice(0, 24)}`;
    const caller = { tenantId: agent.tenantId, deploymentId, agentSessionId, externalUserId, tokenFamilyId: '' };
    return answer(context, startRun(platform, caller, request), flag(body, 'respondAsync'));
  });

  routes.get('/runs/:runId/progress', (context) => {
    const run = ownRun(platform, context);
    const pendingApprovals = [...run.approvals.values()].filter(({ decision }) => !decision).length;
    return context.json({ ...show(run), ...onlyGiven({ step: run.step, progress: run.progress }), pendingApprovals });
  });

  routes.get('/runs/:runId/events', (context) => {
    const run = ownRun(platform, context);
    const limit = readLimit(context, 50, 1000);
    const after = Number(context.req.query('after') ?? 0);
    if (!Number.isInteger(after) || after < 0) throw badRequest('"after" is the number of an event.');
    const events = run.log.filter(isEvent).filter(({ seq }) => seq > after);
    return context.json({ events: events.slice(0, limit).map(storedEvent) });
  });

  routes.get('/approvals', (context) => {
    const { status = 'PENDING', agentId, runId } = context.req.query();
    if (!['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'ALL'].includes(status))
      throw badRequest('"status" is PENDING, APPROVED, REJECTED, EXPIRED or ALL.');
    const wanted = listRuns(platform, context).flatMap((run) =>
      [...run.approvals.values()].map((approval) => ({ run, approval })),
    );
    const rows = wanted
      .toSorted((one, other) => (one.approval.requestedAt ?? '').localeCompare(other.approval.requestedAt ?? ''))
      .map(({ run, approval }, index) => ({ serial: index + 1, run, approval }))
      .filter(
        ({ run, approval }) =>
          (status === 'ALL' || (approval.decision ?? 'pending').toUpperCase() === status) &&
          (agentId === undefined || run.agentId === agentId) &&
          (runId === undefined || run.id === runId),
      );
    return context.json(pageOf(context, rows, ({ run, approval }) => showApproval(run, approval), 50));
  });

  const decide = (decision: 'approved' | 'rejected') => async (context: RouteContext) => {
    const run = ownRun(platform, context);
    const body = await readBody(context);
    const verdict = {
      decision,
      by: givenText(body, 'decidedBy') ?? 'API key',
      reason: givenText(body, 'reason'),
      editedArgs: body['editedArgs'],
    };
    return context.json(answerApproval(run, context.req.param('approvalId') ?? '', verdict, clock));
  };
  routes.post('/runs/:runId/approvals/:approvalId/approve', decide('approved'));
  routes.post('/runs/:runId/approvals/:approvalId/reject', decide('rejected'));
  return routes;
};

/** What a host passes on that was said about a run (PROTOCOL.md §5). */
export const createFeedbackManagement = (platform: Platform): Hono<RouteEnv> => {
  const routes = new Hono<RouteEnv>();
  routes.post('/:runId/feedback', async (context) => {
    const run = ownRun(platform, context);
    addFeedback(run, readFeedback(await readBody(context)));
    return context.json({ accepted: true });
  });
  return routes;
};
