import { armFault } from './call-faults.js';
import type { AgentDefinition, AgentHandle } from './definition.js';
import type { Platform } from './platform.js';
import { createRecords } from './records.js';
import { createId } from './store.js';

const newHandle = (): AgentHandle => ({
  apiKey: createId('zaby_pk'),
  agentId: createId('agent'),
  deploymentId: createId('deployment'),
  externalAppId: createId('app'),
  quotaPolicyId: createId('policy'),
});

/**
 * Makes an agent with everything that minting needs, under a tenant of its own, deployed and active at once.
 *
 * A definition that is code has a name, by which a restart finds it again.
 */
export const createScriptedAgent = (
  platform: Platform,
  definition: AgentDefinition,
  handle: AgentHandle = newHandle(),
  definitionName?: string,
): AgentHandle => {
  const { store, tokens, clock } = platform;
  const records = createRecords(store, clock);
  const tenantId = createId('tenant');
  store.tenants.set(handle.apiKey, tenantId);
  const { agentId, deploymentId, externalAppId, quotaPolicyId } = handle;
  const fields = { name: 'Agent', slug: 'agent' };
  const defined = { definition, ...(definitionName !== undefined && { definitionName }) };
  const agent = records.createAgent(tenantId, fields, defined, agentId);
  const deployment = records.deploy(records.publish(agent), 'TEST', 0, deploymentId);
  const app = records.createApp(
    tenantId,
    { name: 'App', slug: 'app', allowedOrigins: definition.origins },
    externalAppId,
  );
  records.bind(app, deployment, {});
  const { maxConcurrentRuns, tokenTtlSeconds, rotateBeforeExpirySeconds, maxUses: maxUsesPerToken } = definition;
  const limits = { maxConcurrentRuns, tokenTtlSeconds, rotateBeforeExpirySeconds, maxUsesPerToken };
  records.createPolicy(app, deployment, { name: 'Policy', ...limits }, quotaPolicyId);
  const nobody = { deploymentId, agentSessionId: '', tokenFamilyId: '' };
  for (const fault of definition.faults ?? []) armFault(fault, nobody, store, tokens);
  return handle;
};
