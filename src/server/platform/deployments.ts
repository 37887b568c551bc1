import { agentsPath, managedPath } from './path.js';
import type { CallOptions, PlatformCall } from './transport.js';
import { type WaitOptions, waitUntilActive } from './wait-until-active.js';

/** Published versions of agents that answer. */
export interface Deployments {
  create(agentId: string, input: CreateDeploymentInput, options?: CallOptions): Promise<Deployment>;
  /** What runs where. @throws ZabyNotFoundError until it is `ACTIVE`. */
  getProvisioning(deploymentId: string, options?: CallOptions): Promise<Provisioning>;
  /** Waits until it is `ACTIVE`, which takes about twelve minutes. @throws ZabyDeploymentError where it never is. */
  waitUntilActive(deploymentId: string, options?: WaitOptions): Promise<Provisioning>;
}

export interface CreateDeploymentInput {
  /** The `id` that `agents.publish` answered. */
  agentVersionId: string;
  environment: 'TEST' | 'PRODUCTION' | (string & {});
  [field: string]: unknown;
}

export interface Deployment {
  readonly id: string;
  readonly status: 'PENDING' | 'ACTIVE' | (string & {});
  readonly environment?: string;
  readonly [field: string]: unknown;
}

export interface Provisioning {
  readonly deploymentId?: string;
  readonly status?: 'ACTIVE' | (string & {});
  /** The direct edge stream of the deployment, where it has one. */
  readonly runtimeUrl?: string;
  readonly [field: string]: unknown;
}

export const deploy = async (
  call: PlatformCall,
  agentId: string,
  body: CreateDeploymentInput,
  options?: CallOptions,
): Promise<Deployment> => call({ method: 'POST', path: agentsPath`/${agentId}/deployments`, body }, options);

export const createDeployments = (call: PlatformCall): Deployments => {
  const getProvisioning: Deployments['getProvisioning'] = async (deploymentId, options) =>
    call({ method: 'GET', path: managedPath`/deployments/${deploymentId}/provisioning` }, options);
  return {
    create: (agentId, input, options) => deploy(call, agentId, input, options),
    getProvisioning,
    waitUntilActive: (deploymentId, options) => waitUntilActive(getProvisioning, deploymentId, options),
  };
};
