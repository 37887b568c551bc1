import { createScriptedAgent } from './create-agent.js';
import type { AgentDefinition } from './definition.js';
import { demoAccount } from './demo-account.js';
import type { Platform } from './platform.js';

/** What the demo's agent starts with. */
export interface Seed {
  /** Origins whose pages may talk to it. */
  readonly origins?: readonly string[];
  /** Further API keys of its tenant. */
  readonly apiKeys?: readonly string[];
  /** The demo's scripts unless given. */
  readonly agent?: AgentDefinition;
}

/** Makes the demo's agent, unless a snapshot had it; pages that may talk to it then are added to those that might. */
export const seedDemo = (platform: Platform, agent: AgentDefinition, { origins = [], apiKeys = [] }: Seed): void => {
  const { store } = platform;
  const app = store.apps.get(demoAccount.externalAppId);
  if (!app) createScriptedAgent(platform, { ...agent, origins }, demoAccount, 'demo');
  else store.apps.change(app, { allowedOrigins: [...new Set([...app.allowedOrigins, ...origins])] });
  const tenantId = store.tenants.get(demoAccount.apiKey);
  for (const apiKey of apiKeys) if (tenantId !== undefined) store.tenants.set(apiKey, tenantId);
};
