/** What is known of a call that failed. Nothing in it is secret: keys and tokens are taken out before. */
export interface ZabyApiErrorDetails {
  /** The HTTP status of the answer. Absent where there was none. */
  status?: number | undefined;
  /** The platform's own code, which shouts (`SLUG_TAKEN`), or one of ours where it named none (`not-found`, `network`, …). */
  code: string;
  /** The platform's `x-request-id`, for a support request. */
  requestId?: string | undefined;
  /** Seconds to wait, as the platform said. */
  retryAfter?: number | undefined;
  /** The parsed body of the refusal. */
  details?: unknown;
  cause?: unknown;
}

/** A call of the platform that failed: `status`, `code` and a message that says which call it was and what to do next. */
export class ZabyApiError extends Error {
  override readonly name: string = 'ZabyApiError';
  readonly status: number | undefined;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly details: unknown;

  constructor(message: string, { status, code, requestId, retryAfter, details, cause }: ZabyApiErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.details = details;
  }
}

/** 401: the API key, or the runtime token, is missing, mistyped or revoked. */
export class ZabyAuthError extends ZabyApiError {
  override readonly name: string = 'ZabyAuthError';
}

/** 403: the key or the token is good, and not for this. */
export class ZabyPermissionError extends ZabyApiError {
  override readonly name: string = 'ZabyPermissionError';
}

/** 400 and 422: what was sent is not what the platform takes. */
export class ZabyValidationError extends ZabyApiError {
  override readonly name: string = 'ZabyValidationError';
}

/** 404: nothing of that id, or nothing of this tenant's. */
export class ZabyNotFoundError extends ZabyApiError {
  override readonly name: string = 'ZabyNotFoundError';
}

/** 409: it exists already (`SLUG_TAKEN`), was decided already, or is in a state that does not allow this. */
export class ZabyConflictError extends ZabyApiError {
  override readonly name: string = 'ZabyConflictError';
}

/** 429: too many requests, or runs; `retryAfter` tells when. */
export class ZabyRateLimitError extends ZabyApiError {
  override readonly name: string = 'ZabyRateLimitError';
}

/** 401 `MANAGED_AGENT_RUNTIME_TOKEN_EXPIRED`: mint a new runtime token. */
export class ZabyRuntimeTokenExpiredError extends ZabyAuthError {
  override readonly name: string = 'ZabyRuntimeTokenExpiredError';
}

/** 403 `MANAGED_AGENT_RUNTIME_TOKEN_GRANT_MAX_USES_EXCEEDED`: mint a new runtime token. */
export class ZabyRuntimeTokenExhaustedError extends ZabyPermissionError {
  override readonly name: string = 'ZabyRuntimeTokenExhaustedError';
}

/** No answer: `network` (refused, DNS, TLS) or `timeout`. Whether the platform has done what was asked is not known. */
export class ZabyConnectionError extends ZabyApiError {
  override readonly name: string = 'ZabyConnectionError';
}

/** A deployment that never became active: `deployment-failed`, or `deployment-not-active` when the time was up. */
export class ZabyDeploymentError extends ZabyApiError {
  override readonly name: string = 'ZabyDeploymentError';
}

/** The stream of a run that could not be followed to its end; the run itself may go on. */
export class ZabyStreamError extends ZabyApiError {
  override readonly name: string = 'ZabyStreamError';
}

const byCode: Readonly<Record<string, typeof ZabyApiError>> = {
  MANAGED_AGENT_RUNTIME_TOKEN_EXPIRED: ZabyRuntimeTokenExpiredError,
  MANAGED_AGENT_RUNTIME_TOKEN_GRANT_MAX_USES_EXCEEDED: ZabyRuntimeTokenExhaustedError,
  network: ZabyConnectionError,
  timeout: ZabyConnectionError,
};

const byStatus: Readonly<Record<number, typeof ZabyApiError>> = {
  400: ZabyValidationError,
  401: ZabyAuthError,
  403: ZabyPermissionError,
  404: ZabyNotFoundError,
  409: ZabyConflictError,
  422: ZabyValidationError,
  429: ZabyRateLimitError,
};

/** The error of the class that its code or else its status asks for (PROTOCOL.md §5). */
export const createApiError = (message: string, details: ZabyApiErrorDetails): ZabyApiError => {
  const { code, status = 0 } = details;
  const named = Object.hasOwn(byCode, code) ? byCode[code] : byStatus[status];
  return new (named ?? ZabyApiError)(message, details);
};
