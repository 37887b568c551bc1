import { ZabyApiError } from './errors.js';
import type { CallOptions, CallRequest } from './transport.js';

/** Which failed calls are made again, and after how long (PROTOCOL.md §5, DECISIONS.md "Policy"). */

const harmless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** ms. Whoever is asked to wait longer is told when, and decides. */
const patience = 60_000;
const base = 500;
const maximum = 8_000;

/** Whether a call may be made twice without anything being done twice. */
export const isRepeatable = ({ method, body }: CallRequest, { idempotencyKey }: CallOptions): boolean =>
  harmless.has(method) ||
  idempotencyKey !== undefined ||
  (body !== undefined && 'requestId' in body && typeof body.requestId === 'string');

/** ms before attempt `attempt + 1`: what the platform asked for, else full jitter over a doubling span. `undefined` where the error is final. */
export const delayBefore = (error: unknown, attempt: number): number | undefined => {
  if (!(error instanceof ZabyApiError) || !isTransient(error)) return undefined;
  const { retryAfter } = error;
  if (retryAfter === undefined) return Math.random() * Math.min(maximum, base * 2 ** (attempt - 1));
  return retryAfter * 1000 > patience ? undefined : retryAfter * 1000;
};

const isTransient = ({ status, code }: ZabyApiError): boolean =>
  status === undefined
    ? code === 'network' || code === 'timeout'
    : [408, 425, 429].includes(status) || (status >= 500 && status !== 501);
