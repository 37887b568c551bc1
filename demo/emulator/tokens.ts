import { createHash } from 'node:crypto';
import { errors, decodeJwt, jwtVerify, SignJWT } from 'jose';
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

/** Makes, checks and takes back runtime tokens (PROTOCOL.md §3). */
export interface Tokens {
  mint(app: ExternalApp, request: MintRequest): Promise<object>;
  /** A token that needs neither app nor policy, for trying out a deployment. */
  mintForPlayground(tenantId: string, request: MintRequest): Promise<object>;
  /** Replaces a token by its successor in the same family; the old one is stale from then on. */
  rotate(previousToken: string, tenantId: string): Promise<object>;
  /** Replaces all that a user's conversation holds, the last one where no conversation is named. */
  rotateFor(
    app: ExternalApp,
    user: Pick<MintRequest, 'deploymentId' | 'externalUserId' | 'externalSessionId'>,
  ): Promise<object>;
  /** Checks a token and takes one use from it. Throws what the platform answers. */
  accept(token: string): Promise<TokenRecord>;
  /** The record that a token names, unchecked: for what has to be known about a refused one. */
  peek(token: string): TokenRecord | undefined;
  revokeFamily(family: TokenFamily, how?: { forGood?: boolean; reason?: string | undefined }): TokenFamily;
  /** What a script does to all tokens of a conversation. */
  spoil(agentSessionId: string, how: 'expire-token' | 'exhaust-token'): void;
}

const ALL_SCOPES = ['runs:write', 'runs:read', 'approvals:write', 'feedback:write'] as const;

const refuse = (status: 401 | 403, code: string, message: string): ApiError =>
  new ApiError(status, `MANAGED_AGENT_RUNTIME_TOKEN_${code}`, message);

const least = (...limits: (number | undefined)[]): number | undefined => {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const rotateAfter = (ttl: number, policy: TokenPolicy | undefined): number | undefined =>
  policy?.autoRotateEnabled ? ttl - Math.min(policy.rotateBeforeExpirySeconds ?? 30, Math.ceil(ttl / 2)) : undefined;

const orderKey = (owner: string, requestId: string): string => JSON.stringify([owner, requestId]);

/** `key` signs: 32 bytes. */
export const createTokens = (store: Store, clock: Clock, key: Uint8Array, journal: Journal): Tokens => {
  /** What is looked up at every mint, so that many conversations cost no more than one. */
  const familyOf = new Map<string, string>();
  for (const family of store.families.values()) familyOf.set(family.sessionKey, family.id);
  const mintedFor = new Map<string, string>();
  for (const { id, externalAppId, deploymentId, request } of store.tokens.values()) {
    if (request.requestId !== undefined) mintedFor.set(orderKey(externalAppId ?? deploymentId, request.requestId), id);
  }

  /** The token itself. Always the same for the same record, so that it need not be kept. */
  const sign = (record: TokenRecord): Promise<string> =>
    new SignJWT({
      ...(record.externalAppId !== undefined && { externalAppId: record.externalAppId }),
      deploymentId: record.deploymentId,
      ...(record.quotaPolicyId !== undefined && { quotaPolicyId: record.quotaPolicyId }),
      agentSessionId: record.agentSessionId,
      tokenFamilyId: record.tokenFamilyId,
      grantId: record.grantId,
      ...(record.maxUses !== undefined && { maxUses: record.maxUses }),
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(record.externalUserId)
      .setJti(record.id)
      .setIssuedAt(record.issuedAt)
      .setExpirationTime(record.expiresAt)
      .sign(key);

  const answer = async (record: TokenRecord): Promise<object> => ({
    token: await sign(record),
    tokenType: 'Bearer',
    expiresAt: new Date(record.expiresAt * 1000).toISOString(),
    ...(record.rotateAfterSeconds !== undefined && { rotateAfterSeconds: record.rotateAfterSeconds }),
    ...(record.maxUses !== undefined && { remainingUses: Math.max(record.maxUses - record.uses, 0) }),
    scopes: record.scopes,
    grantId: record.grantId,
    tokenFamilyId: record.tokenFamilyId,
    ...(record.quotaPolicyId !== undefined && { quotaPolicyId: record.quotaPolicyId }),
    agentSessionId: record.agentSessionId,
    ...(record.externalAppId !== undefined && { externalAppId: record.externalAppId }),
    deploymentId: record.deploymentId,
  });

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

  /** The successor of a token. Another order than that of the first, whatever its `requestId`. */
  const succeed = (previous: TokenRecord): TokenRecord => {
    const { requestId: _, ...request } = previous.request;
    const app = store.apps.get(previous.externalAppId ?? '');
    if (app) return mintOnce(app, request);
    if (previous.externalAppId !== undefined) throw notFound('The external app');
    checkActive(previous.deploymentId);
    return make(previous.tenantId, request, undefined, undefined);
  };

  const refuseRevoked = ({ tokenFamilyId }: TokenRecord): void => {
    if (store.families.get(tokenFamilyId)?.status === 'ACTIVE') return;
    throw refuse(403, 'FAMILY_REVOKED', 'Managed agent runtime token family is revoked.');
  };

  const peek: Tokens['peek'] = (token) => {
    try {
      return store.tokens.get(decodeJwt(token).jti ?? '');
    } catch {
      return undefined;
    }
  };

  const checkSignature = async (token: string): Promise<string> => {
    try {
      const { payload } = await jwtVerify(token, key, { currentDate: new Date(clock.now()) });
      if (payload.jti !== undefined) return payload.jti;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) {
        throw refuse(401, 'EXPIRED', 'Managed agent runtime token has expired.');
      }
    }
    throw refuse(401, 'INVALID', 'Managed agent runtime token is not valid.');
  };

  const check = async (token: string): Promise<TokenRecord> => {
    // Looked up behind the waiting: another call may have used the token meanwhile.
    const record = store.tokens.get(await checkSignature(token));
    if (!record) throw refuse(401, 'INVALID', 'Managed agent runtime token is not valid.');
    refuseRevoked(record);
    const { status, uses, maxUses = Infinity } = record;
    if (status === 'expired') throw refuse(401, 'EXPIRED', 'Managed agent runtime token has expired.');
    if (status === 'stale') throw refuse(401, 'GRANT_STALE', 'Managed agent runtime token was replaced.');
    if (status === 'revoked') throw refuse(403, 'GRANT_REVOKED', 'Managed agent runtime token grant is revoked.');
    if (status === 'spent' || uses >= maxUses) {
      throw refuse(403, 'GRANT_MAX_USES_EXCEEDED', 'Managed agent runtime token grant has exhausted its max uses.');
    }
    return store.tokens.change(record, { uses: uses + 1 });
  };

  return {
    mint: async (app, request) => answer(mintOnce(app, request)),
    mintForPlayground: async (tenantId, request) => {
      checkActive(request.deploymentId);
      const { deploymentId } = request;
      return answer(makeOnce(deploymentId, request, () => make(tenantId, request, undefined, undefined)));
    },
    rotate: async (previousToken, tenantId) => {
      const previous = peek(previousToken);
      // Whoever holds the key may rotate, but only what is a token of ours, expired or not.
      if (previous?.tenantId !== tenantId || (await sign(previous)) !== previousToken) throw notFound('The token');
      refuseRevoked(previous);
      const next = succeed(previous);
      store.tokens.change(previous, { status: 'stale' });
      return answer(next);
    },
    rotateFor: async (app, { deploymentId, externalUserId, externalSessionId }) => {
      const previous = [...store.tokens.values()].filter(
        (token) =>
          token.externalAppId === app.id &&
          token.deploymentId === deploymentId &&
          token.externalUserId === externalUserId &&
          (externalSessionId === undefined || token.request.externalSessionId === externalSessionId),
      );
      const last = previous.at(-1);
      if (!last) throw notFound('A token of that user');
      refuseRevoked(last);
      const next = succeed(last);
      for (const token of previous) {
        if (token.agentSessionId === last.agentSessionId && token.status === 'active')
          store.tokens.change(token, { status: 'stale' });
      }
      return answer(next);
    },
    accept: async (token) => {
      try {
        return await check(token);
      } catch (error) {
        const deploymentId = peek(token)?.deploymentId;
        if (error instanceof ApiError) {
          journal.write({
            what: 'token-refused',
            code: error.code,
            ...(deploymentId !== undefined && { deploymentId }),
          });
        }
        throw error;
      }
    },
    peek,
    revokeFamily: (family, { forGood = false, reason } = {}) => {
      const revoked = store.families.change(family, {
        status: 'REVOKED',
        forGood,
        ...(reason !== undefined && { reason }),
      });
      journal.write({ what: 'family-revoked', tokenFamilyId: family.id });
      for (const stream of store.streams) if (stream.tokenFamilyId === family.id) stream.cut();
      return revoked;
    },
    spoil: (agentSessionId, how) => {
      for (const record of store.tokens.values()) {
        if (record.agentSessionId !== agentSessionId || record.status !== 'active') continue;
        store.tokens.change(record, { status: how === 'expire-token' ? 'expired' : 'spent' });
      }
    },
  };
};
