import { Hono } from 'hono';
import { createAgentRoutes } from './agent-routes.js';
import type { Connection } from './connection.js';
import { createControlRoutes } from './control-routes.js';
import { ApiError } from './errors.js';
import { createManagementRoutes } from './management-routes.js';
import { createMethodFinder } from './methods.js';
import type { Platform } from './platform.js';
import { readBearer, type RouteContext, type RouteEnv } from './routes.js';
import { callName } from './runtime-guard.js';
import { createRuntimeRoutes } from './runtime-routes.js';
import { createId, type RequestRecord } from './store.js';

export interface App {
  fetch(request: Request, env: { connection: Connection }): Response | Promise<Response>;
}

export interface AppOptions {
  readonly control: boolean;
  /** Further calls below `/__emulator`. */
  readonly pages?: ((platform: Platform) => Hono<RouteEnv>) | undefined;
}

/** Of the last calls, as tests ask about them. */
const REQUESTS_KEPT = 100_000;

const recordOf = (context: RouteContext, { tokens }: Platform): RequestRecord => {
  const { method, path, url } = context.req;
  const origin = context.req.header('origin');
  const lastEventId = context.req.header('last-event-id');
  const name = callName(path);
  const bearer = readBearer(context);
  const named = bearer === undefined ? undefined : tokens.peek(bearer)?.deploymentId;
  const deploymentId = named ?? /^\/agents\/([^/]+)/.exec(path)?.[1];
  return {
    method,
    path: path + new URL(url).search,
    status: context.res.status,
    ...(name !== undefined && { name }),
    ...(deploymentId !== undefined && { deploymentId }),
    ...(origin !== undefined && { origin }),
    ...(lastEventId !== undefined && { lastEventId }),
  };
};

/** Joins the parts of the platform's HTTP surface. */
export const createApp = (platform: Platform, { control, pages }: AppOptions): App => {
  const { store, clock, journal } = platform;
  const app = new Hono<RouteEnv>();
  const startedAt = clock.now();

  app.use(async (context, next) => {
    await next();
    context.header('x-request-id', context.req.header('x-request-id') ?? createId('request'));
    if (context.req.path.startsWith('/__emulator') || context.req.method === 'OPTIONS') return;
    const record = recordOf(context, platform);
    store.requests.push(record);
    if (store.requests.length > REQUESTS_KEPT) store.requests.shift();
    journal.write({ what: 'request', ...record });
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
  if (pages) app.route('/__emulator', pages(platform));
  const methodsOf = createMethodFinder(app);
  app.notFound((context) => {
    const allowed = methodsOf(context.req.path).join(', ');
    if (allowed === '') return context.json({ message: 'There is no such call.', code: 'NOT_FOUND' }, 404);
    const message = `This call is made by ${allowed}.`;
    return context.json({ message, code: 'METHOD_NOT_ALLOWED' }, 405, { allow: allowed });
  });
  app.onError((error, context) => {
    if (error instanceof ApiError) return error.toResponse();
    if (!platform.signal.aborted) console.error(error);
    return context.json({ message: 'The emulator failed.', code: 'INTERNAL' }, 500);
  });
  return app;
};
