import { createHash } from 'node:crypto';
import type { Clock } from './clock.js';
import { isActive } from './deployments.js';
import { ApiError, invalid, notFound } from './errors.js';
import type { Journal } from './journal.js';
import {
  createId,
  type ExternalApp,
  type MintRequest,
  type Store,
  type TokenFamily,
  type TokenPolicy,
  type TokenRecord,
} from './store.js';

/** Makes the records of tokens, where app, deployment and policy allow it. */
export interface TokenMaker {
  make(app: ExternalApp, request: MintRequest): TokenRecord;
  makeForPlayground(tenantId: string, request: MintRequest): TokenRecord;
  /** The successor of a token. Another order than that of the first, whatever its `requestId`. */
  succeed(previous: TokenRecord): TokenRecord;
}

const ALL_SCOPES = ['runs:write', 'runs:read', 'approvals:write', 'feedback:write'] as const;

const least = (...limits: (number | undefined)[]): number | undefined => {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const rotateAfter = (ttl: number, policy: TokenPolicy | undefined): number | undefined =>
  policy?.autoRotateEnabled ? ttl - Math.min(policy.rotateBeforeExpirySeconds ?? 30, Math.ceil(ttl / 2)) : undefined;

const orderKey = (owner: string, requestId: string): string => JSON.stringify([owner, requestId]);

export const createTokenMaker = (store: Store, clock: Clock, journal: Journal): TokenMaker => {
  /** What is looked up at every mint, so that many conversations cost no more than one. */
  const familyOf = new Map<string, string>();
  for (const family of store.families.values()) familyOf.set(family.sessionKey, family.id);
  const mintedFor = new Map<string, string>();
  for (const { id, externalAppId, deploymentId, request } of store.tokens.values()) {
    if (request.requestId !== undefined) mintedFor.set(orderKey(externalAppId ?? deploymentId, request.requestId), id);
  }

  const findFamily = (tenantId: string, sessionKey: string, app: ExternalApp | undefined, request: MintRequest) => {
    const known = store.families.get(familyOf.get(sessionKey) ?? '');
    if (known && (known.status === 'ACTIVE' || known.forGood)) return known;
    const family: TokenFamily = {
      id: createId('family'),
      serial: store.families.nextSerial(),
      tenantId,
      ...(app && { externalAppId: app.id }),
      deploymentId: request.deploymentId,
      name: request.displayName ?? request.externalUserId,
      sessionKey,
      status: 'ACTIVE',
      forGood: false,
      createdAt: new Date(clock.now()).toISOString(),
    };
    store.families.set(family.id, family);
    familyOf.set(sessionKey, family.id);
    return family;
  };

  const make = (
    tenantId: string,
    request: MintRequest,
    app: ExternalApp | undefined,
    policy: TokenPolicy | undefined,
  ): TokenRecord => {
    const { deploymentId, externalUserId, displayName, externalSessionId } = request;
    const sessionKey = JSON.stringify([
      app?.id ?? 'playground',
      deploymentId,
      externalUserId,
      externalSessionId ?? createId('one'),
    ]);
    // Derived and not drawn: the demo's conversations outlive an emulator that keeps nothing.
    const agentSessionId = `session_${createHash('sha256').update(sessionKey).digest('hex').slice(0, 24)}`;
    const family = findFamily(tenantId, sessionKey, app, request);
    const ttl = least(request.ttlSeconds, policy?.tokenTtlSeconds, app?.tokenTtlSeconds) ?? 600;
    const maxUses = least(request.maxUses, policy?.maxUsesPerToken);
    const issuedAt = Math.floor(clock.now() / 1000);
    const rotateAfterSeconds = rotateAfter(ttl, policy);
    const record: TokenRecord = {
      id: createId('token'),
      tenantId,
      ...(app && { externalAppId: app.id }),
      deploymentId,
      ...(policy && { quotaPolicyId: policy.id }),
      agentSessionId,
      tokenFamilyId: family.id,
      grantId: createId('grant'),
      externalUserId,
      ...(displayName !== undefined && { displayName }),
      scopes: request.scopes ?? ALL_SCOPES,
      request,
      status: family.status === 'ACTIVE' ? 'active' : 'revoked',
      issuedAt,
      expiresAt: issuedAt + ttl,
      ...(rotateAfterSeconds !== undefined && { rotateAfterSeconds }),
      ...(maxUses !== undefined && { maxUses }),
      uses: 0,
    };
    store.tokens.set(record.id, record);
    journal.write({
      what: 'token-minted',
      tokenId: record.id,
      tokenFamilyId: family.id,
      grantId: record.grantId,
      deploymentId,
      externalUserId,
      expiresAt: new Date(record.expiresAt * 1000).toISOString(),
    });
    return record;
  };

  /** Makes a token, or finds the one that the same `requestId` has made. */
  const makeOnce = (owner: string, request: MintRequest, makeNow: () => TokenRecord): TokenRecord => {
    const { requestId } = request;
    if (requestId === undefined) return makeNow();
    const order = orderKey(owner, requestId);
    const known = store.tokens.get(mintedFor.get(order) ?? '');
    if (!known) {
      const made = makeNow();
      mintedFor.set(order, made.id);
      return made;
    }
    if (JSON.stringify(known.request) === JSON.stringify(request)) return known;
    throw new ApiError(409, 'REQUEST_ID_REUSED', 'The requestId was used for another token before.');
  };

  const checkActive = (deploymentId: string): void => {
    const deployment = store.deployments.get(deploymentId);
    if (deployment && isActive(deployment, clock)) return;
    throw new ApiError(409, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE', 'The deployment is not active yet.');
  };

  const policyFor = (app: ExternalApp, { deploymentId, quotaPolicyId = '' }: MintRequest): TokenPolicy => {
    if (!store.deployments.has(deploymentId) || !app.bindings[deploymentId]) {
      throw invalid('The app and the deployment are not bound.', 'MANAGED_AGENT_DEPLOYMENT_NOT_BOUND');
    }
    checkActive(deploymentId);
    const policy = store.policies.get(quotaPolicyId);
    if (policy?.externalAppId !== app.id || policy.deploymentId !== deploymentId) {
      throw invalid('The app and the deployment have no such token policy.', 'MANAGED_AGENT_QUOTA_POLICY_NOT_FOUND');
    }
    if (policy.status === 'ACTIVE') return policy;
    throw invalid('The token policy is not active.', 'MANAGED_AGENT_QUOTA_POLICY_INACTIVE');
  };

  const mintOnce = (app: ExternalApp, request: MintRequest): TokenRecord => {
    const policy = policyFor(app, request);
    return makeOnce(app.id, request, () => make(app.tenantId, request, app, policy));
  };

  const succeed = (previous: TokenRecord): TokenRecord => {
    const { requestId: _, ...request } = previous.request;
    const app = store.apps.get(previous.externalAppId ?? '');
    if (app) return mintOnce(app, request);
    if (previous.externalAppId !== undefined) throw notFound('The external app');
    checkActive(previous.deploymentId);
    return make(previous.tenantId, request, undefined, undefined);
  };

  return {
    make: mintOnce,
    makeForPlayground: (tenantId, request) => {
      const { deploymentId } = request;
      checkActive(deploymentId);
      return makeOnce(deploymentId, request, () => make(tenantId, request, undefined, undefined));
    },
    succeed,
  };
};
