import { createListing, type Listing, type ListQuery } from './listing.js';
import { managedPath } from './path.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** The tokens of one conversation of one user: they come from one another, and end together. */
export interface RuntimeTokenFamilies {
  list(query?: ListQuery, options?: CallOptions): Listing<TokenFamily>;
  /** Every token of the family stops at once; running sessions are cut. */
  revoke(familyId: string, input?: { reason?: string | undefined }, options?: CallOptions): Promise<RevokedFamily>;
}

export interface TokenFamily {
  readonly id: string;
  readonly status: 'ACTIVE' | 'REVOKED' | (string & {});
  readonly name?: string;
  readonly [field: string]: unknown;
}

export interface RevokedFamily {
  readonly [field: string]: unknown;
}

export const revokeFamily = async (
  call: PlatformCall,
  familyId: string,
  body: { reason?: string | undefined } = {},
  options?: CallOptions,
): Promise<RevokedFamily> =>
  call({ method: 'POST', path: managedPath`/runtime-token-families/${familyId}/revoke`, body }, options);

export const createRuntimeTokenFamilies = (call: PlatformCall): RuntimeTokenFamilies => ({
  list: (query, options) => createListing(call, managedPath`/runtime-token-families`, query, options),
  revoke: (familyId, input, options) => revokeFamily(call, familyId, input, options),
});
