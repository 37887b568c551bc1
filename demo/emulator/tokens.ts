import { createHash } from 'node:crypto';
import { errors, decodeJwt, jwtVerify, SignJWT } from 'jose';
import type { Clock } from './clock.js';
import { ApiError, invalid, notFound } from './errors.js';
import {
  createId,
  type MintRequest,
  type Store,
  type TokenFamily,
  type TokenPolicy,
  type TokenRecord,
} from './store.js';

/** Makes, checks and takes back runtime tokens (PROTOCOL.md §3). */
export interface Tokens {
  mint(externalAppId: string, request: MintRequest): Promise<object>;
  /** Replaces a token by its successor in the same family; the old one is stale from then on. */
  rotate(previousToken: string, tenantId: string): Promise<object>;
  /** Checks a token and takes one use from it. Throws what the platform answers. */
  accept(token: string): Promise<TokenRecord>;
  /** The record that a token names, unchecked: for what has to be known about a refused one. */
  peek(token: string): TokenRecord | undefined;
  revokeFamily(family: TokenFamily, forGood?: boolean): void;
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

const rotateAfter = (ttl: number, policy: TokenPolicy): number | undefined =>
  policy.autoRotateEnabled ? ttl - Math.min(policy.rotateBeforeExpirySeconds ?? 30, Math.ceil(ttl / 2)) : undefined;

export const createTokens = (store: Store, clock: Clock): Tokens => {
  const key = crypto.getRandomValues(new Uint8Array(32));

  const findFamily = (tenantId: string, sessionKey: string, name: string): TokenFamily => {
    for (const family of store.families.values()) {
      if (family.sessionKey === sessionKey && (family.status === 'ACTIVE' || family.forGood)) return family;
    }
    const id = createId('family');
    const family: TokenFamily = { id, tenantId, name, sessionKey, status: 'ACTIVE', forGood: false };
    store.families.set(family.id, family);
    return family;
  };

  const mint: Tokens['mint'] = async (externalAppId, request) => {
    const app = store.apps.get(externalAppId);
    if (!app) throw notFound('The external app');
    const { deploymentId, quotaPolicyId, externalUserId, displayName } = request;
    const deployment = store.deployments.get(deploymentId);
    if (!deployment || !app.bindings.has(deploymentId)) throw invalid('The app and the deployment are not bound.');
    if (deployment.activeFrom > clock.now()) {
      throw new ApiError(409, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE', 'The deployment is not active yet.');
    }
    const policy = store.policies.get(quotaPolicyId);
    if (policy?.externalAppId !== app.id || policy.deploymentId !== deploymentId || policy.status !== 'ACTIVE') {
      throw invalid('The app and the deployment have no such active token policy.');
    }

    const sessionKey = JSON.stringify([
      app.id,
      deploymentId,
      externalUserId,
      request.externalSessionId ?? createId('one'),
    ]);
    // Derived and not drawn, so that a conversation outlives a restart of the emulator.
    const agentSessionId = `session_${createHash('sha256').update(sessionKey).digest('hex').slice(0, 24)}`;
    const family = findFamily(app.tenantId, sessionKey, displayName ?? externalUserId);
    const ttl = least(request.ttlSeconds, policy.tokenTtlSeconds, app.tokenTtlSeconds) ?? 600;
    const maxUses = least(request.maxUses, policy.maxUsesPerToken);
    const record: TokenRecord = {
      jti: createId('token'),
      tenantId: app.tenantId,
      externalAppId: app.id,
      deploymentId,
      quotaPolicyId,
      agentSessionId,
      tokenFamilyId: family.id,
      grantId: createId('grant'),
      externalUserId,
      ...(displayName !== undefined && { displayName }),
      scopes: request.scopes ?? ALL_SCOPES,
      request,
      status: family.status === 'ACTIVE' ? 'active' : 'revoked',
      remainingUses: maxUses ?? Infinity,
    };
    store.tokens.set(record.jti, record);

    const issuedAt = Math.floor(clock.now() / 1000);
    const token = await new SignJWT({
      externalAppId: app.id,
      deploymentId,
      quotaPolicyId,
      agentSessionId,
      tokenFamilyId: family.id,
      grantId: record.grantId,
      ...(maxUses !== undefined && { maxUses }),
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(externalUserId)
      .setJti(record.jti)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ttl)
      .sign(key);
    const rotateAfterSeconds = rotateAfter(ttl, policy);
    return {
      token,
      tokenType: 'Bearer',
      expiresAt: new Date((issuedAt + ttl) * 1000).toISOString(),
      ...(rotateAfterSeconds !== undefined && { rotateAfterSeconds }),
      ...(maxUses !== undefined && { remainingUses: maxUses }),
      scopes: record.scopes,
      grantId: record.grantId,
      tokenFamilyId: family.id,
      quotaPolicyId,
      agentSessionId,
      externalAppId: app.id,
      deploymentId,
    };
  };

  const peek: Tokens['peek'] = (token) => {
    try {
      return store.tokens.get(decodeJwt(token).jti ?? '');
    } catch {
      return undefined;
    }
  };

  const checkSignature = async (token: string): Promise<TokenRecord> => {
    try {
      const { payload } = await jwtVerify(token, key, { currentDate: new Date(clock.now()) });
      const record = store.tokens.get(payload.jti ?? '');
      if (record) return record;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) {
        throw refuse(401, 'EXPIRED', 'Managed agent runtime token has expired.');
      }
    }
    throw refuse(401, 'INVALID', 'Managed agent runtime token is not valid.');
  };

  return {
    mint,
    rotate: async (previousToken, tenantId) => {
      const previous = peek(previousToken);
      if (previous?.tenantId !== tenantId) throw notFound('The token');
      if (store.families.get(previous.tokenFamilyId)?.status !== 'ACTIVE') {
        throw refuse(403, 'FAMILY_REVOKED', 'Managed agent runtime token family is revoked.');
      }
      const next = await mint(previous.externalAppId, previous.request);
      previous.status = 'stale';
      return next;
    },
    accept: async (token) => {
      const record = await checkSignature(token);
      if (store.families.get(record.tokenFamilyId)?.status !== 'ACTIVE') {
        throw refuse(403, 'FAMILY_REVOKED', 'Managed agent runtime token family is revoked.');
      }
      if (record.status === 'expired') throw refuse(401, 'EXPIRED', 'Managed agent runtime token has expired.');
      if (record.status === 'stale') throw refuse(401, 'GRANT_STALE', 'Managed agent runtime token was replaced.');
      if (record.status === 'revoked')
        throw refuse(403, 'GRANT_REVOKED', 'Managed agent runtime token grant is revoked.');
      if (record.remainingUses <= 0) {
        throw refuse(403, 'GRANT_MAX_USES_EXCEEDED', 'Managed agent runtime token grant has exhausted its max uses.');
      }
      record.remainingUses -= 1;
      return record;
    },
    peek,
    revokeFamily: (family, forGood = false) => {
      family.status = 'REVOKED';
      family.forGood = forGood;
      for (const stream of store.streams) if (stream.tokenFamilyId === family.id) stream.cut();
    },
    spoil: (agentSessionId, how) => {
      for (const record of store.tokens.values()) {
        if (record.agentSessionId !== agentSessionId || record.status !== 'active') continue;
        if (how === 'expire-token') record.status = 'expired';
        else record.remainingUses = 0;
      }
    },
  };
};
