import { Hono } from 'hono';
import { createAgentRoutes } from './agent-routes.js';
import type { Connection } from './connection.js';
import { createControlRoutes } from './control-routes.js';
import { ApiError } from './errors.js';
import { createManagementRoutes } from './management-routes.js';
import type { Platform } from './platform.js';
import { readBearer, type RouteEnv } from './routes.js';
import { callName } from './runtime-guard.js';
import { createRuntimeRoutes } from './runtime-routes.js';
import { createId } from './store.js';

export interface App {
  fetch(request: Request, env: { connection: Connection }): Response | Promise<Response>;
}

/** Joins the parts of the platform's HTTP surface. */
export const createApp = (platform: Platform, { control }: { control: boolean }): App => {
  const { store, tokens, clock } = platform;
  const app = new Hono<RouteEnv>();
  const startedAt = clock.now();

  app.use(async (context, next) => {
    const { method, path, url } = context.req;
    const origin = context.req.header('origin');
    const lastEventId = context.req.header('last-event-id');
    await next();
    context.header('x-request-id', context.req.header('x-request-id') ?? createId('request'));
    if (path.startsWith('/__emulator/') || method === 'OPTIONS') return;
    const name = callName(path);
    const bearer = readBearer(context);
    const named = bearer === undefined ? undefined : tokens.peek(bearer)?.deploymentId;
    const deploymentId = named ?? /^\/agents\/([^/]+)/.exec(path)?.[1];
    const { search } = new URL(url);
    store.requests.push({
      method,
      path: path + search,
      status: context.res.status,
      ...(name !== undefined && { name }),
      ...(deploymentId !== undefined && { deploymentId }),
      ...(origin !== undefined && { origin }),
      ...(lastEventId !== undefined && { lastEventId }),
    });
  });
  app.get('/health', (context) =>
    context.json({
      status: 'ok',
      timestamp: new Date(clock.now()).toISOString(),
      uptime: (clock.now() - startedAt) / 1000,
    }),
  );
  app.route('/', createRuntimeRoutes(platform));
  app.route('/', createAgentRoutes(platform));
  app.route('/', createManagementRoutes(platform));
  if (control) app.route('/__emulator', createControlRoutes(platform));
  app.notFound((context) => context.json({ message: 'There is no such call.', code: 'NOT_FOUND' }, 404));
  app.onError((error, context) => {
    if (error instanceof ApiError) return error.toResponse();
    if (!platform.signal.aborted) console.error(error);
    return context.json({ message: 'The emulator failed.', code: 'INTERNAL' }, 500);
  });
  return app;
};
