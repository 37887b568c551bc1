import { managedPath } from './path.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** What one mint granted. */
export interface RuntimeTokenGrants {
  /** The token of this grant stops; others of its family go on. */
  revoke(grantId: string, input?: { reason?: string | undefined }, options?: CallOptions): Promise<RevokedGrant>;
}

export interface RevokedGrant {
  readonly [field: string]: unknown;
}

export const createRuntimeTokenGrants = (call: PlatformCall): RuntimeTokenGrants => ({
  revoke: async (grantId, body = {}, options) =>
    call({ method: 'POST', path: managedPath`/runtime-token-grants/${grantId}/revoke`, body }, options),
});
