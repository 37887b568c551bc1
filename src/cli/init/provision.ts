import type { Agent, DeploymentProgress, ExternalApp, TokenPolicy, Zaby } from '../../server/index.js';
import { ZabyConflictError } from '../../server/index.js';
import { Failure } from '../failure.js';
import { findOrDeploy, idsIn } from './deployment.js';

/** What a site wants on the platform. Names are what things are found again by. */
export interface Wish {
  readonly name: string;
  /** Of the agent and of the external app. */
  readonly slug: string;
  readonly instructions: string | undefined;
  readonly model: string | undefined;
  /** Origins of the pages that may talk to it. */
  readonly origins: readonly string[];
  readonly environment: 'TEST' | 'PRODUCTION';
}

/** The ids by which a host asks for tokens. */
export interface Ids {
  readonly agentId: string;
  readonly deploymentId: string;
  readonly externalAppId: string;
  readonly quotaPolicyId: string;
}

export interface Journal {
  /** What an earlier run has written down. */
  readonly known: Readonly<Partial<Ids>>;
  /** What is written down by now, by a run at the same time too. */
  read(): Promise<Readonly<Partial<Ids>>>;
  /** Writes an id down at once: the next run begins where this one ends. */
  keep(ids: Partial<Ids>): Promise<void>;
  tell(what: string, id: string, how: 'found' | 'made' | 'changed'): void;
  waiting(progress: DeploymentProgress): void;
}

export interface Patience {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly pollMs: number;
}

/**
 * Finds what the wish needs, or makes it: agent, external app, deployment, binding, policy. Nothing is made twice.
 *
 * Whatever stops it, what was made stays and is found by the next run: by slug, by name, or by what the journal has kept (the platform
 * has no list of deployments).
 */
export const provision = async (zaby: Zaby, wish: Wish, journal: Journal, patience: Patience): Promise<Ids> => {
  const { signal } = patience;
  const agent = await findOrMakeAgent(zaby, wish, journal, signal);
  const app = await findOrMakeApp(zaby, agent, wish, journal, signal);
  const deploymentId = await findOrDeploy(zaby, agent, app, await policiesOf(zaby, app, signal), wish, journal, signal);
  await waitFor(zaby, deploymentId, journal, patience);
  await bind(zaby, app, deploymentId, journal, signal);
  const policy = await findOrMakePolicy(zaby, app, deploymentId, wish, journal, signal);
  const ids: Ids = { agentId: agent.id, externalAppId: app.id, deploymentId, quotaPolicyId: policy.id };
  // Together: another run may have written its own in between, and ids of two sets fit nothing.
  await journal.keep(ids);
  return ids;
};

/** Finds a thing by its slug, or makes it; where another program makes it at the same moment, it is found after all. */
const findOrMake = async <Item>(
  what: string,
  slug: string,
  find: () => Promise<Item | undefined>,
  make: () => Promise<Item>,
): Promise<readonly [item: Item, how: 'found' | 'made']> => {
  const found = await find();
  if (found) return [found, 'found'];
  try {
    return [await make(), 'made'];
  } catch (cause) {
    const another = cause instanceof ZabyConflictError ? await find() : undefined;
    if (another) return [another, 'found'];
    if (!(cause instanceof ZabyConflictError)) throw cause;
    const message = `The slug "${slug}" is taken, and not by ${what} that this API key can see.`;
    throw new Failure(message, 'Choose another one: --slug my-site-helper', { cause });
  }
};

const findOrMakeAgent = async (zaby: Zaby, wish: Wish, journal: Journal, signal: AbortSignal): Promise<Agent> => {
  const { name, slug, instructions, model } = wish;
  const find = async (): Promise<Agent | undefined> => {
    for await (const agent of zaby.agents.list({ limit: 100 }, { signal })) if (agent.slug === slug) return agent;
    return undefined;
  };
  const make = (): Promise<Agent> => zaby.agents.create({ name, slug, instructions, defaultModel: model }, { signal });
  const [agent, how] = await findOrMake('an agent', slug, find, make);
  journal.tell('agent', agent.id, how);
  await keepAgent(agent, journal);
  return agent;
};

/** What was written down of another agent goes with it: its deployment is not this one's. */
const keepAgent = async ({ id }: Agent, { known, keep }: Journal): Promise<void> => {
  const isAnother = known.deploymentId !== undefined && known.agentId !== id;
  await keep({ agentId: id, ...(isAnother && { deploymentId: '', quotaPolicyId: '' }) });
};

const findOrMakeApp = async (
  zaby: Zaby,
  agent: Agent,
  { name, slug, origins }: Wish,
  { known, keep, tell }: Journal,
  signal: AbortSignal,
): Promise<ExternalApp> => {
  const find = async (): Promise<ExternalApp | undefined> => {
    const apps: ExternalApp[] = [];
    for await (const app of zaby.externalApps.list({}, { signal })) apps.push(app);
    const own = known.agentId === agent.id ? apps.find(({ id }) => id === known.externalAppId) : undefined;
    return own ?? apps.find((app) => app.slug === slug);
  };
  const make = (): Promise<ExternalApp> =>
    zaby.externalApps.create({ name, slug, allowedOrigins: origins }, { signal });
  const [app, how] = await findOrMake('an external app', slug, find, make);
  await keep({ externalAppId: app.id });
  const allowed = app.allowedOrigins ?? [];
  const missing = how === 'made' ? [] : origins.filter((origin) => !allowed.includes(origin));
  tell('external app', app.id, missing.length > 0 ? 'changed' : how);
  if (missing.length === 0) return app;
  const changed = await zaby.externalApps.update(app.id, { allowedOrigins: [...allowed, ...missing] }, { signal });
  return { ...app, ...changed };
};

const policiesOf = async (zaby: Zaby, app: ExternalApp, signal: AbortSignal): Promise<TokenPolicy[]> => {
  const policies: TokenPolicy[] = [];
  for await (const policy of zaby.runtimeTokenPolicies.list({}, { signal })) {
    if (policy.externalAppId === app.id) policies.push(policy);
  }
  return policies;
};

const waitFor = async (zaby: Zaby, deploymentId: string, journal: Journal, patience: Patience): Promise<void> => {
  await zaby.deployments.waitUntilActive(deploymentId, {
    ...patience,
    onProgress: (progress) => journal.waiting(progress),
  });
};

const bind = async (
  zaby: Zaby,
  app: ExternalApp,
  deploymentId: string,
  journal: Journal,
  signal: AbortSignal,
): Promise<void> => {
  if (idsIn(app['deployments']).includes(deploymentId)) {
    journal.tell('binding', deploymentId, 'found');
    return;
  }
  try {
    await zaby.externalApps.bindDeployment(
      app.id,
      { deploymentId, allowBrowserRuntime: true, allowServerRuntime: true, allowApprovals: true },
      { signal },
    );
    journal.tell('binding', deploymentId, 'made');
  } catch (error) {
    // They are bound already: an app need not say what it is bound to.
    if (!(error instanceof ZabyConflictError)) throw error;
    journal.tell('binding', deploymentId, 'found');
  }
};

/**
 * The policy of that app and deployment. It is looked for now, for a deployment may have been awaited for minutes, in which another
 * program made one; and once more after one was made, for two that make one in the same moment both go on with the older.
 */
const findOrMakePolicy = async (
  zaby: Zaby,
  app: ExternalApp,
  deploymentId: string,
  { name }: Wish,
  journal: Journal,
  signal: AbortSignal,
): Promise<TokenPolicy> => {
  const find = async (): Promise<TokenPolicy | undefined> => {
    const { quotaPolicyId } = await journal.read();
    const fitting = (await policiesOf(zaby, app, signal))
      .filter((policy) => policy.deploymentId === deploymentId && (policy.status ?? 'ACTIVE') === 'ACTIVE')
      .toSorted((a, b) => String(a['createdAt'] ?? '').localeCompare(String(b['createdAt'] ?? '')));
    return fitting.find(({ id }) => id === quotaPolicyId) ?? fitting[0];
  };
  const found = await find();
  if (found) {
    journal.tell('token policy', found.id, 'found');
    return found;
  }
  const made = await zaby.runtimeTokenPolicies.create(
    { name, externalAppId: app.id, deploymentId, tokenTtlSeconds: 600, autoRotateEnabled: true },
    { signal },
  );
  const policy = (await find()) ?? made;
  journal.tell('token policy', policy.id, policy.id === made.id ? 'made' : 'found');
  return policy;
};
