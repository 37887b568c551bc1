import type { MiddlewareHandler } from 'hono';
import { ApiError } from './errors.js';
import type { CallName } from './faults.js';
import { meetRouteFault } from './faulty-route.js';
import { text } from './json.js';
import { armStartFaults, type Platform } from './platform.js';
import { readBearer, readBody, type RouteEnv } from './routes.js';
import type { Store } from './store.js';

/** What a token may that belongs to no app. */
const playground = { allowBrowserRuntime: true, allowServerRuntime: true, allowApprovals: true };

/** Pages of this machine, where agents are tried out. */
const isLoopback = (origin: string): boolean =>
  URL.canParse(origin) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);

const exposed = 'retry-after, x-request-id, date';

const hasPlayground = ({ families }: Store): boolean =>
  [...families.values()].some(({ externalAppId }) => externalAppId === undefined);

/**
 * Real cross-origin rules: a page may read an answer only where the app of its token allows its origin.
 *
 * A preflight carries no token, and a refused token may name no app: then any origin that some app allows will do.
 */
export const cors =
  ({ store, tokens }: Platform): MiddlewareHandler<RouteEnv> =>
  async (context, next) => {
    const origin = context.req.header('origin');
    const bearer = readBearer(context);
    const token = bearer === undefined ? undefined : tokens.peek(bearer);
    const app = store.apps.get(token?.externalAppId ?? '');
    const apps = app ? [app] : [...store.apps.values()];
    // A playground token names no app.
    const isPlayground = token ? token.externalAppId === undefined : hasPlayground(store);
    const allowed =
      origin !== undefined &&
      ((isPlayground && isLoopback(origin)) || apps.some(({ allowedOrigins }) => allowedOrigins.includes(origin)));
    if (context.req.method === 'OPTIONS') {
      if (!allowed) return context.body(null, 403, { vary: 'origin' });
      return context.body(null, 204, {
        vary: 'origin',
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers':
          'authorization, content-type, last-event-id, x-request-id, accept, cache-control',
        'access-control-max-age': '600',
      });
    }
    await next();
    context.header('vary', 'origin');
    if (!allowed) return undefined;
    context.header('access-control-allow-origin', origin);
    context.header('access-control-expose-headers', exposed);
    return undefined;
  };

/** The name of a runtime call, as faults and tests use it. */
export const callName = (path: string): CallName | undefined => {
  if (path.startsWith('/edge/')) return 'edge';
  if (path.startsWith('/agents/')) return 'agent';
  if (path.endsWith('/runtime-tokens') || path.endsWith('/runtime-tokens/rotate')) return 'token';
  const tail = path.match(/^\/api\/v1\/agent-runtime\/runs(?:\/[^/]+\/(\w+))?/);
  if (!tail) return undefined;
  const part = tail[1] ?? 'runs';
  return ['runs', 'aiui', 'events', 'approvals', 'feedback'].includes(part) ? (part as CallName) : undefined;
};

const scopes: Partial<Record<CallName, string>> = {
  runs: 'runs:write',
  edge: 'runs:write',
  aiui: 'runs:read',
  events: 'runs:read',
  approvals: 'approvals:write',
  feedback: 'feedback:write',
};

/** Lets in who has a token that holds, from an origin that is allowed, for something the token is for. */
export const authorize = (platform: Platform): MiddlewareHandler<RouteEnv> => {
  const { store, tokens } = platform;
  const armed = new Set<string>();
  return async (context, next) => {
    const bearer = readBearer(context);
    if (bearer === undefined) {
      throw new ApiError(401, 'MANAGED_AGENT_RUNTIME_TOKEN_MISSING', 'A runtime token is needed.');
    }
    const name = callName(context.req.path);
    const known = tokens.peek(bearer);
    if (known && (name === 'runs' || name === 'edge')) {
      const body = await readBody(context);
      const request = { input: body['input'], requestId: text(body, 'requestId') ?? text(body, 'runId') };
      // Before the token is looked at: an expired one is a thing that a start can meet.
      armStartFaults(platform, known, request, armed);
    }
    const token = await tokens.accept(bearer);
    const origin = context.req.header('origin');
    const app = store.apps.get(token.externalAppId ?? '');
    const binding = token.externalAppId === undefined ? playground : app?.bindings[token.deploymentId];
    const isAllowed =
      origin === undefined
        ? binding?.allowServerRuntime
        : binding?.allowBrowserRuntime && (app ? app.allowedOrigins.includes(origin) : isLoopback(origin));
    if (!isAllowed) {
      throw new ApiError(403, 'MANAGED_AGENT_RUNTIME_ORIGIN_NOT_ALLOWED', 'The origin is not allowed for this app.');
    }
    const scope = name && scopes[name];
    if ((scope && !token.scopes.includes(scope)) || (name === 'approvals' && !binding?.allowApprovals)) {
      throw new ApiError(403, 'MANAGED_AGENT_RUNTIME_SCOPE_MISSING', `The token is not for ${name}.`);
    }
    context.set('token', token);
    await next();
  };
};

/** Lets each call meet the fault that waits for it. */
export const faulty =
  (platform: Platform): MiddlewareHandler<RouteEnv> =>
  async (context, next) => {
    const name = callName(context.req.path);
    if (!name) return next();
    const body = name === 'runs' || name === 'edge' ? await readBody(context) : {};
    const requestId = text(body, 'requestId') ?? text(body, 'runId');
    const { deploymentId } = context.get('token');
    const which = { name, deploymentId, ...(requestId !== undefined && { requestId }) };
    const answer = await meetRouteFault(platform, context, { ...which, proceed: next });
    if (answer) context.res = answer;
    return undefined;
  };
