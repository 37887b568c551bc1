import type { ZabyError } from '../core/inner.js';
import { createApiError, type ZabyApiError, ZabyConnectionError, ZabyStreamError } from './platform/errors.js';
import { redact, redactError } from './redact.js';

/** Says in the words of the platform's clients what the core says in its own. Whatever is no error of the core passes as it is. */
export const toApiError = (error: ZabyError, secrets: readonly string[]): ZabyApiError => {
  const { status, platformCode, requestId, retryAfter, url, message, body } = error;
  const code = platformCode ?? error.code;
  const where = [status, platformCode, url, requestId && `request ${requestId}`].filter(Boolean).join(', ');
  return createApiError(`The runtime API: ${redact(message, secrets)}${where && ` (${redact(where, secrets)})`}`, {
    status,
    code,
    requestId,
    retryAfter,
    details: redactFields(body, secrets),
    cause: redactError(error, secrets),
  });
};

/** The same for a stream: what has no class of its own is a {@link ZabyStreamError}. */
export const toStreamError = (error: ZabyError, secrets: readonly string[]): ZabyApiError => {
  const told = toApiError(error, secrets);
  const isOwn = told.name !== 'ZabyApiError' && !(told instanceof ZabyConnectionError);
  return isOwn ? told : new ZabyStreamError(told.message, told);
};

const redactFields = (body: unknown, secrets: readonly string[]): unknown =>
  body === undefined
    ? undefined
    : JSON.parse(JSON.stringify(body), (_key, value: unknown) =>
        typeof value === 'string' ? redact(value, secrets) : value,
      );
