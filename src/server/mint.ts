import type { Place } from './diagnosis.js';
import { type Asker, externalSessionId } from './identity.js';
import { ZabyApiError } from './platform/errors.js';
import { managedPath } from './platform/path.js';
import type { PlatformCall } from './platform/transport.js';
import { type PlatformToken, readPlatformToken } from './runtime-token.js';
import { refusedFor } from './token-refusal.js';

/** What tokens are made for, and how. */
export interface MintSettings extends Place {
  readonly channel: Channel;
  readonly ttlSeconds: number | undefined;
  readonly maxUses: number | undefined;
  readonly scopes: readonly string[] | undefined;
}

/** How the person reaches the agent (PROTOCOL.md §5). */
export type Channel = 'server' | 'web' | 'mobile' | 'support' | 'embedded';

/** Bytes. A token with all its fields has one or two thousand. */
const answerLimit = 65_536;

/** The calls that make tokens (PROTOCOL.md §5), each with the policy they fall under. */
export interface Minting {
  /** Makes one more. Those that are there already stay good. */
  mint(quotaPolicyId: string, asker: Asker): Promise<PlatformToken>;
  /**
   * Replaces the tokens of a conversation by one new one: the platform takes the old ones no longer.
   *
   * @returns undefined where there is none to replace.
   */
  rotate(quotaPolicyId: string, asker: Asker): Promise<PlatformToken | undefined>;
}

export const createMinting = (call: PlatformCall, settings: MintSettings): Minting => {
  const { externalAppId, deploymentId, channel, ttlSeconds, maxUses, scopes } = settings;
  const tokens = managedPath`/external-apps/${externalAppId}/runtime-tokens`;

  /** What both calls ask for. */
  const wanted = async (quotaPolicyId: string, asker: Asker) => ({
    deploymentId,
    quotaPolicyId,
    channel,
    ttlSeconds,
    maxUses,
    scopes,
    externalSessionId: await externalSessionId(asker),
    requestId: crypto.randomUUID(),
  });

  const mint: Minting['mint'] = async (quotaPolicyId, asker) => {
    const { userId: externalUserId, displayName, locale, timezone, metadata } = asker.identity;
    const person = { externalUserId, displayName, locale, timezone, metadata };
    const body = { ...(await wanted(quotaPolicyId, asker)), ...person };
    return readToken(await call<unknown>({ method: 'POST', path: tokens, body, answerLimit }));
  };

  const rotate: Minting['rotate'] = async (quotaPolicyId, asker) => {
    const body = { ...(await wanted(quotaPolicyId, asker)), uniqueId: asker.identity.userId };
    try {
      return readToken(await call<unknown>({ method: 'POST', path: `${tokens}/rotate`, body, answerLimit }));
    } catch (thrown) {
      if (thrown instanceof ZabyApiError && thrown.status === 404) return undefined;
      throw thrown;
    }
  };

  return { mint, rotate };
};

const readToken = (answer: unknown): PlatformToken => {
  const token = readPlatformToken(answer);
  if (token) return token;
  throw refusedFor(
    'other',
    new ZabyApiError('The answer of the platform holds no runtime token', { code: 'protocol' }),
  );
};
