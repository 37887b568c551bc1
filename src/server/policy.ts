import type { Place } from './diagnosis.js';
import { managedPath } from './platform/path.js';
import type { TokenLimits } from './platform/token-policies.js';
import type { PlatformCall } from './platform/transport.js';
import { createShare } from './share.js';
import { TokenEndpointError } from './errors.js';

/**
 * The token policy of this endpoint (PROTOCOL.md §5), found by its name among those of the app and the deployment, or created
 * once. One that exists is taken as it is: its limits are changed on the platform, not by other values here.
 */
export interface TokenPolicyOptions extends TokenLimits {
  name: string;
}

const policiesPath = managedPath`/runtime-token-policies`;

/** More pages than any account has; it only ends a list that never does. */
const maxPages = 100;

/**
 * Says the id of a policy, and asks the platform for it once, however many want to know at the same time.
 *
 * It looks before it creates, and looks again after: where two processes created the same policy in the same moment, both go on
 * with the older one.
 */
export const createPolicyId = (
  call: PlatformCall,
  policy: TokenPolicyOptions,
  place: Place,
): { get(): Promise<string>; forget(): void } => {
  const share = createShare<string>();
  let known: string | undefined;

  const findOrCreate = async (): Promise<string> => {
    const found = await find(call, policy.name, place);
    if (found) return found;
    const created = await call<Answer | undefined>({
      method: 'POST',
      path: policiesPath,
      body: { ...policy, ...place },
    });
    return (
      (await find(call, policy.name, place)) ??
      textOf(created?.['id']) ??
      missing('The platform gave no id for the new policy')
    );
  };

  return {
    get: async () => (known ??= await share.get(policy.name, findOrCreate)),
    forget: () => {
      known = undefined;
    },
  };
};

type Answer = Readonly<Record<string, unknown>>;

const find = async (call: PlatformCall, name: string, place: Place): Promise<string | undefined> => {
  const all: Answer[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const answer = await call<Answer | undefined>({ method: 'GET', path: policiesPath, query: { cursor } });
    all.push(...listOf(answer?.['items']).filter((policy) => policy['name'] === name));
    const next = textOf(answer?.['nextCursor']);
    if (next === undefined || next === cursor) break;
    cursor = next;
  }
  const whole = await Promise.all(all.map((policy) => complete(call, policy)));
  const ours = whole
    .filter(
      (policy) => policy['externalAppId'] === place.externalAppId && policy['deploymentId'] === place.deploymentId,
    )
    .toSorted((a, b) => String(a['createdAt'] ?? '').localeCompare(String(b['createdAt'] ?? '')));
  const active = ours.find(({ status = 'ACTIVE' }) => status === 'ACTIVE');
  if (!active && ours[0])
    missing(`The token policy ${JSON.stringify(name)} is there, but is ${String(ours[0]['status'])}`);
  return textOf(active?.['id']);
};

/** A list may tell less of a policy than the policy itself: the documents promise `items`, not what they hold. */
const complete = async (call: PlatformCall, policy: Answer): Promise<Answer> => {
  const id = textOf(policy['id']);
  if (id === undefined || (textOf(policy['externalAppId']) && textOf(policy['deploymentId']))) return policy;
  return (
    (await call<Answer | undefined>({ method: 'GET', path: managedPath`/runtime-token-policies/${id}` })) ?? policy
  );
};

const missing = (message: string): never => {
  throw new TokenEndpointError('token-refused', message, { reason: 'policy-missing' });
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const listOf = (value: unknown): readonly Answer[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
