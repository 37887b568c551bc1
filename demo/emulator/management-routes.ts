import { Hono } from 'hono';
import { ApiError } from './errors.js';
import { createAgentManagement, createDeploymentManagement } from './manage-agents.js';
import { createAppManagement } from './manage-apps.js';
import { createPolicyManagement } from './manage-policies.js';
import { createFeedbackManagement, createRunManagement } from './manage-runs.js';
import { createTokenManagement } from './manage-tokens.js';
import { createTokenUsageManagement, createUsageManagement } from './manage-usage.js';
import type { Platform } from './platform.js';
import { limitBody, type RouteEnv } from './routes.js';

/** What a host's server calls with its API key (PROTOCOL.md §5). No page may: there is no CORS here. */
export const createManagementRoutes = (platform: Platform): Hono<RouteEnv> => {
  const { store } = platform;
  const routes = new Hono<RouteEnv>();

  routes.use('/api/v1/provisioning/*', async (context, next) => {
    const tenantId = store.tenants.get(context.req.header('x-zaby-api-key') ?? '');
    if (tenantId === undefined) throw new ApiError(401, 'UNAUTHORIZED', 'The API key is missing or not valid.');
    context.set('tenantId', tenantId);
    await next();
  });

  routes.use('/api/v1/provisioning/*', limitBody);

  const agents = '/api/v1/provisioning/agentic-os/agents';
  // First what has a name where others have the id of an agent.
  routes.route(agents, createRunManagement(platform));
  routes.route(agents, createUsageManagement(platform));
  routes.route(agents, createAgentManagement(platform));

  const managed = '/api/v1/provisioning/managed-agents';
  routes.route(`${managed}/deployments`, createDeploymentManagement(platform));
  routes.route(`${managed}/external-apps`, createAppManagement(platform));
  routes.route(`${managed}/runtime-token-policies`, createPolicyManagement(platform));
  routes.route(`${managed}/runtime-token-usage`, createTokenUsageManagement(platform));
  routes.route(`${managed}/runs`, createFeedbackManagement(platform));
  routes.route(managed, createTokenManagement(platform));
  return routes;
};
