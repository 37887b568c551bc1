import { createDiagnosis } from './diagnosis.js';
import { type Asker, mintToken, rotateTokens } from './mint.js';
import { createTransport } from './platform/transport.js';
import { createPolicyId } from './policy.js';
import { revokeTokens } from './revoke.js';
import type { RuntimeToken } from './runtime-token.js';
import type { Settings } from './settings.js';
import { createShare } from './share.js';
import { toTokenError } from './token-refusal.js';
import type { TokenReason } from './token-request.js';

/** Gets tokens from the platform, and has them taken back. Everything it throws is a `TokenEndpointError`. */
export interface TokenDesk {
  give(asker: Asker, reason: TokenReason): Promise<RuntimeToken>;
  revoke(asker: Asker): Promise<void>;
}

/**
 * Makes the part of the endpoint that speaks with the platform.
 *
 * One call for everyone who asks for the same user and conversation at the same time: two tabs, a browser that asks again. A
 * renewal makes one more token of the same session, and lets the old one end by itself: other tabs and an open stream may use
 * it still. With `renewal: 'rotate'` an old token ends when its successor is made; only for `expiring`, since tabs that refused
 * each other's tokens in turn would never come to rest.
 */
export const createTokenDesk = ({ transport, mint, policy, renewal }: Settings, now: () => number): TokenDesk => {
  const call = createTransport(transport);
  const quotaPolicy =
    typeof policy === 'string' ? { get: async () => policy, forget: () => {} } : createPolicyId(call, policy, mint);
  const diagnose = createDiagnosis(call, mint, now);
  const giving = createShare<RuntimeToken>();
  const revoking = createShare<void>();

  const explained = async <Value>(quotaPolicyId: string, action: () => Promise<Value>): Promise<Value> => {
    try {
      return await action();
    } catch (thrown) {
      const error = await diagnose(thrown, quotaPolicyId);
      // It may have been deleted: the next request looks again, and creates it where it has a name.
      if (error.reason === 'policy-missing') quotaPolicy.forget();
      throw error;
    }
  };

  const make = async (asker: Asker, rotate: boolean): Promise<RuntimeToken> => {
    await revoking.settled(keyOf(asker));
    const quotaPolicyId = await quotaPolicy.get().catch((thrown: unknown) => Promise.reject(toTokenError(thrown)));
    return explained(quotaPolicyId, async () => {
      const rotated = rotate ? await rotateTokens(call, mint, quotaPolicyId, asker) : undefined;
      return (rotated ?? (await mintToken(call, mint, quotaPolicyId, asker))).runtimeToken;
    });
  };

  const take = async (asker: Asker): Promise<void> => {
    // What is being made now would otherwise come to life after everything else was taken back.
    await giving.settled(keyOf(asker));
    const quotaPolicyId = await quotaPolicy.get().catch((thrown: unknown) => Promise.reject(toTokenError(thrown)));
    await explained(quotaPolicyId, () => revokeTokens(call, mint, quotaPolicyId, asker));
  };

  return {
    give: (asker, reason) => giving.get(keyOf(asker), () => make(asker, renewal === 'rotate' && reason === 'expiring')),
    revoke: (asker) => revoking.get(keyOf(asker), () => take(asker)),
  };
};

/** As JSON, so that no user id can be written to look like another pair. */
const keyOf = ({ identity, conversationId }: Asker): string => JSON.stringify([identity.userId, conversationId]);
