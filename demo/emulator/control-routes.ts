import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { answerApproval, type Verdict } from './approvals.js';
import { createScriptedAgent } from './create-agent.js';
import type { AgentDefinition } from './definition.js';
import { settleDeployment } from './deployments.js';
import { invalid, notFound } from './errors.js';
import { number, text } from './json.js';
import type { Platform } from './platform.js';
import { createReadBack } from './read-back.js';
import { readAnyBody, type RouteEnv } from './routes.js';

/** The emulator's own calls, for tests that live in a browser. Open to every page: never on unless asked for. */
export const createControlRoutes = (platform: Platform): Hono<RouteEnv> => {
  const { clock, store } = platform;
  const readBack = createReadBack(store);
  const routes = new Hono<RouteEnv>();
  routes.use(cors());

  routes.post('/agents', async (context) => {
    const body = await readAnyBody(context);
    if (!Array.isArray(body['scripts'])) throw invalid('"scripts" is missing.');
    return context.json(createScriptedAgent(platform, body as unknown as AgentDefinition), 201);
  });
  routes.post('/clock', async (context) => {
    const advanceMs = number(await readAnyBody(context), 'advanceMs');
    if (advanceMs === undefined || advanceMs < 0) throw invalid('"advanceMs" is missing.');
    clock.advance(advanceMs);
    return context.json({ now: clock.now() });
  });
  routes.post('/activation', async (context) => {
    const body = await readAnyBody(context);
    const activationMs = number(body, 'activationMs');
    if (activationMs === undefined && body['activationMs'] !== null)
      throw invalid('"activationMs" is a number, or null for never.');
    platform.activationMs = activationMs ?? Infinity;
    return context.json({ activationMs: body['activationMs'] });
  });
  routes.post('/deployments/:deploymentId', async (context) => {
    const body = await readAnyBody(context);
    const status = text(body, 'status');
    if (status !== 'ACTIVE' && status !== 'FAILED' && status !== 'PENDING')
      throw invalid('"status" is ACTIVE, FAILED or PENDING.');
    const deploymentId = context.req.param('deploymentId');
    settleDeployment(platform, deploymentId, { status, reason: text(body, 'reason') });
    return context.json({ deploymentId, status });
  });
  routes.post('/decisions', async (context) => {
    const body = await readAnyBody(context);
    const run = store.runs.get(text(body, 'runId') ?? '');
    if (!run) throw notFound('The run');
    const decision = text(body, 'decision');
    if (decision !== 'approved' && decision !== 'rejected') throw invalid('"decision" is approved or rejected.');
    const verdict: Verdict = {
      decision,
      by: text(body, 'by'),
      reason: text(body, 'reason'),
      editedArgs: body['editedArgs'],
    };
    return context.json(answerApproval(run, text(body, 'approvalId') ?? '', verdict, clock));
  });
  for (const what of ['runs', 'approvals', 'feedback', 'requests'] as const) {
    routes.get(`/${what}`, (context) => context.json({ items: readBack[what](context.req.query()) }));
  }
  return routes;
};
