import type { Clock } from './clock.js';
import { notFound } from './errors.js';
import type { Deployment, Store } from './store.js';

export type DeploymentStatus = 'PENDING' | 'ACTIVE' | 'FAILED';

export const statusOf = ({ failure, activeFrom = Infinity }: Deployment, clock: Clock): DeploymentStatus => {
  if (failure !== undefined) return 'FAILED';
  return activeFrom <= clock.now() ? 'ACTIVE' : 'PENDING';
};

export const isActive = (deployment: Deployment, clock: Clock): boolean => statusOf(deployment, clock) === 'ACTIVE';

/** How a deployment is to go on. `PENDING` is for ever. */
export interface DeploymentOutcome {
  readonly status: DeploymentStatus;
  /** Of a failure. */
  readonly reason?: string | undefined;
}

/** Lets a deployment become active or fail at once, or never become anything, as a test wants it. */
export const settleDeployment = (
  { store, clock }: { store: Store; clock: Clock },
  deploymentId: string,
  { status, reason = 'The image could not be started.' }: DeploymentOutcome,
): void => {
  const deployment = store.deployments.get(deploymentId);
  if (!deployment) throw notFound('The deployment');
  const { activeFrom: _, failure: _before, ...rest } = deployment;
  store.deployments.set(deploymentId, {
    ...rest,
    ...(status === 'ACTIVE' && { activeFrom: clock.now() }),
    ...(status === 'FAILED' && { failure: reason }),
  });
};
