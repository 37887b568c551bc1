/**
 * What a failed token request is for a program. It is the `code` of the JSON answer, and all a browser learns.
 *
 * - `method-not-allowed`, `forbidden-origin`, `unsupported-media-type`, `body-too-large`, `invalid-request`: refused before anyone was asked
 * - `sign-in-required`: `identify` knows no user for this request
 * - `rate-limited`: too many tokens for this user, or for the whole app; `Retry-After` tells when
 * - `token-refused`: the platform refused the API key, the app, the deployment or the policy; a person has to look
 * - `token-unavailable`: the platform could not be reached, or failed; later may be better
 * - `internal`: the host's own `identify` threw
 */
export type TokenErrorCode =
  | 'method-not-allowed'
  | 'forbidden-origin'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'invalid-request'
  | 'sign-in-required'
  | 'rate-limited'
  | 'token-refused'
  | 'token-unavailable'
  | 'internal';

/** What the host's log may know beyond the code. None of it is sent to a browser. */
export interface TokenErrorDetails {
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
  readonly retryAfter: string | undefined;
  readonly platformStatus: number | undefined;
  readonly platformCode: string | undefined;
  readonly platformRequestId: string | undefined;

  constructor(code: TokenErrorCode, message: string, details: TokenErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = statusOf[code];
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
  'invalid-request': 400,
  'sign-in-required': 401,
  'rate-limited': 429,
  'token-refused': 502,
  'token-unavailable': 503,
  internal: 500,
};
