/** What the browser gets: of the platform's answer (PROTOCOL.md §3), the part the widget has a use for. */
export interface RuntimeToken {
  readonly token: string;
  readonly tokenType: 'Bearer';
  /** ISO-8601. */
  readonly expiresAt?: string;
  readonly rotateAfterSeconds?: number;
  /** Calls that may still be made with it. */
  readonly remainingUses?: number;
  readonly scopes?: readonly string[];
  /** The platform's memory this token is bound to; a change tells the widget that it talks as somebody else now. */
  readonly agentSessionId?: string;
}

/** A token, and what only the host's server needs of the platform's answer: the names by which it can be taken back. */
export interface PlatformToken {
  readonly runtimeToken: RuntimeToken;
  readonly tokenFamilyId: string | undefined;
  readonly grantId: string | undefined;
}

/** Visible ASCII, as a header value takes it, and not so long that a proxy would refuse the header. */
const usableToken = /^[\x21-\x7e]{1,16384}$/;

/** Picks the documented fields, one by one, out of the platform's answer. Without a usable token it is `undefined`. */
export const readPlatformToken = (answer: unknown): PlatformToken | undefined => {
  const fields = (typeof answer === 'object' && answer !== null ? answer : {}) as Readonly<Record<string, unknown>>;
  const { token, expiresAt, rotateAfterSeconds, remainingUses, scopes, agentSessionId, tokenFamilyId, grantId } =
    fields;
  if (!isText(token) || !usableToken.test(token)) return undefined;
  const runtimeToken: RuntimeToken = {
    token,
    tokenType: 'Bearer',
    ...(isText(expiresAt) && { expiresAt }),
    ...(isCount(rotateAfterSeconds) && { rotateAfterSeconds }),
    ...(isCount(remainingUses) && { remainingUses }),
    ...(Array.isArray(scopes) && scopes.every(isText) && { scopes }),
    ...(isText(agentSessionId) && { agentSessionId }),
  };
  return {
    runtimeToken,
    tokenFamilyId: isText(tokenFamilyId) ? tokenFamilyId : undefined,
    grantId: isText(grantId) ? grantId : undefined,
  };
};

/** Whatever stands before the platform may send back what it was sent: nothing with an API key in it is passed on. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !value.includes('zaby_pk_');
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
