import { type Agent, type ExternalApp, type TokenPolicy, type Zaby, ZabyNotFoundError } from '../../server/index.js';
import type { Journal, Wish } from './provision.js';

/** Ids of deployments in a field that some platforms show, each as a text or as an object. */
export const idsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry];
    const { deploymentId, id } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    return [deploymentId ?? id].filter((text) => typeof text === 'string');
  });

/**
 * The deployment that an earlier run has made, or a new one.
 *
 * That it is the agent's is known where the journal says so; what a policy or the app names is asked for, and counts if it is the
 * agent's or does not say whose it is.
 */
export const findOrDeploy = async (
  zaby: Zaby,
  agent: Agent,
  app: ExternalApp,
  policies: readonly TokenPolicy[],
  { environment }: Wish,
  journal: Journal,
  signal: AbortSignal,
): Promise<string> => {
  const { known } = journal;
  // Not of `known`: what is read now may come from a run that began after this one.
  const { agentId, deploymentId: written } = await journal.read();
  if (written !== undefined && agentId === agent.id) {
    journal.tell('deployment', written, 'found');
    return written;
  }
  const named = [
    ...(known.deploymentId === undefined ? [] : [known.deploymentId]),
    ...policies.map(({ deploymentId }) => deploymentId),
    ...idsIn(app['deployments']),
    ...idsIn(agent['deployments']),
  ];
  for (const deploymentId of new Set(named)) {
    if (!(await isOf(zaby, agent, deploymentId, signal))) continue;
    journal.tell('deployment', deploymentId, 'found');
    await journal.keep({ deploymentId });
    return deploymentId;
  }
  const version = await zaby.agents.publish(agent.id, { signal });
  const deployment = await zaby.agents.deploy(agent.id, { agentVersionId: version.id, environment }, { signal });
  journal.tell('deployment', deployment.id, 'made');
  await journal.keep({ deploymentId: deployment.id });
  return deployment.id;
};

const isOf = async (zaby: Zaby, agent: Agent, deploymentId: string, signal: AbortSignal): Promise<boolean> => {
  try {
    const { agentId } = await zaby.deployments.getProvisioning(deploymentId, { signal });
    return agentId === undefined || agentId === agent.id;
  } catch (error) {
    if (error instanceof ZabyNotFoundError) return false;
    throw error;
  }
};
