/**
 * What a failed token request is for a program. It is the `code` of the JSON answer, and all a browser learns.
 *
 * - `method-not-allowed`, `forbidden-origin`, `unsupported-media-type`, `body-too-large`, `body-too-slow`, `invalid-request`: refused before anyone was asked
 * - `sign-in-required`: `identify` knows no user for this request
 * - `rate-limited`: too many tokens for this user, for this address, or for the whole app; `Retry-After` tells when
 * - `token-refused`: the platform refused; a person has to look, and {@link RefusalReason} tells the host's log at what
 * - `token-unavailable`: the platform could not be reached, or failed; later may be better
 * - `internal`: the host's own `identify`, `clientAddress` or `rateLimit.store` failed
 */
export type TokenErrorCode =
  | 'method-not-allowed'
  | 'forbidden-origin'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'body-too-slow'
  | 'invalid-request'
  | 'sign-in-required'
  | 'rate-limited'
  | 'token-refused'
  | 'token-unavailable'
  | 'internal';

/**
 * Why the platform made no token, as far as it can be told. For the host alone: it says how the site is set up.
 *
 * - `api-key-missing`: `apiKey` is a function, and gave no API key
 * - `api-key-refused`: the platform does not know the key, or the key may not do this
 * - `app-unknown`: no external app of this id belongs to the key
 * - `deployment-not-active`: the deployment is unknown, or not active yet, which takes about twelve minutes
 * - `deployment-not-bound`: the app and the deployment are not bound to each other
 * - `policy-missing`: no active token policy of this id or name is there for the app and the deployment
 * - `other`: the platform's own code and `x-request-id` are what is known
 */
export type RefusalReason =
  | 'api-key-missing'
  | 'api-key-refused'
  | 'app-unknown'
  | 'deployment-not-active'
  | 'deployment-not-bound'
  | 'policy-missing'
  | 'other';

/** What the host's log may know beyond the code. None of it is sent to a browser. */
export interface TokenErrorDetails {
  /** With `token-refused`, what has to be looked at. */
  reason?: RefusalReason | undefined;
  /** The value of a `Retry-After` header, seconds or HTTP-date, that the browser is told as well. */
  retryAfter?: string | undefined;
  /** The status the platform answered with. */
  platformStatus?: number | undefined;
  /** The platform's own code, such as `QUOTA_POLICY_NOT_FOUND`. */
  platformCode?: string | undefined;
  /** The platform's `x-request-id`, for a support request. */
  platformRequestId?: string | undefined;
  cause?: unknown;
}

/** A refused or failed token request. Its message is for the host's developer; it never holds the API key or a token. */
export class TokenEndpointError extends Error {
  override readonly name = 'TokenEndpointError';
  readonly code: TokenErrorCode;
  /** The HTTP status of the answer to the browser. */
  readonly status: number;
  readonly reason: RefusalReason | undefined;
  readonly retryAfter: string | undefined;
  readonly platformStatus: number | undefined;
  readonly platformCode: string | undefined;
  readonly platformRequestId: string | undefined;

  constructor(code: TokenErrorCode, message: string, details: TokenErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = statusOf[code];
    this.reason = details.reason;
    this.retryAfter = details.retryAfter;
    this.platformStatus = details.platformStatus;
    this.platformCode = details.platformCode;
    this.platformRequestId = details.platformRequestId;
  }
}

const statusOf: Readonly<Record<TokenErrorCode, number>> = {
  'method-not-allowed': 405,
  'forbidden-origin': 403,
  'unsupported-media-type': 415,
  'body-too-large': 413,
  'body-too-slow': 408,
  'invalid-request': 400,
  'sign-in-required': 401,
  'rate-limited': 429,
  'token-refused': 502,
  'token-unavailable': 503,
  internal: 500,
};
