import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { finish, say } from '../../../demo/emulator/script.js';
import { ZabyNotFoundError, ZabyRuntime, ZabyValidationError, type ZabyApiError } from '../../../src/server/index.js';
import { openAccount } from './support.js';

const openMint = async (test: TestContext) => {
  const account = await openAccount(test, { scripts: [[say('Here I am.'), finish()]] });
  const { externalAppId, deploymentId, quotaPolicyId } = account.agent;
  const input = { externalAppId, deploymentId, quotaPolicyId, externalUserId: 'ada', externalSessionId: 'one' };
  /** Whether the platform takes a token. */
  const isTaken = async (token: string): Promise<boolean> =>
    new ZabyRuntime({ token, apiOrigin: account.origin }).runs.start({ input: 'Hello' }).then(
      () => true,
      (error: ZabyApiError) => {
        assert.ok((error.status ?? 0) >= 400 && (error.status ?? 0) < 500, error.message);
        return false;
      },
    );
  return { ...account, input, isTaken };
};

describe('runtime tokens of the management API', () => {
  it('are minted for a user and a session', async (test) => {
    const { zaby, input, isTaken } = await openMint(test);
    const minted = await zaby.runtimeTokens.create({ ...input, ttlSeconds: 60, maxUses: 5, displayName: 'Ada' });
    assert.equal(minted.tokenType, 'Bearer');
    assert.equal(minted.remainingUses, 5);
    assert.ok(minted.grantId && minted.tokenFamilyId && minted.agentSessionId);
    assert.ok(await isTaken(minted.token));
  });

  it('are the same mint under the same request id', async (test) => {
    const { zaby, input } = await openMint(test);
    const first = await zaby.runtimeTokens.create({ ...input, requestId: 'mint-1' });
    const second = await zaby.runtimeTokens.create({ ...input, requestId: 'mint-1' });
    assert.equal(second.grantId, first.grantId);
  });

  it('are not minted without what they need, or for what is not bound', async (test) => {
    const { zaby, input } = await openMint(test);
    for (const missing of ['deploymentId', 'quotaPolicyId', 'externalUserId'])
      await assert.rejects(zaby.runtimeTokens.create({ ...input, [missing]: '' }), ZabyValidationError);
    const { id } = await zaby.externalApps.create({ name: 'Unbound', slug: 'unbound' });
    await assert.rejects(zaby.runtimeTokens.create({ ...input, externalAppId: id }), ZabyValidationError);
  });

  it('are replaced, and the old one is refused', async (test) => {
    const { zaby, input, isTaken } = await openMint(test);
    const { token, agentSessionId } = await zaby.runtimeTokens.create(input);
    const next = await zaby.runtimeTokens.rotate({ previousToken: token });
    assert.equal(next.agentSessionId, agentSessionId);
    assert.deepEqual([await isTaken(token), await isTaken(next.token)], [false, true]);
    await assert.rejects(zaby.runtimeTokens.rotate({ previousToken: '' }), ZabyValidationError);
  });

  it('are replaced for whoever knows the user alone', async (test) => {
    const { zaby, input, isTaken } = await openMint(test);
    const { externalAppId, deploymentId } = input;
    const { token } = await zaby.runtimeTokens.create(input);
    const next = await zaby.runtimeTokens.rotateByUniqueId({ externalAppId, deploymentId, uniqueId: 'ada' });
    assert.deepEqual([await isTaken(token), await isTaken(next.token)], [false, true]);
    const rotate = (uniqueId: string) => zaby.runtimeTokens.rotateByUniqueId({ externalAppId, deploymentId, uniqueId });
    await assert.rejects(rotate('nobody'), ZabyNotFoundError);
    await assert.rejects(rotate(''), ZabyValidationError);
  });

  it('end with their family, by either name', async (test) => {
    const { zaby, input, isTaken } = await openMint(test);
    const one = await zaby.runtimeTokens.create(input);
    const other = await zaby.runtimeTokens.create({ ...input, externalSessionId: 'two' });
    await zaby.runtimeTokens.revokeFamily(one.tokenFamilyId ?? '', { reason: 'signed out' });
    assert.deepEqual([await isTaken(one.token), await isTaken(other.token)], [false, true]);
    await zaby.runtimeTokenFamilies.revoke(other.tokenFamilyId ?? '');
    assert.equal(await isTaken(other.token), false);
    const { items } = await zaby.runtimeTokenFamilies.list();
    assert.deepEqual(
      items.map(({ status }) => status),
      ['REVOKED', 'REVOKED'],
    );
  });

  it('end with their grant', async (test) => {
    const { zaby, input, isTaken } = await openMint(test);
    const { token, grantId = '' } = await zaby.runtimeTokens.create(input);
    const sibling = await zaby.runtimeTokens.create(input);
    await zaby.runtimeTokenGrants.revoke(grantId, { reason: 'leaked' });
    assert.deepEqual([await isTaken(token), await isTaken(sibling.token)], [false, true]);
  });

  it('are counted', async (test) => {
    const { zaby, input, isTaken } = await openMint(test);
    const { token } = await zaby.runtimeTokens.create(input);
    await isTaken(token);
    const { agentId, externalAppId } = { ...input, agentId: undefined };
    const usage = await zaby.runtimeTokenUsage.get({ agentId, externalAppId });
    assert.equal(usage['minted'], 1);
    assert.equal(usage['uses'], 1);
    assert.equal((await zaby.runtimeTokenUsage.get({ externalAppId: 'app_of_nobody' }))['minted'], 0);
  });
});

describe('playground tokens of the management API', () => {
  it('need neither app nor policy', async (test) => {
    const { zaby, agent, isTaken } = await openMint(test);
    const { agentId, deploymentId } = agent;
    const { token } = await zaby.agents.playgroundRuntimeTokens(agentId, { deploymentId, externalUserId: 'ada' });
    assert.ok(await isTaken(token));
    await assert.rejects(zaby.agents.playgroundRuntimeTokens(agentId, { deploymentId }), ZabyValidationError);
  });
});
