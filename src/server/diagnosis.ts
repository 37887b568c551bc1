import { TokenEndpointError, type RefusalReason } from './errors.js';
import { ZabyApiError } from './platform/errors.js';
import { managedPath } from './platform/path.js';
import type { PlatformCall } from './platform/transport.js';
import { createShare } from './share.js';
import { refusedFor, toTokenError } from './token-refusal.js';

/** What the settings of an endpoint say that the platform should know. */
export interface Place {
  readonly externalAppId: string;
  readonly deploymentId: string;
}

/** How long an answer counts, ms: a site that is set up wrongly must not cost three more calls for every visitor. */
const lifetimeMs = 30_000;

/**
 * Finds out why the platform makes no token: its 422 means several things, and its codes are not documented (PROTOCOL.md §5).
 *
 * It only reads. Where one of its own calls fails, it knows less, and says so.
 */
export const createDiagnosis = (
  call: PlatformCall,
  place: Place,
  now: () => number,
): ((thrown: unknown, quotaPolicyId: string) => Promise<TokenEndpointError>) => {
  const share = createShare<RefusalReason>();
  let known: { readonly reason: RefusalReason; readonly until: number } | undefined;

  const look = async (quotaPolicyId: string): Promise<RefusalReason> => {
    if (known && now() < known.until) return known.reason;
    const reason = await share.get('', () => examine(call, place, quotaPolicyId));
    known = { reason, until: now() + lifetimeMs };
    return reason;
  };

  return async (thrown, quotaPolicyId) => {
    const error = toTokenError(thrown);
    if (!(thrown instanceof ZabyApiError) || error.reason !== 'other') return error;
    if (thrown.status === 404) return refusedFor('app-unknown', thrown);
    if (thrown.status === undefined || ![400, 409, 422].includes(thrown.status)) return error;
    return refusedFor(await look(quotaPolicyId), thrown);
  };
};

const examine = async (
  call: PlatformCall,
  { externalAppId, deploymentId }: Place,
  quotaPolicyId: string,
): Promise<RefusalReason> => {
  const read = (at: string) => readOrMissing(call, at);
  const [app, deployment, policy] = await Promise.all([
    read(managedPath`/external-apps/${externalAppId}`),
    read(managedPath`/deployments/${deploymentId}/provisioning`),
    read(managedPath`/runtime-token-policies/${quotaPolicyId}`),
  ]);
  if (app === 'missing') return 'app-unknown';
  if (deployment === 'missing') return 'deployment-not-active';
  if (isUnbound(app, deploymentId)) return 'deployment-not-bound';
  if (policy === 'missing' || differs(policy, { externalAppId, deploymentId, status: 'ACTIVE' }))
    return 'policy-missing';
  return 'other';
};

type Read = Readonly<Record<string, unknown>> | 'missing' | 'unknown';

const readOrMissing = async (call: PlatformCall, at: string): Promise<Read> => {
  try {
    const answer = await call<unknown>({ method: 'GET', path: at }, { maxRetries: 0 });
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : 'unknown';
  } catch (thrown) {
    return thrown instanceof ZabyApiError && thrown.status === 404 ? 'missing' : 'unknown';
  }
};

/** Only where the app tells its deployments; the documents do not say that it does. */
const isUnbound = (app: Read, deploymentId: string): boolean => {
  const bound = typeof app === 'object' ? app['deployments'] : undefined;
  return (
    Array.isArray(bound) && !bound.some((one: { deploymentId?: unknown } | null) => one?.deploymentId === deploymentId)
  );
};

/** A field that is not there says nothing. */
const differs = (answer: Read, wanted: Readonly<Record<string, string>>): boolean =>
  typeof answer === 'object' &&
  Object.entries(wanted).some(([name, value]) => typeof answer[name] === 'string' && answer[name] !== value);
