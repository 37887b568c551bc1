import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ZabyValidationError } from '../../../src/server/index.js';
import { openAccount } from './support.js';

describe('token policies of the management API', () => {
  it('are made, found, changed and listed', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const { externalAppId, deploymentId } = agent;
    const made = await zaby.runtimeTokenPolicies.create({
      name: 'Web',
      externalAppId,
      deploymentId,
      maxConcurrentRuns: 2,
      tokenTtlSeconds: 120,
    });
    assert.equal(made.status, 'ACTIVE');
    const found = await zaby.runtimeTokenPolicies.get(made.id);
    assert.equal(found.maxConcurrentRuns, 2);
    const changed = await zaby.runtimeTokenPolicies.update(made.id, { name: 'Site', maxUsesPerToken: 50 });
    assert.deepEqual([changed.name, changed.maxUsesPerToken, changed.tokenTtlSeconds], ['Site', 50, 120]);
    const names: string[] = [];
    for await (const { name } of zaby.runtimeTokenPolicies.list({ limit: 1 })) names.push(name);
    assert.equal(names.length, 2);
    assert.ok(names.includes('Site'));
  });

  it('need a name, an app and a deployment', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const { externalAppId, deploymentId } = agent;
    const whole = { name: 'Web', externalAppId, deploymentId };
    for (const part of Object.keys(whole))
      await assert.rejects(zaby.runtimeTokenPolicies.create({ ...whole, [part]: '' }), ZabyValidationError);
  });

  it('that are not active let no token be minted', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const { externalAppId, deploymentId, quotaPolicyId } = agent;
    await zaby.runtimeTokenPolicies.update(quotaPolicyId, { status: 'INACTIVE' });
    const mint = { externalAppId, deploymentId, quotaPolicyId, externalUserId: 'ada' };
    await assert.rejects(zaby.runtimeTokens.create(mint), ZabyValidationError);
  });
});
