import type { AgentHandle } from './definition.js';

/** Fixed, so that the demo needs no set-up. Worth nothing anywhere but on the emulator. */
export const demoAccount: AgentHandle = {
  apiKey: 'zaby_pk_demo_local_only',
  agentId: 'agent_demo',
  deploymentId: 'deployment_demo',
  externalAppId: 'app_demo',
  quotaPolicyId: 'policy_demo',
};
