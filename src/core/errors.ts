/**
 * What a failure is for a program. The person's words for each come from the locale, never from here.
 *
 * - `network`: nothing answered (refused, DNS, TLS, CORS or blocked; a browser cannot tell them apart)
 * - `timeout`: an answer did not come in time
 * - `blocked-by-csp`: the page's own content policy forbids the request
 * - `token-unavailable`: the host's token endpoint failed
 * - `sign-in-required`: the token endpoint wants the person to sign in
 * - `session-ended`: the platform refused a fresh token as well
 * - `forbidden`: origin not allowed or scope missing
 * - `quota`: a quota policy is used up
 * - `rate-limited`: too many requests; `retryAfter` tells when
 * - `invalid-input`: the platform refused what was sent
 * - `not-found`, `conflict`, `expired`: the run or approval is unknown, already decided, or too old; of a question, `conflict` says that
 *   the platform is still busy with an earlier one
 * - `server`: the platform failed
 * - `protocol`: an answer that is not of the contract
 * - `run-failed`: the agent's run ended in an error
 * - `incomplete`: the stream ended and nothing tells how the run did
 * - `busy`, `invalid-argument`, `disposed`: misuse of the API by the program
 */
export type ErrorCode =
  | 'network'
  | 'timeout'
  | 'blocked-by-csp'
  | 'token-unavailable'
  | 'sign-in-required'
  | 'session-ended'
  | 'forbidden'
  | 'quota'
  | 'rate-limited'
  | 'invalid-input'
  | 'not-found'
  | 'conflict'
  | 'expired'
  | 'server'
  | 'protocol'
  | 'run-failed'
  | 'incomplete'
  | 'busy'
  | 'invalid-argument'
  | 'disposed';

/** Where and how something failed. `retryAfter` is in seconds. */
export interface ErrorDetails {
  /** Whether the same action may succeed later without a change by anyone. */
  retryable?: boolean | undefined;
  /** The address that was called, without query. */
  url?: string | undefined;
  /** The HTTP status. */
  status?: number | undefined;
  /** The platform's own code, such as `MANAGED_AGENT_RUNTIME_TOKEN_EXPIRED`. */
  platformCode?: string | undefined;
  /** The platform's `x-request-id`, for a support request. */
  requestId?: string | undefined;
  /** Seconds to wait, as the platform said. */
  retryAfter?: number | undefined;
  /** The parsed body of the refusal, for callers that know its shape. Never holds a token. */
  body?: unknown;
  cause?: unknown;
}

/** The one error class of this package. Its message says what failed, where, and what to do; it never holds a token. */
export class ZabyError extends Error {
  override readonly name = 'ZabyError';
  declare readonly code: ErrorCode;
  declare readonly retryable: boolean;
  declare readonly url: string | undefined;
  declare readonly status: number | undefined;
  declare readonly platformCode: string | undefined;
  declare readonly requestId: string | undefined;
  declare readonly retryAfter: number | undefined;
  declare readonly body: unknown;

  constructor(code: ErrorCode, message: string, { cause, ...details }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details, { code, retryable: details.retryable ?? false });
  }
}

/** The same failure under another name. */
export const restate = (error: ZabyError, code: ErrorCode, message = error.message): ZabyError =>
  new ZabyError(code, message, { ...error, cause: error });

/** Wraps whatever was thrown, so that callers always hold a {@link ZabyError}. */
export const toZabyError = (error: unknown, code: ErrorCode = 'protocol'): ZabyError =>
  error instanceof ZabyError
    ? error
    : new ZabyError(code, error instanceof Error ? error.message : String(error), { cause: error });
