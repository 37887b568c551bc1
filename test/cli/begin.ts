import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { parseEnv } from 'node:util';
import { Zaby } from '../../src/server/index.js';
import { type Ended, makeFolder, openPlatform, runCommand } from './support.js';

/** An empty project, and a platform of its own. */
export const begin = async (test: TestContext, { activationMs = 0 }: { activationMs?: number } = {}) => {
  const folder = await makeFolder(test);
  const { origin: apiOrigin, account } = await openPlatform(test, { activationMs });
  const { apiKey } = account;
  const zaby = new Zaby({ apiKey, apiOrigin });
  const init = (args: readonly string[] = [], env: Record<string, string> = { ZABY_API_KEY: apiKey }): Promise<Ended> =>
    runCommand(['init', '--yes', '--api-origin', apiOrigin, ...args], { folder, env });
  const variables = async () => parseEnv(await readFile(join(folder, '.env'), 'utf8')) as Record<string, string>;
  return {
    folder,
    apiOrigin,
    apiKey,
    zaby,
    init,
    variables,
    /** A token by what `init` wrote down. */
    mint: async (): Promise<string> => {
      const { ZABY_APP_ID = '', ZABY_DEPLOYMENT_ID = '', ZABY_POLICY_ID = '' } = await variables();
      const { token } = await zaby.runtimeTokens.create({
        externalAppId: ZABY_APP_ID,
        deploymentId: ZABY_DEPLOYMENT_ID,
        quotaPolicyId: ZABY_POLICY_ID,
        externalUserId: 'ada',
      });
      return token;
    },
    /** What there is on the platform beside the demo's own. */
    made: async () => {
      const agents = (await zaby.agents.list()).items.filter(({ id }) => id !== account.agentId);
      const apps = (await zaby.externalApps.list()).items.filter(({ id }) => id !== account.externalAppId);
      const policies = (await zaby.runtimeTokenPolicies.list()).items.filter(({ id }) => id !== account.quotaPolicyId);
      return { agents, apps, policies };
    },
  };
};
