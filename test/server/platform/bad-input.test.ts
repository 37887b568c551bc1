import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { ask } from '../../../demo/emulator/script.js';
import { ZabyApiError, ZabyConflictError, ZabyValidationError } from '../../../src/server/index.js';
import { deployAgent, openAccount } from './support.js';

const failureOf = async (call: PromiseLike<unknown>): Promise<ZabyApiError> => {
  const error = await call.then(
    () => assert.fail('it did not fail'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ZabyApiError);
  return error;
};

/** An agent whose deployment is still pending, an app that is bound to it, and a policy for the two. */
const openPending = async (test: TestContext) => {
  const { zaby } = await openAccount(test, {}, { activationMs: Infinity });
  const { id: agentId } = await zaby.agents.create({ name: 'Shop', slug: 'shop' });
  const { id: agentVersionId } = await zaby.agents.publish(agentId);
  const { id: deploymentId } = await zaby.agents.deploy(agentId, { agentVersionId, environment: 'PRODUCTION' });
  const { id: externalAppId } = await zaby.externalApps.create({ name: 'Shop', slug: 'shop' });
  await zaby.externalApps.bindDeployment(externalAppId, { deploymentId });
  const { id: quotaPolicyId } = await zaby.runtimeTokenPolicies.create({ name: 'Web', externalAppId, deploymentId });
  return { zaby, agentId, mint: { externalAppId, deploymentId, quotaPolicyId, externalUserId: 'ada' } };
};

describe('a token that cannot be minted', () => {
  it('for want of a policy says so', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const { externalAppId, deploymentId } = agent;
    const mint = { externalAppId, deploymentId, quotaPolicyId: 'policy_of_nobody', externalUserId: 'ada' };
    const error = await failureOf(zaby.runtimeTokens.create(mint));
    assert.ok(error instanceof ZabyValidationError);
    assert.equal(error.code, 'MANAGED_AGENT_QUOTA_POLICY_NOT_FOUND');
    assert.match(error.message, /no such token policy/);
  });

  it('for a deployment that is not bound says so', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const { deployment } = await deployAgent(zaby);
    const { externalAppId, quotaPolicyId } = agent;
    const mint = { externalAppId, deploymentId: deployment.id, quotaPolicyId, externalUserId: 'ada' };
    assert.equal((await failureOf(zaby.runtimeTokens.create(mint))).code, 'MANAGED_AGENT_DEPLOYMENT_NOT_BOUND');
  });

  it('because the deployment is not active yet says so', async (test) => {
    const { zaby, mint } = await openPending(test);
    const error = await failureOf(zaby.runtimeTokens.create(mint));
    assert.ok(error instanceof ZabyConflictError);
    assert.equal(error.code, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE');
  });

  it('under a request id that was another token’s says so', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const { externalAppId, deploymentId, quotaPolicyId } = agent;
    const mint = { externalAppId, deploymentId, quotaPolicyId, requestId: 'mint-1' };
    await zaby.runtimeTokens.create({ ...mint, externalUserId: 'ada' });
    const again = zaby.runtimeTokens.create({ ...mint, externalUserId: 'eve' });
    assert.equal((await failureOf(again)).code, 'REQUEST_ID_REUSED');
  });
});

describe('a run that cannot be started', () => {
  it('because nothing is deployed says so', async (test) => {
    const { zaby, agentId } = await openPending(test);
    const error = await failureOf(zaby.agents.startRun(agentId, { input: 'Hello' }));
    assert.ok(error instanceof ZabyConflictError);
    assert.equal(error.code, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE');
  });
});

describe('what is sent and cannot be', () => {
  it('is refused when it is too large', async (test) => {
    const { zaby } = await openAccount(test);
    const instructions = 'x'.repeat(11 * 2 ** 20);
    const error = await failureOf(zaby.agents.create({ name: 'Shop', slug: 'shop', instructions }));
    assert.equal(error.status, 413);
    assert.match(error.message, /Send less/);
  });

  it('is refused where a change makes no sense', async (test) => {
    const { zaby, agent } = await openAccount(test);
    await zaby.agents.create({ name: 'Shop', slug: 'shop' });
    await zaby.externalApps.create({ name: 'Shop', slug: 'shop' });
    const { agentId, externalAppId, quotaPolicyId } = agent;
    for (const call of [
      () => zaby.agents.update(agentId, { name: '' }),
      () => zaby.externalApps.update(externalAppId, { allowedOrigins: ['shop.example/page'] }),
      () => zaby.runtimeTokenPolicies.update(quotaPolicyId, { tokenTtlSeconds: -1 }),
    ])
      assert.ok((await failureOf(call())) instanceof ZabyValidationError);
    for (const call of [
      () => zaby.agents.update(agentId, { slug: 'shop' }),
      () => zaby.externalApps.update(externalAppId, { slug: 'shop' }),
    ])
      assert.equal((await failureOf(call())).code, 'SLUG_TAKEN');
  });

  it('is refused where a question makes no sense', async (test) => {
    const { zaby, agent } = await openAccount(test);
    const { runId } = await zaby.agents.startRun(agent.agentId, { input: 'Hello' });
    for (const call of [
      () => zaby.agents.list({ limit: 0 }),
      () => zaby.agents.listRunEvents(runId, { limit: -1 }),
      () => zaby.approvals.list({ status: 'NEVER' }),
      () => zaby.externalApps.list({ cursor: 'nowhere' }),
      () => zaby.runtimeTokenFamilies.list({ cursor: 'nowhere' }),
      () => zaby.runtimeTokenPolicies.list({ cursor: 'nowhere' }),
      () => zaby.runtimeTokenUsage.get({ from: 'yesterday' }),
      () => zaby.usage.getAgentUsage({ from: 'yesterday' }),
    ])
      assert.equal((await failureOf(call())).status, 400);
  });

  it('is refused where nothing is attached', async (test) => {
    const { zaby, agent } = await openAccount(test);
    for (const attach of [zaby.agents.attachMcpTool, zaby.agents.attachSkill])
      assert.ok((await failureOf(attach(agent.agentId, {}))) instanceof ZabyValidationError);
  });
});

describe('an approval that comes too late', () => {
  it('is refused as expired', async (test) => {
    const { zaby, agent, emulator } = await openAccount(test, {
      scripts: [[ask({ tool: 'refund', title: 'Refund?', expiresInMs: 60_000 })]],
    });
    const { runId } = await zaby.agents.startRun(agent.agentId, { input: 'Refund me' });
    const approvalId = (await zaby.approvals.list()).items[0]?.approvalId ?? '';
    emulator.advance(120_000);
    for (const decide of [zaby.approvals.approve, zaby.approvals.reject])
      assert.equal((await failureOf(decide(runId, approvalId))).status, 410);
  });
});
