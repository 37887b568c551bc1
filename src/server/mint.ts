import type { Place } from './diagnosis.js';
import { externalSessionId, type Identity } from './identity.js';
import { ZabyApiError } from './platform/errors.js';
import { managedPath, path } from './platform/path.js';
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

/** Whose token it is, and for which conversation. */
export interface Asker {
  readonly identity: Identity;
  readonly conversationId: string;
}

/** Bytes. A token with all its fields has one or two thousand. */
const answerLimit = 65_536;

/** Asks the platform for one more runtime token (PROTOCOL.md §5). Those that are there already stay good. */
export const mintToken = async (
  call: PlatformCall,
  settings: MintSettings,
  quotaPolicyId: string,
  { identity, conversationId }: Asker,
): Promise<PlatformToken> => {
  const { externalAppId, ...wanted } = settings;
  const { userId, displayName, locale, timezone, metadata } = identity;
  return readToken(
    await call<unknown>({
      method: 'POST',
      path: path`${managedPath}/external-apps/${externalAppId}/runtime-tokens`,
      body: {
        ...wanted,
        quotaPolicyId,
        externalUserId: userId,
        externalSessionId: await externalSessionId(userId, conversationId),
        displayName,
        locale,
        timezone,
        metadata,
        requestId: crypto.randomUUID(),
      },
      answerLimit,
    }),
  );
};

/**
 * Replaces the tokens of a conversation by one new one: the platform takes the old ones no longer.
 *
 * @returns undefined where there is none to replace.
 */
export const rotateTokens = async (
  call: PlatformCall,
  settings: MintSettings,
  quotaPolicyId: string | undefined,
  { identity: { userId }, conversationId }: Asker,
): Promise<PlatformToken | undefined> => {
  const { externalAppId, ...wanted } = settings;
  try {
    return readToken(
      await call<unknown>({
        method: 'POST',
        path: path`${managedPath}/external-apps/${externalAppId}/runtime-tokens/rotate`,
        body: {
          ...wanted,
          quotaPolicyId,
          uniqueId: userId,
          externalSessionId: await externalSessionId(userId, conversationId),
          requestId: crypto.randomUUID(),
        },
        answerLimit,
      }),
    );
  } catch (thrown) {
    if (thrown instanceof ZabyApiError && thrown.status === 404) return undefined;
    throw thrown;
  }
};

const readToken = (answer: unknown): PlatformToken => {
  const token = readPlatformToken(answer);
  if (token) return token;
  throw refusedFor(
    'other',
    new ZabyApiError('The answer of the platform holds no runtime token', { code: 'protocol' }),
  );
};
