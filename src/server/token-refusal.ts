import { TokenEndpointError, type RefusalReason, type TokenErrorDetails } from './errors.js';
import { ZabyApiError } from './platform/errors.js';
import { redactError } from './redact.js';

const adviceOf: Readonly<Record<RefusalReason, string>> = {
  'api-key-missing': 'apiKey gave no API key. Look at where the function takes it from',
  'api-key-refused':
    'The platform refused the API key. Look at apiKey: it may be mistyped, revoked, or of another account',
  'app-unknown': 'The platform knows no such external app of this account. Look at externalAppId and apiKey',
  'deployment-not-active':
    'The deployment is unknown, or not active yet, which takes about twelve minutes. Look at deploymentId, or wait',
  'deployment-not-bound': 'The external app and the deployment are not bound to each other. Bind them on the platform',
  'policy-missing':
    'The app and the deployment have no such active token policy. Look at quotaPolicyId, or name a policy',
  other: 'The platform refused to make a token',
};

/** A refusal by the platform whose reason is known. `cause` is already free of secrets. */
export const refusedFor = (reason: RefusalReason, cause?: ZabyApiError): TokenEndpointError =>
  new TokenEndpointError('token-refused', adviceOf[reason], { ...detailsOf(cause), reason });

/** What a call of the platform that failed means for whoever wants a token. */
export const toTokenError = (thrown: unknown): TokenEndpointError => {
  if (thrown instanceof TokenEndpointError) return thrown;
  if (!(thrown instanceof ZabyApiError)) {
    return new TokenEndpointError('internal', 'The token endpoint failed', { cause: redactError(thrown) });
  }
  const { status, code } = thrown;
  if (code === 'api-key-unavailable') return refusedFor('api-key-missing', thrown);
  if (status === 429)
    return new TokenEndpointError('rate-limited', 'The platform limits this app for now', detailsOf(thrown));
  if (status === 401 || status === 403) return refusedFor('api-key-refused', thrown);
  // Whatever sent the redirect, or answered with a page or no end, was not the platform as it should be; it may be back later.
  const isRefusal =
    code === 'protocol' || (status !== undefined && status >= 400 && status < 500 && ![408, 425].includes(status));
  if (isRefusal) return refusedFor('other', thrown);
  return new TokenEndpointError('token-unavailable', 'The platform did not give a usable answer', detailsOf(thrown));
};

const detailsOf = (cause: ZabyApiError | undefined): TokenErrorDetails =>
  cause === undefined
    ? {}
    : {
        platformStatus: cause.status,
        platformCode: cause.code,
        platformRequestId: cause.requestId,
        retryAfter: cause.retryAfter === undefined ? undefined : String(cause.retryAfter),
        cause,
      };
