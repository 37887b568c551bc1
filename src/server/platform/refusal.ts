import { redact } from '../redact.js';
import { createApiError, type ZabyApiError } from './errors.js';

/** Our own codes, for answers in which the platform names none. */
const codeOf: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  413: 'body-too-large',
  422: 'invalid-input',
  429: 'rate-limited',
};

const adviceOf: Readonly<Record<number, string>> = {
  400: 'Look at what was sent',
  401: 'Look at the API key: it may be mistyped, revoked, or of another environment',
  403: 'This key may not do that: look at its rights',
  404: 'Look at the ids: they exist only for the tenant whose key this is',
  409: 'Something of that name exists already, or is not in the state for this',
  413: 'Send less',
  422: 'Look at what was sent: something is missing or does not fit together',
};

/** Turns an answer that is no success into an error: what was called, the platform's own words and code, and what to do next. */
export const readRefusal = (
  call: string,
  response: Response,
  text: string,
  secrets: readonly string[],
): ZabyApiError => {
  const { headers, type } = response;
  const status = response.status || undefined;
  const body = readDetails(text, secrets);
  const retryAfter = readRetryAfter(headers, Date.now());
  const requestId = plain(headers.get('x-request-id'));
  if (type === 'opaqueredirect' || (status !== undefined && status >= 300 && status < 400)) {
    return createApiError(
      `${call} was redirected${status ? ` (${status})` : ''}, and a credential is sent nowhere else. Look at apiOrigin`,
      { status, code: 'redirected', requestId },
    );
  }
  // PROTOCOL.md §3: `{ message, code | errorCode }` or `{ error: { message, code } }`.
  const told = { ...body, ...fieldsOf(body['error']) };
  const platformCode = plain(told['code'] ?? told['errorCode']);
  const sentence = [told['message'], told['error']].find((value) => typeof value === 'string' && value !== '');
  const answered = `${call} answered ${status}${platformCode === undefined ? '' : ` ${platformCode}`}`;
  const parts = [
    typeof sentence === 'string' ? `${answered}: ${shorten(sentence)}` : answered,
    retryAfter === undefined ? adviceOf[status ?? 0] : whenAgain(retryAfter),
    requestId && `(request ${requestId})`,
  ];
  return createApiError(parts.filter(Boolean).join('. '), {
    status,
    code: platformCode ?? codeOf[status ?? 0] ?? ((status ?? 0) >= 500 ? 'server' : 'refused'),
    requestId,
    retryAfter,
    details: Object.keys(body).length > 0 ? body : undefined,
  });
};

const whenAgain = (seconds: number): string =>
  `Come back in ${seconds} s, at ${new Date(Date.now() + seconds * 1000).toISOString()}`;

const shorten = (sentence: string): string =>
  sentence
    .slice(0, 300)
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\.$/, '')
    .trim();

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The body as JSON, every text in it redacted: a refusal may quote what it refuses. */
const readDetails = (text: string, secrets: readonly string[]): Fields => {
  try {
    return fieldsOf(
      JSON.parse(text, (_key, value: unknown) => {
        if (typeof value === 'string') return redact(value, secrets);
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key, secrets), inner]));
      }),
    );
  } catch {
    return {};
  }
};

/** A short word without secrets or line breaks, or nothing: what others send is logged by some hosts. */
const plain = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) && redact(value) === value ? value : undefined;

/** Seconds, from either form of `Retry-After` (RFC 9110 §10.2.3); a date is counted from the answer's own `Date`, since clocks differ. */
export const readRetryAfter = (headers: Headers, now: number): number | undefined => {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const until = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, Math.ceil((until - (Date.parse(headers.get('date') ?? '') || now)) / 1000));
};
