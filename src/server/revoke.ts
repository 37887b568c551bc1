import type { Asker } from './identity.js';
import type { Minting } from './mint.js';
import { managedPath } from './platform/path.js';
import type { PlatformCall } from './platform/transport.js';

/**
 * Takes back every token of one conversation of one user.
 *
 * The endpoint keeps no list of what it handed out, and the platform's list of families does not say whose they are (PROTOCOL.md
 * §5). So it rotates: from then on the old tokens are stale, and the answer names their family, which is revoked so that open
 * streams are cut as well. The token in that answer is shown to nobody. Works on any machine, also for tokens of another one.
 *
 * It does nothing where the platform knows no token of the conversation.
 */
export const revokeTokens = async (
  call: PlatformCall,
  { rotate }: Minting,
  quotaPolicyId: string,
  asker: Asker,
): Promise<void> => {
  const last = await rotate(quotaPolicyId, asker);
  const reason = 'The user has signed out';
  if (last?.tokenFamilyId !== undefined) {
    await call({
      method: 'POST',
      path: managedPath`/runtime-token-families/${last.tokenFamilyId}/revoke`,
      body: { reason },
    });
  } else if (last?.grantId !== undefined) {
    await call({
      method: 'POST',
      path: managedPath`/runtime-token-grants/${last.grantId}/revoke`,
      body: { reason },
    });
  }
};
