import { createDiagnosis } from './diagnosis.js';
import type { Asker } from './identity.js';
import { createMinting } from './mint.js';
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
  const minting = createMinting(call, mint);
  const policyId = typeof policy === 'string' ? undefined : createPolicyId(call, policy, mint);
  const diagnose = createDiagnosis(call, mint, now);
  const giving = createShare<RuntimeToken>();
  const revoking = createShare<void>();

  /** Does something under the policy; what the platform refuses is looked into. */
  const underPolicy = async <Value>(action: (quotaPolicyId: string) => Promise<Value>): Promise<Value> => {
    let quotaPolicyId: string | undefined;
    try {
      quotaPolicyId = typeof policy === 'string' ? policy : await policyId?.get();
      return await action(quotaPolicyId ?? '');
    } catch (thrown) {
      const error = quotaPolicyId === undefined ? toTokenError(thrown) : await diagnose(thrown, quotaPolicyId);
      // It may have been deleted: the next request looks again, and creates it where it has a name.
      if (error.reason === 'policy-missing') policyId?.forget();
      throw error;
    }
  };

  const make = async (asker: Asker, rotate: boolean): Promise<RuntimeToken> => {
    const revocation = revoking.settled(asker.key);
    if (revocation) await revocation;
    const made = await underPolicy(
      async (quotaPolicyId) =>
        (rotate ? await minting.rotate(quotaPolicyId, asker) : undefined) ?? minting.mint(quotaPolicyId, asker),
    );
    return made.runtimeToken;
  };

  const take = async (asker: Asker): Promise<void> => {
    // What is being made now would otherwise come to life after everything else was taken back.
    await giving.settled(asker.key);
    await underPolicy((quotaPolicyId) => revokeTokens(call, minting, quotaPolicyId, asker));
  };

  return {
    give: (asker, reason) => giving.get(asker.key, () => make(asker, renewal === 'rotate' && reason === 'expiring')),
    revoke: (asker) => revoking.get(asker.key, () => take(asker)),
  };
};
