import type { Clock } from './clock.js';
import { ApiError, notFound } from './errors.js';
import type { Journal } from './journal.js';
import type { ExternalApp, MintRequest, Store, TokenFamily, TokenRecord } from './store.js';
import { createTokenMaker } from './token-maker.js';
import { createTokenSigner, refuseToken } from './token-signer.js';

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

/** `key` signs: 32 bytes. */
export const createTokens = (store: Store, clock: Clock, key: Uint8Array, journal: Journal): Tokens => {
  const signer = createTokenSigner(key, clock);
  const maker = createTokenMaker(store, clock, journal);
  const { sign, answer } = signer;
  const peek: Tokens['peek'] = (token) => store.tokens.get(signer.peek(token) ?? '');

  const refuseRevoked = ({ tokenFamilyId }: TokenRecord): void => {
    if (store.families.get(tokenFamilyId)?.status === 'ACTIVE') return;
    throw refuseToken(403, 'FAMILY_REVOKED', 'Managed agent runtime token family is revoked.');
  };

  const check = async (token: string): Promise<TokenRecord> => {
    // Looked up behind the waiting: another call may have used the token meanwhile.
    const record = store.tokens.get(await signer.verify(token));
    if (!record) throw refuseToken(401, 'INVALID', 'Managed agent runtime token is not valid.');
    refuseRevoked(record);
    const { status, uses, maxUses = Infinity } = record;
    if (status === 'expired') throw refuseToken(401, 'EXPIRED', 'Managed agent runtime token has expired.');
    if (status === 'stale') throw refuseToken(401, 'GRANT_STALE', 'Managed agent runtime token was replaced.');
    if (status === 'revoked') throw refuseToken(403, 'GRANT_REVOKED', 'Managed agent runtime token grant is revoked.');
    if (status === 'spent' || uses >= maxUses) {
      throw refuseToken(
        403,
        'GRANT_MAX_USES_EXCEEDED',
        'Managed agent runtime token grant has exhausted its max uses.',
      );
    }
    return store.tokens.change(record, { uses: uses + 1 });
  };

  return {
    mint: async (app, request) => answer(maker.make(app, request)),
    mintForPlayground: async (tenantId, request) => answer(maker.makeForPlayground(tenantId, request)),
    rotate: async (previousToken, tenantId) => {
      const named = peek(previousToken);
      // Whoever holds the key may rotate, but only what is a token of ours, expired or not.
      if (named?.tenantId !== tenantId || (await sign(named)) !== previousToken) throw notFound('The token');
      const previous = store.tokens.get(named.id) ?? named;
      refuseRevoked(previous);
      const next = maker.succeed(previous);
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
      const next = maker.succeed(last);
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
