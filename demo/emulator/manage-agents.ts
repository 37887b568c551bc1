import { Hono } from 'hono';
import { statusOf } from './deployments.js';
import { ApiError, badRequest, invalid } from './errors.js';
import { givenChoice, neededText, without } from './fields.js';
import type { JsonObject } from './json.js';
import { readMintRequest } from './mint-request.js';
import { listOwned, owned } from './ownership.js';
import { pageOf } from './pages.js';
import type { Platform } from './platform.js';
import { createRecords } from './records.js';
import { readBody, type RouteContext, type RouteEnv } from './routes.js';
import { setStatus } from './runs.js';
import { type Agent, type Attachment, createId, type Deployment } from './store.js';

const attachments = { 'mcp-tools': 'mcpTools', 'knowledge-bases': 'knowledgeBases', skills: 'skills' } as const;

/** Agents, their versions and deployments (PROTOCOL.md §5). */
export const createAgentManagement = (platform: Platform): Hono<RouteEnv> => {
  const { store, tokens, clock } = platform;
  const records = createRecords(store, clock);
  const routes = new Hono<RouteEnv>();

  const agentOf = (context: RouteContext): Agent =>
    owned(context, store.agents, context.req.param('agentId'), 'The agent');

  const show = ({ id, name, slug, status, details, attached, createdAt, updatedAt }: Agent): object => {
    const latest = [...store.versions.values()].findLast(({ agentId }) => agentId === id);
    const version = latest && { latestVersionId: latest.id };
    return { id, status, name, slug, ...details, ...attached, ...version, createdAt, updatedAt };
  };

  const showDeployment = (deployment: Deployment): object => {
    const { id, agentId, agentVersionId, environment, createdAt } = deployment;
    return { id, agentId, agentVersionId, environment, status: statusOf(deployment, clock), createdAt };
  };

  routes.post('/', async (context) => {
    const definition = { definition: platform.plainAgent, definitionName: 'plain' };
    const agent = records.createAgent(context.get('tenantId'), await readBody(context), definition);
    return context.json(show(agent), 201);
  });
  routes.get('/', (context) => {
    const status = context.req.query('status');
    if (status !== undefined && status !== 'DRAFT' && status !== 'PUBLISHED')
      throw badRequest('"status" is DRAFT or PUBLISHED.');
    const agents = listOwned(context, store.agents).filter((agent) => status === undefined || agent.status === status);
    return context.json(pageOf(context, agents, show, 50));
  });
  routes.get('/:agentId', (context) => context.json(show(agentOf(context))));
  routes.patch('/:agentId', async (context) =>
    context.json(show(records.changeAgent(agentOf(context), await readBody(context)))),
  );

  /** What nobody can reach any more ends: deployments, their bindings, policies and tokens, and runs in between. */
  routes.delete('/:agentId', (context) => {
    const agent = agentOf(context);
    for (const { id: deploymentId } of [...store.deployments.values()].filter(({ agentId }) => agentId === agent.id)) {
      for (const family of store.families.values()) {
        if (family.deploymentId === deploymentId && family.status === 'ACTIVE')
          tokens.revokeFamily(family, { forGood: true, reason: 'The agent was deleted.' });
      }
      for (const policy of store.policies.values()) {
        if (policy.deploymentId === deploymentId) store.policies.delete(policy.id);
      }
      for (const app of store.apps.values()) {
        if (app.bindings[deploymentId])
          store.apps.change(app, { bindings: without(app.bindings, [deploymentId]) as typeof app.bindings });
      }
      store.deployments.delete(deploymentId);
    }
    for (const run of store.runs.values()) {
      if (run.agentId !== agent.id || run.played) continue;
      platform.stops.get(run.id)?.abort(new Error('The agent was deleted.'));
      run.played = true;
      run.finishedAt = new Date(clock.now()).toISOString();
      setStatus(run, 'CANCELLED');
    }
    for (const version of store.versions.values()) if (version.agentId === agent.id) store.versions.delete(version.id);
    store.agents.delete(agent.id);
    return context.body(null, 204);
  });

  routes.post('/:agentId/publish', (context) => {
    const { id, agentId, number, createdAt } = records.publish(agentOf(context));
    return context.json({ id, agentId, number, status: 'PUBLISHED', createdAt }, 201);
  });
  routes.post('/:agentId/deployments', async (context) => {
    const agent = agentOf(context);
    const body = await readBody(context);
    const version = store.versions.get(neededText(body, 'agentVersionId'));
    if (version?.agentId !== agent.id) throw invalid('The agent has no such version.', 'AGENT_VERSION_NOT_FOUND');
    const environment = givenChoice(body, 'environment', ['TEST', 'PRODUCTION']) ?? 'TEST';
    return context.json(showDeployment(records.deploy(version, environment, platform.activationMs)), 201);
  });

  const attach = (name: Attachment) => async (context: RouteContext) => {
    const agent = agentOf(context);
    const body: JsonObject = await readBody(context);
    if (Object.keys(body).length === 0) throw invalid('The body says nothing about what to attach.');
    const attached = { ...body, id: createId('attachment'), createdAt: new Date(clock.now()).toISOString() };
    store.agents.change(agent, {
      attached: { ...agent.attached, [name]: [...agent.attached[name], attached] },
      updatedAt: attached.createdAt,
    });
    return context.json({ agentId: agent.id, ...attached }, 201);
  };
  for (const [path, name] of Object.entries(attachments)) routes.post(`/:agentId/${path}`, attach(name));

  /** A token for trying out a deployment before there is an app: for pages of this machine and for programs. */
  routes.post('/:agentId/playground/runtime-tokens', async (context) => {
    const agent = agentOf(context);
    const request = readMintRequest(await readBody(context), { playground: true });
    const deployment = store.deployments.get(request.deploymentId);
    if (deployment?.agentId !== agent.id)
      throw invalid('The agent has no such deployment.', 'MANAGED_AGENT_DEPLOYMENT_NOT_FOUND');
    return context.json(await tokens.mintForPlayground(agent.tenantId, request), 201);
  });
  return routes;
};

/**
 * How a deployment can be reached: 404 until it is active, as PROTOCOL.md §5 has it. The body tells which 404: `status`
 * `PENDING` with `MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE`, or `FAILED` and the `reason` with `MANAGED_AGENT_DEPLOYMENT_FAILED`,
 * and neither where there is no such deployment.
 */
export const createDeploymentManagement = ({ store, clock }: Platform): Hono<RouteEnv> => {
  const routes = new Hono<RouteEnv>();
  routes.get('/:deploymentId/provisioning', (context) => {
    const deployment = owned(context, store.deployments, context.req.param('deploymentId'), 'The deployment');
    const { id, agentId, agentVersionId, environment, failure } = deployment;
    const status = statusOf(deployment, clock);
    if (status !== 'ACTIVE') {
      const [code, why] =
        status === 'FAILED' ? ['FAILED', `has failed: ${failure}`] : ['NOT_ACTIVE', 'is not active yet.'];
      throw new ApiError(404, `MANAGED_AGENT_DEPLOYMENT_${code}`, `The deployment ${why}`, {
        details: { status, ...(failure !== undefined && { reason: failure }) },
      });
    }
    const runtimeUrl = new URL(`/edge/${id}`, context.req.url).href;
    return context.json({ deploymentId: id, agentId, agentVersionId, environment, status, runtimeUrl });
  });
  return routes;
};
