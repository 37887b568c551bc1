import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Zaby, ZabyAuthError, ZabyNotFoundError } from '../../../src/server/index.js';
import { calls } from './calls.js';
import { openAccount } from './support.js';

const token = { externalAppId: 'nobody', deploymentId: 'nobody', quotaPolicyId: 'nobody', uniqueId: 'ada' };
const policy = { name: 'Web', externalAppId: 'nobody', deploymentId: 'nobody' };
const named = { name: 'Shop', slug: 'shop' };

/** Every call of the client by its name, with ids that nobody has. */
const asked: Readonly<Record<string, (zaby: Zaby) => Promise<unknown>>> = {
  'agents.create': (zaby) => zaby.agents.create(named),
  'agents.list': (zaby) => zaby.agents.list(),
  'agents.get': (zaby) => zaby.agents.get('nobody'),
  'agents.update': (zaby) => zaby.agents.update('nobody', named),
  'agents.delete': (zaby) => zaby.agents.delete('nobody'),
  'agents.publish': (zaby) => zaby.agents.publish('nobody'),
  'agents.deploy': (zaby) => zaby.agents.deploy('nobody', { agentVersionId: 'nobody', environment: 'TEST' }),
  'deployments.create': (zaby) => zaby.deployments.create('nobody', { agentVersionId: 'nobody', environment: 'TEST' }),
  'agents.attachMcpTool': (zaby) => zaby.agents.attachMcpTool('nobody', { toolDefinitionId: 'tool' }),
  'agents.attachKnowledgeBase': (zaby) => zaby.agents.attachKnowledgeBase('nobody', { knowledgeBaseId: 'base' }),
  'agents.attachSkill': (zaby) => zaby.agents.attachSkill('nobody', { skillId: 'skill' }),
  'agents.testRun': (zaby) => zaby.agents.testRun('nobody', { input: 'Hello' }),
  'agents.startRun': (zaby) => zaby.agents.startRun('nobody', { input: 'Hello' }),
  'agents.getRunProgress': (zaby) => zaby.agents.getRunProgress('nobody'),
  'agents.listRunEvents': (zaby) => zaby.agents.listRunEvents('nobody', { limit: 5 }),
  'agents.playgroundRuntimeTokens': (zaby) => zaby.agents.playgroundRuntimeTokens('nobody', token),
  'approvals.list': (zaby) => zaby.approvals.list(),
  'approvals.approve': (zaby) => zaby.approvals.approve('nobody', 'nobody'),
  'approvals.reject': (zaby) => zaby.approvals.reject('nobody', 'nobody'),
  'usage.getAgentUsage': (zaby) => zaby.usage.getAgentUsage(),
  'deployments.getProvisioning': (zaby) => zaby.deployments.getProvisioning('nobody'),
  'externalApps.list': (zaby) => zaby.externalApps.list(),
  'externalApps.create': (zaby) => zaby.externalApps.create(named),
  'externalApps.get': (zaby) => zaby.externalApps.get('nobody'),
  'externalApps.update': (zaby) => zaby.externalApps.update('nobody', named),
  'externalApps.bindDeployment': (zaby) => zaby.externalApps.bindDeployment('nobody', { deploymentId: 'nobody' }),
  'runtimeTokens.create': (zaby) => zaby.runtimeTokens.create(token),
  'runtimeTokens.rotate': (zaby) => zaby.runtimeTokens.rotate({ previousToken: 'eyJub.eyJib.keQ' }),
  'runtimeTokens.rotateByUniqueId': (zaby) => zaby.runtimeTokens.rotateByUniqueId(token),
  'runtimeTokens.recordFeedback': (zaby) => zaby.runtimeTokens.recordFeedback('nobody', { rating: 5 }),
  'runtimeTokens.revokeFamily': (zaby) => zaby.runtimeTokens.revokeFamily('nobody'),
  'runtimeTokenFamilies.list': (zaby) => zaby.runtimeTokenFamilies.list(),
  'runtimeTokenFamilies.revoke': (zaby) => zaby.runtimeTokenFamilies.revoke('nobody'),
  'runtimeTokenPolicies.list': (zaby) => zaby.runtimeTokenPolicies.list(),
  'runtimeTokenPolicies.create': (zaby) => zaby.runtimeTokenPolicies.create(policy),
  'runtimeTokenPolicies.get': (zaby) => zaby.runtimeTokenPolicies.get('nobody'),
  'runtimeTokenPolicies.update': (zaby) => zaby.runtimeTokenPolicies.update('nobody', policy),
  'runtimeTokenGrants.revoke': (zaby) => zaby.runtimeTokenGrants.revoke('nobody'),
  'runtimeTokenUsage.get': (zaby) => zaby.runtimeTokenUsage.get(),
};

const withKey = calls.filter(({ errors }) => errors.includes(401)).flatMap(({ names }) => names);
const withIds = calls.filter(({ errors }) => errors.includes(404)).flatMap(({ names }) => names);

describe('every call of the management API', () => {
  it('is among those that are tried here', () => {
    assert.deepEqual(Object.keys(asked).toSorted(), withKey.toSorted());
  });

  it('is a method of the client, and the client has no other', async (test) => {
    const { zaby } = await openAccount(test);
    const methods = Object.entries(zaby).flatMap(([resource, members]) =>
      Object.keys(members as object).map((member) => `${resource}.${member}`),
    );
    const documented = calls.flatMap(({ names }) => names);
    assert.deepEqual(methods.toSorted(), [...documented, 'deployments.waitUntilActive'].toSorted());
  });

  it('is refused with a key that the platform does not know', async (test) => {
    const { client, emulator } = await openAccount(test);
    const stranger = client({ apiKey: 'zaby_pk_of_nobody' });
    for (const name of withKey) {
      const error = await asked[name]?.(stranger).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof ZabyAuthError, `${name}: ${String(error)}`);
      assert.match(error.message, /answered 401 \w+: .*Look at the API key/);
      assert.ok(!error.message.includes('zaby_pk_of_nobody'));
    }
    assert.equal(emulator.requests().length, withKey.length);
  });

  it('finds nothing under an id that nobody has', async (test) => {
    const { zaby } = await openAccount(test);
    for (const name of withIds) {
      const error = await asked[name]?.(zaby).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof ZabyNotFoundError, `${name}: ${String(error)}`);
      assert.match(error.message, /Look at the ids/);
    }
  });

  it('finds nothing that is another tenant’s', async (test) => {
    const { emulator, client, agent } = await openAccount(test);
    const { apiKey } = emulator.createAgent({ scripts: [] });
    const neighbour = client({ apiKey });
    const { agentId, deploymentId, externalAppId, quotaPolicyId } = agent;
    const attempts = [
      () => neighbour.agents.get(agentId),
      () => neighbour.agents.delete(agentId),
      () => neighbour.deployments.getProvisioning(deploymentId),
      () => neighbour.externalApps.get(externalAppId),
      () => neighbour.runtimeTokenPolicies.get(quotaPolicyId),
      () => neighbour.runtimeTokens.create({ externalAppId, deploymentId, quotaPolicyId, externalUserId: 'ada' }),
    ];
    for (const attempt of attempts) await assert.rejects(attempt(), ZabyNotFoundError);
  });
});
