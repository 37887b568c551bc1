import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ZabyConflictError, ZabyNotFoundError, ZabyValidationError } from '../../../src/server/index.js';
import { deployAgent, openAccount } from './support.js';

const shop = { name: 'Shop', slug: 'shop', allowedOrigins: ['https://shop.example'], tokenTtlSeconds: 300 };

describe('external apps of the management API', () => {
  it('are made, found, changed and listed', async (test) => {
    const { zaby } = await openAccount(test);
    const { id } = await zaby.externalApps.create(shop);
    assert.deepEqual((await zaby.externalApps.get(id)).allowedOrigins, shop.allowedOrigins);
    const changed = await zaby.externalApps.update(id, { allowedOrigins: ['https://www.shop.example'] });
    assert.deepEqual(changed.allowedOrigins, ['https://www.shop.example']);
    assert.equal(changed.tokenTtlSeconds, 300);
    const slugs: string[] = [];
    for await (const { slug } of zaby.externalApps.list({ limit: 1 })) slugs.push(slug);
    assert.deepEqual(slugs, ['app', 'shop']);
  });

  it('are not made twice under one slug, nor without one', async (test) => {
    const { zaby } = await openAccount(test);
    await zaby.externalApps.create(shop);
    await assert.rejects(zaby.externalApps.create(shop), ZabyConflictError);
    await assert.rejects(zaby.externalApps.create({ ...shop, slug: '' }), ZabyValidationError);
  });

  it('are bound to deployments', async (test) => {
    const { zaby } = await openAccount(test);
    const { deployment } = await deployAgent(zaby);
    const { id } = await zaby.externalApps.create(shop);
    const binding = await zaby.externalApps.bindDeployment(id, {
      deploymentId: deployment.id,
      allowBrowserRuntime: true,
      allowApprovals: false,
    });
    assert.equal(binding.deploymentId, deployment.id);
    assert.equal(binding['allowApprovals'], false);
  });

  it('are not bound to a deployment that there is not, or to none', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const bind = (deploymentId: string) => zaby.externalApps.bindDeployment(agent.externalAppId, { deploymentId });
    await assert.rejects(bind('deployment_of_nobody'), ZabyNotFoundError);
    await assert.rejects(bind(''), ZabyValidationError);
  });
});
