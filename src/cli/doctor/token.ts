/** What a token endpoint's answer says of itself (PROTOCOL.md §3). Never the token: whoever looks at it has no need of it. */
export interface TokenFacts {
  /** Seconds from `iat` to `exp`, or what `expiresAt` and the answer's own clock leave. */
  readonly lifetimeSeconds: number | undefined;
  /** Ms since the epoch, by the clock of the platform that made the token. */
  readonly issuedAt: number | undefined;
  readonly expiresAt: number | undefined;
  readonly rotateAfterSeconds: number | undefined;
  readonly remainingUses: number | undefined;
  /** Whose memory it is bound to. */
  readonly agentSessionId: string | undefined;
  /** The other ids it names, for people to compare with their own. */
  readonly bindings: Readonly<Record<string, string>>;
}

const text = (fields: object, name: string): string | undefined => {
  const value = (fields as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const number = (fields: object, name: string): number | undefined => {
  const value = (fields as Record<string, unknown>)[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** The claims of a JWT, read without trusting them. A token may be of another kind; then there are none. */
const claimsOf = (token: string): object => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
};

/** An id that is safe to show: no key and no token is written so. */
const shown = /^(?!zaby_pk_|eyJ)[\w:-]{1,80}$/;

export const readToken = (answer: Readonly<Record<string, unknown>>, token: string, answeredAt: number): TokenFacts => {
  const claims = claimsOf(token);
  const [iat, exp] = [number(claims, 'iat'), number(claims, 'exp')];
  const expiresText = text(answer, 'expiresAt');
  const expiresAt = exp === undefined ? (expiresText === undefined ? NaN : Date.parse(expiresText)) : exp * 1000;
  const known = Number.isNaN(expiresAt) ? undefined : expiresAt;
  const from = iat === undefined ? answeredAt : iat * 1000;
  const ids = ['externalAppId', 'deploymentId', 'quotaPolicyId'] as const;
  return {
    lifetimeSeconds: known === undefined ? undefined : Math.round((known - from) / 1000),
    issuedAt: iat === undefined ? undefined : iat * 1000,
    expiresAt: known,
    rotateAfterSeconds: number(answer, 'rotateAfterSeconds'),
    remainingUses: number(answer, 'remainingUses'),
    agentSessionId: text(answer, 'agentSessionId') ?? text(claims, 'agentSessionId'),
    bindings: Object.fromEntries(
      ids.flatMap((name) => {
        const id = text(answer, name) ?? text(claims, name);
        return id !== undefined && shown.test(id) ? [[name, id] as const] : [];
      }),
    ),
  };
};
