import { deepEqual, equal } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, say } from '../../demo/emulator/script.js';
import { managed, openTenant } from './open-tenant.js';

const apps = `${managed}/external-apps`;
const policies = `${managed}/runtime-token-policies`;

describe('An external app', () => {
  it('is made, shown, listed and changed, with what nobody knows', async (test) => {
    const { get, post, patch } = await openTenant(test);
    const made = await post(apps, { name: 'Shop', slug: 'shop', allowedOrigins: ['https://shop.example'], note: 'x' });
    equal(made.status, 201);
    const { id } = made.body;
    const changed = await patch(`${apps}/${id}`, { name: 'Store', tokenTtlSeconds: 60, colour: 'red' });
    deepEqual(
      [changed.body.name, changed.body.slug, changed.body.tokenTtlSeconds, changed.body.note, changed.body.colour],
      ['Store', 'shop', 60, 'x', 'red'],
    );
    deepEqual((await get(`${apps}/${id}`)).body, changed.body);
    deepEqual((await get(apps)).body.items.at(-1), changed.body);
    equal((await get(`${apps}/app_of_nobody`)).status, 404);
  });

  it('has a slug of its own, and origins that are some', async (test) => {
    const { post, patch } = await openTenant(test);
    const { id } = (await post(apps, { name: 'Shop', slug: 'shop' })).body;
    deepEqual((await post(apps, { name: 'Shop', slug: 'shop' })).body.code, 'SLUG_TAKEN');
    for (const origin of ['*', 'shop.example', 'https://shop.example/', 'https://*.example', 'null']) {
      // oxlint-disable-next-line no-await-in-loop
      equal((await patch(`${apps}/${id}`, { allowedOrigins: [origin] })).status, 422, origin);
    }
    equal((await patch(`${apps}/${id}`, { allowedOrigins: 'https://shop.example' })).status, 422);
    equal((await patch(`${apps}/${id}`, { tokenTtlSeconds: 0 })).status, 422);
  });

  it('is bound to a deployment once, as it was said last', async (test) => {
    const { get, post, deployAgent } = await openTenant(test);
    const { deploymentId } = await deployAgent('helper');
    const { id } = (await post(apps, { name: 'Shop', slug: 'shop' })).body;
    const bind = (body: object) => post(`${apps}/${id}/deployments`, body);
    const bound = await bind({ deploymentId, allowBrowserRuntime: false, rateLimitPerMinute: 7 });
    deepEqual([bound.status, bound.body.externalAppId, bound.body.allowBrowserRuntime], [201, id, false]);
    await bind({ deploymentId, allowApprovals: false });
    deepEqual((await get(`${apps}/${id}`)).body.deployments, [
      {
        deploymentId,
        allowBrowserRuntime: false,
        allowServerRuntime: true,
        allowApprovals: false,
        rateLimitPerMinute: 7,
      },
    ]);
    equal((await bind({})).status, 422);
    equal((await bind({ deploymentId, allowApprovals: 'no' })).status, 422);
    equal((await bind({ deploymentId: 'deployment_of_nobody' })).status, 404);
  });

  it('lets in whom its binding lets in', async (test) => {
    const { deployAgent, bindApp, visit } = await openTenant(test);
    const { deploymentId } = await deployAgent('helper');
    const app = { allowedOrigins: ['https://shop.example'] };
    const origin = 'https://shop.example';
    const status = async (slug: string, binding: object, headers: Record<string, string>) => {
      const call = await visit({ deploymentId, ...(await bindApp(deploymentId, slug, { app, binding })) });
      return (await call('POST', '/runs', { input: 'Hi' }, headers)).status;
    };
    equal(await status('servers', { allowBrowserRuntime: false }, { origin }), 403);
    equal(await status('servers-2', { allowBrowserRuntime: false }, {}), 200);
    equal(await status('pages', { allowServerRuntime: false }, {}), 403);
    equal(await status('pages-2', { allowServerRuntime: false }, { origin }), 200);
  });

  it('limits the runs in a minute, each app its own', async (test) => {
    const { deployAgent, bindApp, visit, emulator } = await openTenant(test);
    const { deploymentId } = await deployAgent('helper');
    const binding = { rateLimitPerMinute: 2 };
    const one = await visit({ deploymentId, ...(await bindApp(deploymentId, 'one', { binding })) });
    const other = await visit({ deploymentId, ...(await bindApp(deploymentId, 'other', { binding })) });
    const start = async (call: typeof one) => call('POST', '/runs', { input: 'Hi' });
    deepEqual([(await start(one)).status, (await start(one)).status], [200, 200]);
    const refused = await start(one);
    deepEqual([refused.status, refused.body.code], [429, 'MANAGED_AGENT_RATE_LIMITED']);
    const seconds = Number(refused.headers.get('retry-after'));
    equal(seconds > 0 && seconds <= 60, true);
    equal((await start(other)).status, 200);
    emulator.advance(seconds * 1000);
    equal((await start(one)).status, 200);
  });

  it('may leave approvals to others', async (test) => {
    const script = [ask({ tool: 'pay', title: 'Pay', approvalId: 'pay' }), say('Done.')];
    const plainAgent = { scripts: [script] };
    const { deployAgent, bindApp, visit, emulator } = await openTenant(test, { scripts: [[]] }, { plainAgent });
    const { deploymentId } = await deployAgent('helper');
    const call = await visit({
      deploymentId,
      ...(await bindApp(deploymentId, 'shop', { binding: { allowApprovals: false } })),
    });
    const { runId } = (await call('POST', '/runs', { input: 'Pay', respondAsync: true })).body;
    equal((await call('POST', `/runs/${runId}/approvals/pay/approve`)).status, 403);
    equal(emulator.approvals()[0]?.decision, undefined);
  });
});

describe('A token policy', () => {
  it('is made, shown, listed and changed', async (test) => {
    const { get, post, patch, deployAgent, bindApp } = await openTenant(test);
    const { deploymentId } = await deployAgent('helper');
    const { externalAppId, quotaPolicyId } = await bindApp(deploymentId, 'shop', { policy: { maxConcurrentRuns: 3 } });
    const shown = (await get(`${policies}/${quotaPolicyId}`)).body;
    deepEqual(
      [shown.status, shown.maxConcurrentRuns, shown.autoRotateEnabled, shown.deploymentId, shown.externalAppId],
      ['ACTIVE', 3, true, deploymentId, externalAppId],
    );
    equal('tenantId' in shown || 'serial' in shown, false);
    const changed = (await patch(`${policies}/${quotaPolicyId}`, { tokenTtlSeconds: 30, note: 'x' })).body;
    deepEqual([changed.tokenTtlSeconds, changed.maxConcurrentRuns, changed.note], [30, 3, 'x']);
    equal((await get(policies)).body.items.length, 2);
    deepEqual((await get(`${policies}?externalAppId=${externalAppId}`)).body.items, [changed]);
    equal((await get(`${policies}/policy_of_nobody`)).status, 404);
    for (const wrong of [
      { maxConcurrentRuns: 0 },
      { maxUsesPerToken: '5' },
      { status: 'OLD' },
      { autoRotateEnabled: 1 },
    ]) {
      // oxlint-disable-next-line no-await-in-loop
      equal((await patch(`${policies}/${quotaPolicyId}`, wrong)).status, 422, JSON.stringify(wrong));
    }
    equal((await post(policies, { name: 'X', externalAppId })).status, 422);
    equal((await post(policies, { name: 'X', externalAppId: 'app_of_nobody', deploymentId })).status, 404);
  });

  it('decides how long and how often a token is good, and when it asks to be replaced', async (test) => {
    const { mint, patch, agent } = await openTenant(test);
    const policy = `${policies}/${agent.quotaPolicyId}`;
    await patch(policy, { tokenTtlSeconds: 100, maxUsesPerToken: 4, rotateBeforeExpirySeconds: 20 });
    const { body } = await mint({ ttlSeconds: 1000, maxUses: 9 });
    deepEqual([body.rotateAfterSeconds, body.remainingUses], [80, 4]);
    equal((await mint({ maxUses: 2 })).body.remainingUses, 2);
    await patch(policy, { autoRotateEnabled: false });
    equal((await mint()).body.rotateAfterSeconds, undefined);
  });

  it('that is not active lets nobody mint or rotate', async (test) => {
    const { mint, patch, post, agent, token } = await openTenant(test);
    await patch(`${policies}/${agent.quotaPolicyId}`, { status: 'INACTIVE' });
    const { status, body } = await mint();
    deepEqual([status, body.code], [422, 'MANAGED_AGENT_QUOTA_POLICY_INACTIVE']);
    equal((await post(`${managed}/runtime-tokens/rotate`, { previousToken: token })).status, 422);
    await patch(`${policies}/${agent.quotaPolicyId}`, { status: 'ACTIVE' });
    equal((await mint()).status, 201);
  });
});
