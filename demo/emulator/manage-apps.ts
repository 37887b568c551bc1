import { Hono } from 'hono';
import { neededText } from './fields.js';
import { listOwned, owned } from './ownership.js';
import { pageOf } from './pages.js';
import type { Platform } from './platform.js';
import { createRecords } from './records.js';
import { readBody, type RouteContext, type RouteEnv } from './routes.js';
import type { ExternalApp } from './store.js';

const show = (app: ExternalApp): object => {
  const { id, name, slug, allowedOrigins, tokenTtlSeconds, details, bindings, createdAt, updatedAt } = app;
  const ttl = tokenTtlSeconds !== undefined && { tokenTtlSeconds };
  const deployments = Object.values(bindings);
  return { id, name, slug, allowedOrigins, ...ttl, ...details, deployments, createdAt, updatedAt };
};

/** External apps and what they are bound to (PROTOCOL.md §5). */
export const createAppManagement = ({ store, clock }: Platform): Hono<RouteEnv> => {
  const records = createRecords(store, clock);
  const routes = new Hono<RouteEnv>();
  const appOf = (context: RouteContext): ExternalApp =>
    owned(context, store.apps, context.req.param('appId'), 'The external app');

  routes.get('/', (context) => context.json(pageOf(context, listOwned(context, store.apps), show, 1000)));
  routes.post('/', async (context) =>
    context.json(show(records.createApp(context.get('tenantId'), await readBody(context))), 201),
  );
  routes.get('/:appId', (context) => context.json(show(appOf(context))));
  routes.patch('/:appId', async (context) =>
    context.json(show(records.changeApp(appOf(context), await readBody(context)))),
  );
  // Bound twice is bound once, as it was said last.
  routes.post('/:appId/deployments', async (context) => {
    const app = appOf(context);
    const body = await readBody(context);
    const deployment = owned(context, store.deployments, neededText(body, 'deploymentId'), 'The deployment');
    return context.json({ externalAppId: app.id, ...records.bind(app, deployment, body) }, 201);
  });
  return routes;
};
