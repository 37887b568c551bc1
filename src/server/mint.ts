import { parseObject, readBounded } from './body.js';
import { TokenEndpointError } from './errors.js';
import { externalSessionId, type Identity } from './identity.js';
import { redactError } from './redact.js';
import { readRuntimeToken, type RuntimeToken } from './runtime-token.js';

/** Where tokens come from, and in whose name. */
export interface MintSettings {
  readonly apiKey: string;
  readonly apiOrigin: string;
  readonly externalAppId: string;
  readonly deploymentId: string;
  readonly quotaPolicyId: string;
  readonly channel: Channel;
  readonly ttlSeconds: number | undefined;
  readonly maxUses: number | undefined;
  readonly scopes: readonly string[] | undefined;
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
}

/** How the person reaches the agent (PROTOCOL.md §5). */
export type Channel = 'server' | 'web' | 'mobile' | 'support' | 'embedded';

/** Bytes. A token with all its fields has one or two thousand. */
const answerLimit = 65_536;

/** Asks the platform for one runtime token (PROTOCOL.md §5): the only call this endpoint makes, to the one address in its settings. */
export const mintToken = async (
  settings: MintSettings,
  { userId, displayName, locale, timezone, metadata }: Identity,
  conversationId: string,
): Promise<RuntimeToken> => {
  const { deploymentId, quotaPolicyId, channel, ttlSeconds, maxUses, scopes } = settings;
  const { response, text } = await post(settings, {
    deploymentId,
    quotaPolicyId,
    externalUserId: userId,
    externalSessionId: await externalSessionId(userId, conversationId),
    channel,
    ttlSeconds,
    maxUses,
    scopes,
    displayName,
    locale,
    timezone,
    metadata,
    requestId: crypto.randomUUID(),
  });
  if (!response.ok) throw refusal(response, text);
  const token = readRuntimeToken(parseObject(text));
  if (token && token.token !== settings.apiKey) return token;
  throw new TokenEndpointError(
    'token-refused',
    `The platform's answer (${response.status}) holds no runtime token`,
    known(response),
  );
};

const post = async (settings: MintSettings, body: unknown): Promise<{ response: Response; text: string }> => {
  const { apiKey, apiOrigin, externalAppId, timeoutMs } = settings;
  const path = `/api/v1/provisioning/managed-agents/external-apps/${encodeURIComponent(externalAppId)}/runtime-tokens`;
  try {
    const response = await settings.fetch(apiOrigin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-zaby-api-key': apiKey },
      body: JSON.stringify(body),
      // A redirect would carry the API key to wherever it points. `error` would say so, but Workers do not know it.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (isRedirect(response)) throw new Error(`The platform answered with a redirect, which is not followed`);
    return { response, text: await readBounded(response, answerLimit) };
  } catch (thrown) {
    throw new TokenEndpointError(
      'token-unavailable',
      `The platform did not give a usable answer: POST ${apiOrigin}${path}`,
      {
        cause: redactError(thrown, [apiKey]),
      },
    );
  }
};

/** Servers show a redirect as it is; what keeps to the Fetch standard shows an opaque one, of status 0. */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status >= 300 && status < 400);

const refusal = (response: Response, text: string): TokenEndpointError => {
  const { status } = response;
  const details = { ...known(response), platformCode: platformCode(text), retryAfter: retryAfter(response) };
  const said = details.platformCode ? `${status} ${details.platformCode}` : `${status}`;
  if (status === 429)
    return new TokenEndpointError('rate-limited', `The platform limits this app for now (${said})`, details);
  if (status === 408 || status === 425 || status >= 500) {
    return new TokenEndpointError('token-unavailable', `The platform failed to make a token (${said})`, details);
  }
  return new TokenEndpointError(
    'token-refused',
    `The platform refused to make a token (${said}): look at API key, externalAppId, deploymentId and quotaPolicyId`,
    details,
  );
};

const known = (response: Response) => ({
  platformStatus: response.status,
  platformRequestId: plain(response.headers.get('x-request-id')),
});

/** `{ code | errorCode }` or `{ error: { code } }` (PROTOCOL.md §3). */
const platformCode = (text: string): string | undefined => {
  const body = parseObject(text) ?? {};
  const nested =
    typeof body['error'] === 'object' && body['error'] !== null
      ? (body['error'] as { code?: unknown }).code
      : undefined;
  return plain(body['code'] ?? body['errorCode'] ?? nested);
};

/** A short word without secrets or line breaks, or nothing: what others send is logged by some hosts. */
const plain = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) && !/^(?:zaby_pk_|eyJ)/.test(value) ? value : undefined;

/** Passed on only where it is what RFC 9110 §10.2.3 allows: seconds or an HTTP-date. */
const retryAfter = ({ headers }: Response): string | undefined => {
  const value = headers.get('retry-after')?.trim() ?? '';
  return /^\d{1,9}$/.test(value) || /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)
    ? value
    : undefined;
};
