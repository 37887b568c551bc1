import type { Clock } from './clock.js';
import type { AgentDefinition } from './definition.js';
import { ApiError, invalid } from './errors.js';
import {
  givenChoice,
  givenCount,
  givenFlag,
  givenName,
  givenTexts,
  neededName,
  neededText,
  onlyGiven,
  without,
} from './fields.js';
import type { JsonObject } from './json.js';
import {
  type Agent,
  type AgentVersion,
  type Binding,
  createId,
  type Deployment,
  type ExternalApp,
  type Store,
  type TokenPolicy,
} from './store.js';

/** Makes and changes the records that minting needs. Both the management API and the seed use these. */
export interface Records {
  createAgent(tenantId: string, fields: JsonObject, definition: DefinitionOf, id?: string): Agent;
  changeAgent(agent: Agent, fields: JsonObject): Agent;
  publish(agent: Agent): AgentVersion;
  /** Active after `activationMs`; never, with `Infinity`. */
  deploy(version: AgentVersion, environment: Deployment['environment'], activationMs: number, id?: string): Deployment;
  createApp(tenantId: string, fields: JsonObject, id?: string): ExternalApp;
  changeApp(app: ExternalApp, fields: JsonObject): ExternalApp;
  bind(app: ExternalApp, deployment: Deployment, fields: JsonObject): Binding;
  createPolicy(app: ExternalApp, deployment: Deployment, fields: JsonObject, id?: string): TokenPolicy;
  changePolicy(policy: TokenPolicy, fields: JsonObject): TokenPolicy;
}

type DefinitionOf = Pick<Agent, 'definition' | 'definitionName'> & { readonly definition: AgentDefinition };

interface Sluggish {
  readonly id: string;
  readonly tenantId: string;
  readonly slug: string;
}

/** What the platform says about a record, and nobody else may. */
const ownMembers = ['id', 'status', 'createdAt', 'updatedAt', 'tenantId'];
const agentMembers = [...ownMembers, 'name', 'slug', 'mcpTools', 'knowledgeBases', 'skills', 'versionId'];
const appMembers = [...ownMembers, 'name', 'slug', 'allowedOrigins', 'tokenTtlSeconds', 'deployments'];
const limits = ['maxConcurrentRuns', 'tokenTtlSeconds', 'maxUsesPerToken', 'rotateBeforeExpirySeconds'] as const;
const policyMembers = [...ownMembers, 'name', 'externalAppId', 'deploymentId', 'autoRotateEnabled', ...limits];

/** A slug stands in addresses. */
const readSlug = (
  records: ReadonlyMap<string, Sluggish>,
  tenantId: string,
  fields: JsonObject,
  own?: string,
): string => {
  const slug = neededText(fields, 'slug');
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(slug))
    throw invalid('"slug" is made of up to 100 letters, digits, dots, hyphens and underscores.');
  for (const record of records.values()) {
    if (record.tenantId === tenantId && record.slug === slug && record.id !== own)
      throw new ApiError(409, 'SLUG_TAKEN', `The slug "${slug}" is taken.`);
  }
  return slug;
};

/** Origins as a browser spells them (RFC 6454 §6.2), without path or wildcard. */
const readOrigins = (fields: JsonObject): readonly string[] | undefined => {
  const origins = givenTexts(fields, 'allowedOrigins');
  const wrong = origins?.find(
    (origin) => origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin,
  );
  if (wrong !== undefined)
    throw invalid(`"allowedOrigins" holds "${wrong}", which is no origin such as https://shop.example.`);
  return origins;
};

const readLimits = (fields: JsonObject): Partial<Pick<TokenPolicy, (typeof limits)[number]>> =>
  Object.fromEntries(
    limits.map((name) => [name, givenCount(fields, name)] as const).filter(([, value]) => value !== undefined),
  );

export const createRecords = (store: Store, clock: Clock): Records => {
  const timestamp = (): string => new Date(clock.now()).toISOString();
  return {
    createAgent: (tenantId, fields, definition, id = createId('agent')) => {
      const agent: Agent = {
        id,
        serial: store.agents.nextSerial(),
        tenantId,
        ...definition,
        name: neededName(fields),
        slug: readSlug(store.agents, tenantId, fields),
        details: without(fields, agentMembers),
        status: 'DRAFT',
        attached: { mcpTools: [], knowledgeBases: [], skills: [] },
        createdAt: timestamp(),
        updatedAt: timestamp(),
      };
      store.agents.set(id, agent);
      return agent;
    },
    changeAgent: (agent, fields) =>
      store.agents.change(agent, {
        name: givenName(fields) ?? agent.name,
        slug: fields['slug'] === undefined ? agent.slug : readSlug(store.agents, agent.tenantId, fields, agent.id),
        details: { ...agent.details, ...without(fields, agentMembers) },
        updatedAt: timestamp(),
      }),
    publish: (agent) => {
      const { id: agentId, tenantId, name, details, attached } = agent;
      const before = [...store.versions.values()].filter((version) => version.agentId === agentId);
      const version: AgentVersion = {
        id: createId('version'),
        tenantId,
        agentId,
        number: before.length + 1,
        name,
        details,
        attached,
        createdAt: timestamp(),
      };
      store.versions.set(version.id, version);
      store.agents.change(agent, { status: 'PUBLISHED' });
      return version;
    },
    deploy: ({ id: agentVersionId, agentId, tenantId }, environment, activationMs, id = createId('deployment')) => {
      const deployment: Deployment = {
        id,
        tenantId,
        agentId,
        agentVersionId,
        environment,
        createdAt: timestamp(),
        // JSON knows no infinity: what never happens is left out.
        ...(Number.isFinite(activationMs) && { activeFrom: clock.now() + activationMs }),
      };
      store.deployments.set(id, deployment);
      return deployment;
    },
    createApp: (tenantId, fields, id = createId('app')) => {
      const app: ExternalApp = {
        id,
        serial: store.apps.nextSerial(),
        tenantId,
        name: neededName(fields),
        slug: readSlug(store.apps, tenantId, fields),
        allowedOrigins: readOrigins(fields) ?? [],
        ...onlyGiven({ tokenTtlSeconds: givenCount(fields, 'tokenTtlSeconds') }),
        details: without(fields, appMembers),
        bindings: {},
        createdAt: timestamp(),
        updatedAt: timestamp(),
      };
      store.apps.set(id, app);
      return app;
    },
    changeApp: (app, fields) =>
      store.apps.change(app, {
        ...onlyGiven({
          name: givenName(fields),
          slug: fields['slug'] === undefined ? undefined : readSlug(store.apps, app.tenantId, fields, app.id),
          allowedOrigins: readOrigins(fields),
          tokenTtlSeconds: givenCount(fields, 'tokenTtlSeconds'),
        }),
        details: { ...app.details, ...without(fields, appMembers) },
        updatedAt: timestamp(),
      }),
    bind: (app, { id: deploymentId }, fields) => {
      const before = app.bindings[deploymentId];
      const binding: Binding = {
        deploymentId,
        allowBrowserRuntime: givenFlag(fields, 'allowBrowserRuntime') ?? before?.allowBrowserRuntime ?? true,
        allowServerRuntime: givenFlag(fields, 'allowServerRuntime') ?? before?.allowServerRuntime ?? true,
        allowApprovals: givenFlag(fields, 'allowApprovals') ?? before?.allowApprovals ?? true,
        ...onlyGiven({ rateLimitPerMinute: givenCount(fields, 'rateLimitPerMinute') ?? before?.rateLimitPerMinute }),
      };
      store.apps.change(app, { bindings: { ...app.bindings, [deploymentId]: binding }, updatedAt: timestamp() });
      return binding;
    },
    createPolicy: (app, deployment, fields, id = createId('policy')) => {
      const policy: TokenPolicy = {
        id,
        serial: store.policies.nextSerial(),
        tenantId: app.tenantId,
        externalAppId: app.id,
        deploymentId: deployment.id,
        name: neededName(fields),
        status: givenChoice(fields, 'status', ['ACTIVE', 'INACTIVE']) ?? 'ACTIVE',
        autoRotateEnabled: givenFlag(fields, 'autoRotateEnabled') ?? true,
        ...readLimits(fields),
        details: without(fields, policyMembers),
        createdAt: timestamp(),
        updatedAt: timestamp(),
      };
      store.policies.set(id, policy);
      return policy;
    },
    changePolicy: (policy, fields) =>
      store.policies.change(policy, {
        ...onlyGiven({
          name: givenName(fields),
          status: givenChoice(fields, 'status', ['ACTIVE', 'INACTIVE']),
          autoRotateEnabled: givenFlag(fields, 'autoRotateEnabled'),
        }),
        ...readLimits(fields),
        details: { ...policy.details, ...without(fields, policyMembers) },
        updatedAt: timestamp(),
      }),
  };
};
