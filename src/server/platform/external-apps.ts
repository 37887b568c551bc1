import { createListing, type Listing, type ListQuery } from './listing.js';
import { managedPath } from './path.js';
import type { CallOptions, PlatformCall } from './transport.js';

/** Where agents are met: a site, with the origins whose pages may talk to its agents. */
export interface ExternalApps {
  list(query?: ListQuery, options?: CallOptions): Listing<ExternalApp>;
  /** @throws ZabyConflictError where the tenant has an app of that slug. */
  create(input: CreateExternalAppInput, options?: CallOptions): Promise<ExternalApp>;
  get(externalAppId: string, options?: CallOptions): Promise<ExternalApp>;
  update(externalAppId: string, input: UpdateExternalAppInput, options?: CallOptions): Promise<ExternalApp>;
  /** Lets the app use a deployment. Without it no token can be minted. */
  bindDeployment(externalAppId: string, input: BindDeploymentInput, options?: CallOptions): Promise<DeploymentBinding>;
}

export interface ExternalApp {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly allowedOrigins?: readonly string[];
  readonly tokenTtlSeconds?: number;
  readonly [field: string]: unknown;
}

export interface CreateExternalAppInput {
  name: string;
  /** Unique per tenant. */
  slug: string;
  /** Origins as browsers send them: `https://shop.example`. */
  allowedOrigins?: readonly string[] | undefined;
  tokenTtlSeconds?: number | undefined;
  [field: string]: unknown;
}

export type UpdateExternalAppInput = Partial<CreateExternalAppInput>;

export interface BindDeploymentInput {
  deploymentId: string;
  allowBrowserRuntime?: boolean | undefined;
  allowServerRuntime?: boolean | undefined;
  allowApprovals?: boolean | undefined;
  rateLimitPerMinute?: number | null | undefined;
  [field: string]: unknown;
}

export interface DeploymentBinding {
  readonly deploymentId?: string;
  readonly [field: string]: unknown;
}

const apps = managedPath`/external-apps`;

export const createExternalApps = (call: PlatformCall): ExternalApps => ({
  list: (query, options) => createListing(call, apps, query, options),
  create: (body, options) => call({ method: 'POST', path: apps, body }, options),
  get: async (externalAppId, options) =>
    call({ method: 'GET', path: managedPath`/external-apps/${externalAppId}` }, options),
  update: async (externalAppId, body, options) =>
    call({ method: 'PATCH', path: managedPath`/external-apps/${externalAppId}`, body }, options),
  bindDeployment: async (externalAppId, body, options) =>
    call({ method: 'POST', path: managedPath`/external-apps/${externalAppId}/deployments`, body }, options),
});
