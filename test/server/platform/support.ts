import type { TestContext } from 'node:test';
import {
  type AgentDefinition,
  type AgentHandle,
  createEmulator,
  type Emulator,
  type EmulatorOptions,
} from '../../../demo/emulator/index.js';
import { listen } from '../../../demo/emulator/listen.js';
import { say } from '../../../demo/emulator/script.js';
import { Zaby, type ZabyOptions } from '../../../src/server/index.js';
import { recordedFetch } from './record.js';

/** An account of the emulated platform with one deployed agent, and a client that has its key. */
export interface Account {
  readonly emulator: Emulator;
  readonly origin: string;
  readonly agent: AgentHandle;
  readonly zaby: Zaby;
  /** Another client of the same platform. */
  client(options?: Partial<ZabyOptions>): Zaby;
}

/** Opens an emulator on a free port, closed with the test. Every answer it gives is written down for the table of calls. */
export const openAccount = async (
  test: TestContext,
  definition: Partial<AgentDefinition> = {},
  options: EmulatorOptions = {},
): Promise<Account> => {
  const emulator = createEmulator(options);
  const { origin, close } = await listen(emulator, { port: 0 });
  test.after(async () => {
    emulator.dispose();
    await close();
  });
  const agent = emulator.createAgent({ scripts: [[say('Here I am.')]], ...definition });
  const client: Account['client'] = (more = {}) =>
    new Zaby({ apiKey: agent.apiKey, apiOrigin: origin, fetch: recordedFetch, ...more });
  return { emulator, origin, agent, zaby: client(), client };
};

/** A fresh agent, published and deployed: what most calls need to begin with. */
export const deployAgent = async (zaby: Zaby, slug = 'shop') => {
  const agent = await zaby.agents.create({ name: 'Shop', slug });
  const version = await zaby.agents.publish(agent.id);
  const deployment = await zaby.agents.deploy(agent.id, { agentVersionId: version.id, environment: 'TEST' });
  await zaby.deployments.waitUntilActive(deployment.id, { pollMs: 10 });
  return { agent, version, deployment };
};
