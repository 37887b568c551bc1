import type { Clock } from './clock.js';
import type { AgentDefinition } from './definition.js';
import { ApiError } from './errors.js';
import { flag, type JsonObject, number, text, texts } from './json.js';
import {
  type Agent,
  type Binding,
  createId,
  type Deployment,
  type ExternalApp,
  type Store,
  type TokenPolicy,
} from './store.js';

/** Makes the records that minting needs. Both the management API and the seed use these. */
export interface Records {
  createAgent(
    tenantId: string,
    fields: JsonObject & { name: string; slug: string },
    definition: AgentDefinition,
  ): Agent;
  publish(agent: Agent): string;
  deploy(
    agent: Agent,
    agentVersionId: string,
    environment: Deployment['environment'],
    activationMs: number,
  ): Deployment;
  createApp(tenantId: string, fields: JsonObject & { name: string; slug: string }): ExternalApp;
  bind(app: ExternalApp, deployment: Deployment, fields: JsonObject): Binding;
  createPolicy(app: ExternalApp, deployment: Deployment, fields: JsonObject): TokenPolicy;
}

const refuseTaken = (records: Iterable<{ tenantId: string; slug: string }>, tenantId: string, slug: string): void => {
  for (const record of records) {
    if (record.tenantId === tenantId && record.slug === slug) {
      throw new ApiError(409, 'SLUG_TAKEN', `The slug "${slug}" is taken.`);
    }
  }
};

/** The id in the fields, which only the seed may give, or a new one. */
const idOf = (fields: JsonObject, prefix: string): string => text(fields, 'id') ?? createId(prefix);

export const readLimits = (fields: JsonObject): Partial<TokenPolicy> => {
  const names = ['maxConcurrentRuns', 'tokenTtlSeconds', 'maxUsesPerToken', 'rotateBeforeExpirySeconds'] as const;
  const limits: Partial<TokenPolicy> = {};
  for (const name of names) {
    const value = number(fields, name);
    if (value !== undefined) limits[name] = value;
  }
  return limits;
};

export const createRecords = (store: Store, clock: Clock): Records => {
  const timestamp = (): string => new Date(clock.now()).toISOString();
  return {
    createAgent: (tenantId, fields, definition) => {
      refuseTaken(store.agents.values(), tenantId, fields.slug);
      const { id: _, name, slug, ...details } = fields;
      const agent: Agent = {
        id: idOf(fields, 'agent'),
        tenantId,
        definition,
        name,
        slug,
        details,
        status: 'DRAFT',
        versionIds: [],
        createdAt: timestamp(),
      };
      store.agents.set(agent.id, agent);
      return agent;
    },
    publish: (agent) => {
      const versionId = createId('version');
      agent.versionIds.push(versionId);
      agent.status = 'PUBLISHED';
      return versionId;
    },
    deploy: (agent, agentVersionId, environment, activationMs) => {
      const deployment: Deployment = {
        id: idOf(
          agent.details['deploymentId'] === undefined ? {} : { id: agent.details['deploymentId'] },
          'deployment',
        ),
        tenantId: agent.tenantId,
        agentId: agent.id,
        agentVersionId,
        environment,
        createdAt: timestamp(),
        activeFrom: clock.now() + activationMs,
      };
      store.deployments.set(deployment.id, deployment);
      return deployment;
    },
    createApp: (tenantId, fields) => {
      refuseTaken(store.apps.values(), tenantId, fields.slug);
      const tokenTtlSeconds = number(fields, 'tokenTtlSeconds');
      const app: ExternalApp = {
        id: idOf(fields, 'app'),
        tenantId,
        name: fields.name,
        slug: fields.slug,
        allowedOrigins: texts(fields, 'allowedOrigins') ?? [],
        ...(tokenTtlSeconds !== undefined && { tokenTtlSeconds }),
        bindings: new Map(),
        createdAt: timestamp(),
      };
      store.apps.set(app.id, app);
      return app;
    },
    bind: (app, deployment, fields) => {
      const rateLimitPerMinute = number(fields, 'rateLimitPerMinute');
      const binding: Binding = {
        deploymentId: deployment.id,
        allowBrowserRuntime: flag(fields, 'allowBrowserRuntime') ?? true,
        allowServerRuntime: flag(fields, 'allowServerRuntime') ?? true,
        allowApprovals: flag(fields, 'allowApprovals') ?? true,
        ...(rateLimitPerMinute !== undefined && { rateLimitPerMinute }),
      };
      app.bindings.set(deployment.id, binding);
      return binding;
    },
    createPolicy: (app, deployment, fields) => {
      const policy: TokenPolicy = {
        id: idOf(fields, 'policy'),
        tenantId: app.tenantId,
        externalAppId: app.id,
        deploymentId: deployment.id,
        name: text(fields, 'name') ?? 'Policy',
        status: text(fields, 'status') ?? 'ACTIVE',
        autoRotateEnabled: flag(fields, 'autoRotateEnabled') ?? true,
        ...readLimits(fields),
      };
      store.policies.set(policy.id, policy);
      return policy;
    },
  };
};
