import { Hono } from 'hono';
import { notFound } from './errors.js';
import { meetRouteFault } from './faulty-route.js';
import { givenText, neededText, onlyGiven } from './fields.js';
import { neededUser, readMintRequest } from './mint-request.js';
import { listOwned, owned } from './ownership.js';
import { pageOf } from './pages.js';
import type { Platform } from './platform.js';
import { readBody, type RouteContext, type RouteEnv } from './routes.js';
import type { ExternalApp, TokenFamily } from './store.js';

const showFamily = ({ id, status, name, deploymentId, createdAt, ...family }: TokenFamily): object => {
  const { externalAppId, reason } = family;
  return { id, status, name, ...onlyGiven({ externalAppId, reason }), deploymentId, createdAt };
};

/** Minting, rotating and taking back runtime tokens (PROTOCOL.md §5). */
export const createTokenManagement = (platform: Platform): Hono<RouteEnv> => {
  const { store, tokens } = platform;
  const routes = new Hono<RouteEnv>();
  const appOf = (context: RouteContext): ExternalApp =>
    owned(context, store.apps, context.req.param('appId'), 'The external app');

  /** Runs what makes a token, unless a fault waits for it. */
  const withFaults = async (context: RouteContext, deploymentId: string, make: () => Promise<object>) => {
    let made: object = {};
    const answer = await meetRouteFault(platform, context, {
      name: 'token',
      deploymentId,
      proceed: async () => {
        made = await make();
      },
    });
    return answer ?? context.json(made, 201);
  };

  routes.post('/external-apps/:appId/runtime-tokens', async (context) => {
    const app = appOf(context);
    const request = readMintRequest(await readBody(context));
    return withFaults(context, request.deploymentId, () => tokens.mint(app, request));
  });
  routes.post('/external-apps/:appId/runtime-tokens/rotate', async (context) => {
    const app = appOf(context);
    const body = await readBody(context);
    const user = {
      deploymentId: neededText(body, 'deploymentId'),
      externalUserId: neededUser(body),
      ...onlyGiven({ externalSessionId: givenText(body, 'externalSessionId') }),
    };
    return withFaults(context, user.deploymentId, () => tokens.rotateFor(app, user));
  });
  routes.post('/runtime-tokens/rotate', async (context) => {
    const previousToken = neededText(await readBody(context), 'previousToken');
    const deploymentId = tokens.peek(previousToken)?.deploymentId ?? '';
    return withFaults(context, deploymentId, () => tokens.rotate(previousToken, context.get('tenantId')));
  });

  routes.get('/runtime-token-families', (context) => {
    const { externalAppId, deploymentId, status } = context.req.query();
    const families = listOwned(context, store.families).filter(
      (family) =>
        (externalAppId === undefined || family.externalAppId === externalAppId) &&
        (deploymentId === undefined || family.deploymentId === deploymentId) &&
        (status === undefined || family.status === status),
    );
    return context.json(pageOf(context, families, showFamily, 1000));
  });
  routes.post('/runtime-token-families/:familyId/revoke', async (context) => {
    const family = owned(context, store.families, context.req.param('familyId'), 'The token family');
    const reason = givenText(await readBody(context), 'reason');
    // Twice is no more than once.
    const revoked = family.status === 'REVOKED' ? family : tokens.revokeFamily(family, { reason });
    return context.json(showFamily(revoked));
  });
  routes.post('/runtime-token-grants/:grantId/revoke', async (context) => {
    const grantId = context.req.param('grantId');
    const reason = givenText(await readBody(context), 'reason');
    const granted = listOwned(context, store.tokens).find((token) => token.grantId === grantId);
    if (!granted) throw notFound('The token grant');
    store.tokens.change(granted, { status: 'revoked' });
    return context.json({ id: grantId, status: 'REVOKED', ...onlyGiven({ reason }) });
  });
  return routes;
};
