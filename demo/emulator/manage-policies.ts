import { Hono } from 'hono';
import { neededText, without } from './fields.js';
import { listOwned, owned } from './ownership.js';
import { pageOf } from './pages.js';
import type { Platform } from './platform.js';
import { createRecords } from './records.js';
import { readBody, type RouteContext, type RouteEnv } from './routes.js';
import type { TokenPolicy } from './store.js';

const show = ({ details, ...policy }: TokenPolicy): object => ({
  ...details,
  ...without(policy, ['serial', 'tenantId']),
});

/** Token policies: without one, no token (PROTOCOL.md §5). */
export const createPolicyManagement = ({ store, clock }: Platform): Hono<RouteEnv> => {
  const records = createRecords(store, clock);
  const routes = new Hono<RouteEnv>();
  const policyOf = (context: RouteContext): TokenPolicy =>
    owned(context, store.policies, context.req.param('policyId'), 'The token policy');

  routes.get('/', (context) => {
    const { externalAppId, deploymentId } = context.req.query();
    const policies = listOwned(context, store.policies).filter(
      (policy) =>
        (externalAppId === undefined || policy.externalAppId === externalAppId) &&
        (deploymentId === undefined || policy.deploymentId === deploymentId),
    );
    return context.json(pageOf(context, policies, show, 1000));
  });
  routes.post('/', async (context) => {
    const body = await readBody(context);
    const app = owned(context, store.apps, neededText(body, 'externalAppId'), 'The external app');
    const deployment = owned(context, store.deployments, neededText(body, 'deploymentId'), 'The deployment');
    return context.json(show(records.createPolicy(app, deployment, body)), 201);
  });
  routes.get('/:policyId', (context) => context.json(show(policyOf(context))));
  routes.patch('/:policyId', async (context) =>
    context.json(show(records.changePolicy(policyOf(context), await readBody(context)))),
  );
  return routes;
};
