import { Hono } from 'hono';
import type { AgentDefinition } from './definition.js';
import { ApiError, invalid, notFound } from './errors.js';
import { flag, type JsonObject, number, text, texts } from './json.js';
import { listOwned, owned } from './ownership.js';
import { createRecords, readLimits } from './records.js';
import type { Platform } from './platform.js';
import { readBody, type RouteContext, type RouteEnv } from './routes.js';
import type { Agent, Deployment, ExternalApp, TokenPolicy } from './store.js';
import { createTokenRoutes } from './token-routes.js';

const AGENTS = '/api/v1/provisioning/agentic-os/agents';
const MANAGED = '/api/v1/provisioning/managed-agents';

/** What an agent answers that was made over HTTP and has no script. */
const plainAgent: AgentDefinition = {
  scripts: [{ when: '', script: [{ word: 'say', text: 'You said: {{message}}' }] }],
};

const needed = (fields: JsonObject, key: string): string => {
  const value = text(fields, key);
  if (value === undefined) throw invalid(`"${key}" is missing.`);
  return value;
};

const showAgent = ({ id, name, slug, status, details, createdAt }: Agent): object => ({
  id,
  name,
  slug,
  status,
  ...details,
  createdAt,
});

const showApp = ({ id, name, slug, allowedOrigins, tokenTtlSeconds, bindings, createdAt }: ExternalApp): object => ({
  id,
  name,
  slug,
  allowedOrigins,
  tokenTtlSeconds,
  deployments: [...bindings.values()],
  createdAt,
});

/** What a host's server calls with its API key (PROTOCOL.md §5). No page may: there is no CORS here. */
export const createManagementRoutes = (platform: Platform): Hono<RouteEnv> => {
  const { store, clock } = platform;
  const records = createRecords(store, clock);
  const routes = new Hono<RouteEnv>();

  routes.use('/api/v1/provisioning/*', async (context, next) => {
    const tenantId = store.tenants.get(context.req.header('x-zaby-api-key') ?? '');
    if (tenantId === undefined) throw new ApiError(401, 'UNAUTHORIZED', 'The API key is missing or not valid.');
    context.set('tenantId', tenantId);
    await next();
  });

  const agentOf = (context: RouteContext): Agent =>
    owned(context, store.agents, context.req.param('agentId'), 'The agent');
  const appOf = (context: RouteContext): ExternalApp =>
    owned(context, store.apps, context.req.param('appId'), 'The external app');
  const policyOf = (context: RouteContext): TokenPolicy =>
    owned(context, store.policies, context.req.param('policyId'), 'The token policy');
  const statusOf = (deployment: Deployment): string => (deployment.activeFrom <= clock.now() ? 'ACTIVE' : 'PENDING');

  routes.post(AGENTS, async (context) => {
    const body = await readBody(context);
    const fields = { ...body, id: undefined, name: needed(body, 'name'), slug: needed(body, 'slug') };
    return context.json(showAgent(records.createAgent(context.get('tenantId'), fields, plainAgent)), 201);
  });
  routes.get(AGENTS, (context) => {
    const status = context.req.query('status');
    const limit = Math.min(Number(context.req.query('limit') ?? 50) || 50, 100);
    const agents = listOwned(context, store.agents).filter((agent) => status === undefined || agent.status === status);
    const from = agents.findIndex(({ id }) => id === context.req.query('cursor')) + 1;
    const items = agents.slice(from, from + limit);
    const nextCursor = from + limit < agents.length ? items.at(-1)?.id : undefined;
    return context.json({ items: items.map(showAgent), ...(nextCursor !== undefined && { nextCursor }) });
  });
  routes.get(`${AGENTS}/:agentId`, (context) => context.json(showAgent(agentOf(context))));
  routes.patch(`${AGENTS}/:agentId`, async (context) => {
    const agent = agentOf(context);
    agent.name = text(await readBody(context), 'name') ?? agent.name;
    return context.json(showAgent(agent));
  });
  routes.delete(`${AGENTS}/:agentId`, (context) => {
    store.agents.delete(agentOf(context).id);
    return context.body(null, 204);
  });
  routes.post(`${AGENTS}/:agentId/publish`, (context) =>
    context.json({ id: records.publish(agentOf(context)), status: 'PUBLISHED' }, 201),
  );
  routes.post(`${AGENTS}/:agentId/deployments`, async (context) => {
    const agent = agentOf(context);
    const body = await readBody(context);
    const versionId = needed(body, 'agentVersionId');
    if (!agent.versionIds.includes(versionId)) throw invalid('The agent has no such version.');
    const environment = text(body, 'environment') ?? 'TEST';
    if (environment !== 'TEST' && environment !== 'PRODUCTION') throw invalid('"environment" is TEST or PRODUCTION.');
    const deployment = records.deploy(agent, versionId, environment, platform.activationMs);
    return context.json({ id: deployment.id, agentId: agent.id, environment, status: 'PENDING' }, 201);
  });
  routes.get(`${MANAGED}/deployments/:deploymentId/provisioning`, (context) => {
    const deployment = owned(context, store.deployments, context.req.param('deploymentId'), 'The deployment');
    if (statusOf(deployment) !== 'ACTIVE') throw notFound('The provisioning of the deployment');
    const { id, agentId, environment } = deployment;
    const runtimeUrl = new URL(`/edge/${id}`, context.req.url).href;
    return context.json({ deploymentId: id, agentId, environment, status: 'ACTIVE', runtimeUrl });
  });

  const apps = `${MANAGED}/external-apps`;
  routes.get(apps, (context) => context.json({ items: listOwned(context, store.apps).map(showApp) }));
  routes.post(apps, async (context) => {
    const body = await readBody(context);
    const fields = { ...body, id: undefined, name: needed(body, 'name'), slug: needed(body, 'slug') };
    return context.json(showApp(records.createApp(context.get('tenantId'), fields)), 201);
  });
  routes.get(`${apps}/:appId`, (context) => context.json(showApp(appOf(context))));
  routes.patch(`${apps}/:appId`, async (context) => {
    const app = appOf(context);
    const body = await readBody(context);
    app.name = text(body, 'name') ?? app.name;
    app.allowedOrigins = texts(body, 'allowedOrigins') ?? app.allowedOrigins;
    app.tokenTtlSeconds = number(body, 'tokenTtlSeconds') ?? app.tokenTtlSeconds ?? 600;
    return context.json(showApp(app));
  });
  routes.post(`${apps}/:appId/deployments`, async (context) => {
    const app = appOf(context);
    const body = await readBody(context);
    const deployment = owned(context, store.deployments, needed(body, 'deploymentId'), 'The deployment');
    return context.json({ externalAppId: app.id, ...records.bind(app, deployment, body) }, 201);
  });

  const policies = `${MANAGED}/runtime-token-policies`;
  routes.get(policies, (context) => context.json({ items: listOwned(context, store.policies) }));
  routes.post(policies, async (context) => {
    const body = await readBody(context);
    needed(body, 'name');
    const app = owned(context, store.apps, needed(body, 'externalAppId'), 'The external app');
    const deployment = owned(context, store.deployments, needed(body, 'deploymentId'), 'The deployment');
    return context.json(records.createPolicy(app, deployment, { ...body, id: undefined }), 201);
  });
  routes.get(`${policies}/:policyId`, (context) => context.json(policyOf(context)));
  routes.patch(`${policies}/:policyId`, async (context) => {
    const policy = policyOf(context);
    const body = await readBody(context);
    policy.name = text(body, 'name') ?? policy.name;
    policy.status = text(body, 'status') ?? policy.status;
    policy.autoRotateEnabled = flag(body, 'autoRotateEnabled') ?? policy.autoRotateEnabled;
    Object.assign(policy, readLimits(body));
    return context.json(policy);
  });

  routes.route(MANAGED, createTokenRoutes(platform));
  return routes;
};
