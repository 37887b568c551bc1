import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from './clock.js';
import { ApiError } from './errors.js';
import type { TokenRecord } from './store.js';

/** The outside of a token: what is signed, what a host is answered, and what a JWT names. */
export interface TokenSigner {
  /** The token itself. Always the same for the same record, so that it need not be kept. */
  sign(record: TokenRecord): Promise<string>;
  /** What minting answers (PROTOCOL.md §3). */
  answer(record: TokenRecord): Promise<object>;
  /** The id of the record that a token names, where we signed it and its time is not over. Throws what the platform answers. */
  verify(token: string): Promise<string>;
  /** The same, unchecked. */
  peek(token: string): string | undefined;
}

export const refuseToken = (status: 401 | 403, code: string, message: string): ApiError =>
  new ApiError(status, `MANAGED_AGENT_RUNTIME_TOKEN_${code}`, message);

/** `key` signs: 32 bytes. */
export const createTokenSigner = (key: Uint8Array, clock: Clock): TokenSigner => {
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

  return {
    sign,
    answer: async (record) => ({
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
    }),
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, { currentDate: new Date(clock.now()) });
        if (payload.jti !== undefined) return payload.jti;
      } catch (cause) {
        if (cause instanceof errors.JWTExpired) {
          throw refuseToken(401, 'EXPIRED', 'Managed agent runtime token has expired.');
        }
      }
      throw refuseToken(401, 'INVALID', 'Managed agent runtime token is not valid.');
    },
    peek: (token) => {
      try {
        return decodeJwt(token).jti;
      } catch {
        return undefined;
      }
    },
  };
};
