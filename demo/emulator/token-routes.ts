import { Hono } from 'hono';
import { meetFault } from './call-faults.js';
import { invalid, notFound } from './errors.js';
import { type JsonObject, number, text, texts } from './json.js';
import { listOwned, owned } from './ownership.js';
import type { Platform } from './platform.js';
import { readBody, type RouteContext, type RouteEnv } from './routes.js';
import type { ExternalApp, MintRequest } from './store.js';

const channels = ['server', 'web', 'mobile', 'support', 'embedded'];

const readMintRequest = (body: JsonObject): MintRequest => {
  const deploymentId = text(body, 'deploymentId');
  const quotaPolicyId = text(body, 'quotaPolicyId');
  const externalUserId = text(body, 'externalUserId') ?? text(body, 'uniqueId');
  if (deploymentId === undefined) throw invalid('"deploymentId" is missing.');
  if (quotaPolicyId === undefined) throw invalid('"quotaPolicyId" is missing.');
  if (externalUserId === undefined) throw invalid('"externalUserId" is missing.');
  if (!channels.includes(text(body, 'channel') ?? 'server'))
    throw invalid(`"channel" is one of ${channels.join(', ')}.`);
  const ttlSeconds = number(body, 'ttlSeconds');
  const maxUses = number(body, 'maxUses');
  if (ttlSeconds !== undefined && ttlSeconds < 1) throw invalid('"ttlSeconds" is at least 1.');
  if (maxUses !== undefined && maxUses < 1) throw invalid('"maxUses" is at least 1.');
  const externalSessionId = text(body, 'externalSessionId');
  const scopes = texts(body, 'scopes');
  const displayName = text(body, 'displayName');
  return {
    deploymentId,
    quotaPolicyId,
    externalUserId,
    ...(externalSessionId !== undefined && { externalSessionId }),
    ...(ttlSeconds !== undefined && { ttlSeconds: Math.floor(ttlSeconds) }),
    ...(maxUses !== undefined && { maxUses: Math.floor(maxUses) }),
    ...(scopes !== undefined && { scopes }),
    ...(displayName !== undefined && { displayName }),
  };
};

/** Minting, rotating and taking back runtime tokens (PROTOCOL.md §5). */
export const createTokenRoutes = (platform: Platform): Hono<RouteEnv> => {
  const { store, tokens, clock, signal } = platform;
  const routes = new Hono<RouteEnv>();
  const appOf = (context: RouteContext): ExternalApp =>
    owned(context, store.apps, context.req.param('appId'), 'The external app');

  /** Runs what makes a token, unless a fault waits for it. */
  const withFaults = async (context: RouteContext, deploymentId: string, make: () => Promise<object>) => {
    let made: object = {};
    const answer = await meetFault(store, {
      name: 'token',
      deploymentId,
      connection: context.env.connection,
      clock,
      signal: AbortSignal.any([signal, context.req.raw.signal]),
      proceed: async () => {
        made = await make();
      },
    });
    return answer ?? context.json(made, 201);
  };

  routes.post('/external-apps/:appId/runtime-tokens', async (context) => {
    const app = appOf(context);
    const request = readMintRequest(await readBody(context));
    return withFaults(context, request.deploymentId, () => tokens.mint(app.id, request));
  });
  routes.post('/external-apps/:appId/runtime-tokens/rotate', async (context) => {
    const app = appOf(context);
    const body = await readBody(context);
    const user = text(body, 'uniqueId') ?? text(body, 'externalUserId');
    if (user === undefined) throw invalid('"uniqueId" is missing.');
    const deploymentId = text(body, 'deploymentId');
    if (deploymentId === undefined) throw invalid('"deploymentId" is missing.');
    const session = text(body, 'externalSessionId');
    const previous = [...store.tokens.values()].filter(
      (token) =>
        token.externalAppId === app.id &&
        token.deploymentId === deploymentId &&
        token.externalUserId === user &&
        (session === undefined || token.request.externalSessionId === session),
    );
    const last = previous.at(-1);
    if (!last) throw notFound('A token of that user');
    return withFaults(context, deploymentId, async () => {
      const next = await tokens.mint(app.id, last.request);
      for (const token of previous) {
        if (token.agentSessionId === last.agentSessionId && token.status === 'active') token.status = 'stale';
      }
      return next;
    });
  });
  routes.post('/runtime-tokens/rotate', async (context) => {
    const previousToken = text(await readBody(context), 'previousToken');
    if (previousToken === undefined) throw invalid('"previousToken" is missing.');
    const deploymentId = tokens.peek(previousToken)?.deploymentId ?? '';
    return withFaults(context, deploymentId, () => tokens.rotate(previousToken, context.get('tenantId')));
  });

  routes.get('/runtime-token-families', (context) => {
    const mine = listOwned(context, store.families);
    return context.json({ items: mine.map(({ id, status, name }) => ({ id, status, name })) });
  });
  routes.post('/runtime-token-families/:familyId/revoke', (context) => {
    const family = owned(context, store.families, context.req.param('familyId'), 'The token family');
    tokens.revokeFamily(family);
    return context.json({ id: family.id, status: family.status });
  });
  routes.post('/runtime-token-grants/:grantId/revoke', (context) => {
    const grantId = context.req.param('grantId');
    const granted = [...store.tokens.values()].find(
      (token) => token.grantId === grantId && token.tenantId === context.get('tenantId'),
    );
    if (!granted) throw notFound('The token grant');
    granted.status = 'revoked';
    return context.json({ id: grantId, status: 'REVOKED' });
  });
  return routes;
};
