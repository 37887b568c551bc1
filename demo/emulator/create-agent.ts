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

/** Makes an agent with everything that minting needs, under a tenant of its own, deployed and active at once. */
export const createScriptedAgent = (
  platform: Platform,
  definition: AgentDefinition,
  handle: AgentHandle = newHandle(),
): AgentHandle => {
  const { store, tokens, clock } = platform;
  const records = createRecords(store, clock);
  const tenantId = createId('tenant');
  store.tenants.set(handle.apiKey, tenantId);
  const { agentId, deploymentId, externalAppId, quotaPolicyId } = handle;
  const agent = records.createAgent(tenantId, { id: agentId, name: 'Agent', slug: 'agent', deploymentId }, definition);
  const deployment = records.deploy(agent, records.publish(agent), 'TEST', 0);
  const app = records.createApp(tenantId, {
    id: externalAppId,
    name: 'App',
    slug: 'app',
    allowedOrigins: definition.origins,
  });
  records.bind(app, deployment, {});
  records.createPolicy(app, deployment, { ...definition, id: quotaPolicyId, maxUsesPerToken: definition.maxUses });
  const nobody = { deploymentId, agentSessionId: '', tokenFamilyId: '' };
  for (const fault of definition.faults ?? []) armFault(fault, nobody, store, tokens);
  return handle;
};
