import type { Deployments, Provisioning } from './deployments.js';
import {
  ZabyApiError,
  ZabyConnectionError,
  ZabyDeploymentError,
  ZabyNotFoundError,
  ZabyRateLimitError,
} from './errors.js';
import type { CallOptions } from './transport.js';
import { wait } from './waiting.js';

export interface WaitOptions extends Omit<CallOptions, 'timeoutMs'> {
  /** How long to wait in all. Default half an hour. */
  readonly timeoutMs?: number | undefined;
  /** Between two looks. Default 5,000. */
  readonly pollMs?: number | undefined;
  /** Called after every look that did not find it active. */
  readonly onProgress?: ((progress: DeploymentProgress) => void) | undefined;
}

export interface DeploymentProgress {
  readonly deploymentId: string;
  /** `PENDING` while the platform answers 404. */
  readonly status: string;
  readonly elapsedMs: number;
  /** How long a deployment takes as a rule: for a bar, not for a promise. */
  readonly expectedMs: number;
}

/** About twelve minutes on the real platform (PROTOCOL.md §5). */
export const expectedMs = 720_000;

const waiting = /^(?:PENDING|QUEUED|CREATED|CREATING|STARTING|BUILDING|PROVISIONING|DEPLOYING|IN_PROGRESS)$/;
const failed = /FAIL|ERROR|CANCEL|REJECT|DELET|DISABLED|TERMINATED/;

/** Looks until the deployment is active, has failed, or the time is up. What passes by, as a lost connection, costs one look. */
export const waitUntilActive = async (
  getProvisioning: Deployments['getProvisioning'],
  deploymentId: string,
  { timeoutMs = 1_800_000, pollMs = 5_000, onProgress, ...options }: WaitOptions = {},
): Promise<Provisioning> => {
  const begin = performance.now();
  for (;;) {
    const { found, status, trouble } = await look(getProvisioning, deploymentId, options);
    if (failed.test(status)) throw hasFailed(deploymentId, status, found ?? trouble?.details, trouble);
    if (found && !waiting.test(status)) return found;
    const elapsedMs = performance.now() - begin;
    onProgress?.({ deploymentId, status, elapsedMs, expectedMs });
    if (elapsedMs >= timeoutMs) throw isLate(deploymentId, timeoutMs, trouble);
    const pauseMs = Math.max(pollMs, (trouble?.retryAfter ?? 0) * 1000);
    await wait(Math.min(pauseMs, timeoutMs - elapsedMs), options.signal);
  }
};

interface Look {
  readonly found?: Provisioning;
  readonly status: string;
  readonly trouble?: ZabyApiError;
}

/** 404 until it is active; such an answer may name the status too. */
const look = async (
  getProvisioning: Deployments['getProvisioning'],
  deploymentId: string,
  options: CallOptions,
): Promise<Look> => {
  try {
    const found = await getProvisioning(deploymentId, options);
    return { found, status: found.status ?? 'ACTIVE' };
  } catch (error) {
    if (!passes(error)) throw error;
    const { status } = (error.details ?? {}) as { status?: unknown };
    return {
      status: error instanceof ZabyNotFoundError && typeof status === 'string' ? status : 'PENDING',
      trouble: error,
    };
  }
};

const passes = (error: unknown): error is ZabyApiError =>
  error instanceof ZabyNotFoundError ||
  error instanceof ZabyConnectionError ||
  error instanceof ZabyRateLimitError ||
  (error instanceof ZabyApiError && (error.status ?? 0) >= 500);

const hasFailed = (deploymentId: string, status: string, details: unknown, cause: unknown): ZabyDeploymentError =>
  new ZabyDeploymentError(
    `Deployment ${deploymentId} is ${status} and will not become active. Look at the agent's version, and deploy again`,
    { code: 'deployment-failed', details, cause },
  );

const isLate = (deploymentId: string, timeoutMs: number, cause: ZabyApiError | undefined): ZabyDeploymentError =>
  new ZabyDeploymentError(
    `Deployment ${deploymentId} did not become active within ${timeoutMs % 1000 === 0 ? `${timeoutMs / 1000} s` : `${timeoutMs} ms`}. ` +
      'It may still: wait for it again. If it never does, look whether the id is right, and deploy again',
    { code: 'deployment-not-active', cause },
  );
