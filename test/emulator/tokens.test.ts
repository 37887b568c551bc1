import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { exhaustToken, expireToken, revokeFamily, say, wait } from '../../demo/emulator/script.js';
import { openEmulator } from './open-emulator.js';

const hello = [say('Hello.')];

describe('A runtime token', () => {
  it('comes with all that a host may pass on', async (test) => {
    const { mint, agent } = await openEmulator(test, { scripts: [hello], tokenTtlSeconds: 120, maxUses: 5 });
    const { status, body } = await mint();
    equal(status, 201);
    const { iat = 0, exp = 0, sub } = decodeJwt(body.token);
    equal(exp - iat, 120);
    equal(sub, 'ada');
    equal(Date.parse(body.expiresAt), exp * 1000);
    equal(body.tokenType, 'Bearer');
    equal(body.rotateAfterSeconds, 90);
    equal(body.remainingUses, 5);
    equal(body.deploymentId, agent.deploymentId);
    equal(body.externalAppId, agent.externalAppId);
    equal(body.quotaPolicyId, agent.quotaPolicyId);
    match(body.grantId, /^grant_/);
    match(body.tokenFamilyId, /^family_/);
  });

  it('belongs to the session that the host named', async (test) => {
    const { mint } = await openEmulator(test, hello);
    const [first, again, other] = [await mint(), await mint(), await mint({ externalSessionId: 'second' })];
    equal(again.body.agentSessionId, first.body.agentSessionId);
    equal(again.body.tokenFamilyId, first.body.tokenFamilyId);
    notEqual(other.body.agentSessionId, first.body.agentSessionId);
  });

  it('is not minted for a key, an app, a policy or a user that is missing', async (test) => {
    const { mint, origin, agent, manage } = await openEmulator(test, hello);
    for (const key of ['deploymentId', 'quotaPolicyId', 'externalUserId']) {
      // oxlint-disable-next-line no-await-in-loop
      equal((await mint({ [key]: undefined })).status, 422, key);
    }
    equal((await mint({ quotaPolicyId: 'policy_of_nobody' })).status, 422);
    equal((await mint({ deploymentId: 'deployment_of_nobody' })).status, 422);
    equal((await mint({ channel: 'pigeon' })).status, 422);
    equal((await mint({ externalUserId: undefined, uniqueId: 'ada' })).status, 201);
    equal((await manage('POST', '/managed-agents/external-apps/app_of_nobody/runtime-tokens', {})).status, 404);
    const url = `${origin}/api/v1/provisioning/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`;
    equal((await fetch(url, { method: 'POST', headers: { 'x-zaby-api-key': 'zaby_pk_wrong' } })).status, 401);
  });

  it('is asked for with members that make sense', async (test) => {
    const { mint } = await openEmulator(test, hello);
    const wrong = [
      { ttlSeconds: 0 },
      { ttlSeconds: '60' },
      { maxUses: 1.5 },
      { scopes: 'runs:read' },
      { externalUserId: 7 },
      { externalSessionId: '' },
      { locale: 'not a language' },
      { timezone: 'Moon/Crater' },
      { metadata: [] },
      { displayName: {} },
      { requestId: 1 },
    ];
    for (const fields of wrong) {
      // oxlint-disable-next-line no-await-in-loop
      deepEqual((await mint(fields)).status, 422, JSON.stringify(fields));
    }
    const fields = { locale: 'pt-BR', timezone: 'Europe/Lisbon', metadata: { plan: 'pro' }, displayName: 'Ada' };
    equal((await mint(fields)).status, 201);
  });

  it('is the same one for the same request id, and refused for another request', async (test) => {
    const { mint, manage, agent } = await openEmulator(test, hello);
    const first = await mint({ requestId: 'one' });
    const again = await mint({ requestId: 'one' });
    deepEqual(again.body, first.body);
    const other = await mint({ requestId: 'one', externalUserId: 'grace' });
    deepEqual([other.status, other.body.code], [409, 'REQUEST_ID_REUSED']);
    notEqual((await mint({ requestId: 'two' })).body.token, first.body.token);
    const path = `/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens/rotate`;
    const next = await manage('POST', path, { deploymentId: agent.deploymentId, uniqueId: 'ada' });
    notEqual(next.body.token, first.body.token);
  });

  it('says why it is not minted', async (test) => {
    const { mint, manage, emulator, agent } = await openEmulator(test, hello);
    const code = async (fields: object) => (await mint(fields)).body.code;
    equal(await code({ quotaPolicyId: 'policy_of_nobody' }), 'MANAGED_AGENT_QUOTA_POLICY_NOT_FOUND');
    equal(await code({ deploymentId: 'deployment_of_nobody' }), 'MANAGED_AGENT_DEPLOYMENT_NOT_BOUND');
    const other = emulator.createAgent({ scripts: [hello] });
    equal(await code({ deploymentId: other.deploymentId }), 'MANAGED_AGENT_DEPLOYMENT_NOT_BOUND');
    equal(await code({ quotaPolicyId: other.quotaPolicyId }), 'MANAGED_AGENT_QUOTA_POLICY_NOT_FOUND');
    await manage('PATCH', `/managed-agents/runtime-token-policies/${agent.quotaPolicyId}`, { status: 'INACTIVE' });
    equal(await code({}), 'MANAGED_AGENT_QUOTA_POLICY_INACTIVE');
  });

  it('is needed, and must be one of ours', async (test) => {
    const { call, token } = await openEmulator(test, hello);
    const missing = await call('POST', '/runs', { input: 'Hi' }, { authorization: '' });
    deepEqual([missing.status, missing.body.code], [401, 'MANAGED_AGENT_RUNTIME_TOKEN_MISSING']);
    const forged = await call('POST', '/runs', { input: 'Hi' }, { authorization: `Bearer ${token.slice(0, -4)}AAAA` });
    deepEqual([forged.status, forged.body.code], [401, 'MANAGED_AGENT_RUNTIME_TOKEN_INVALID']);
  });

  it('expires', async (test) => {
    const { call, emulator } = await openEmulator(test, { scripts: [hello], tokenTtlSeconds: 60 });
    equal((await call('POST', '/runs', { input: 'Hi' })).status, 200);
    emulator.advance(61_000);
    const { status, body } = await call('POST', '/runs', { input: 'Hi' });
    deepEqual([status, body.code], [401, 'MANAGED_AGENT_RUNTIME_TOKEN_EXPIRED']);
  });

  it('is good for so many calls and not one more', async (test) => {
    const { call } = await openEmulator(test, { scripts: [hello], maxUses: 2 });
    equal((await call('POST', '/runs', { input: 'Hi' })).status, 200);
    equal((await call('POST', '/runs', { input: 'Hi' })).status, 200);
    const { status, body } = await call('POST', '/runs', { input: 'Hi' });
    deepEqual([status, body.code], [403, 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_MAX_USES_EXCEEDED']);
  });

  it('is stale once it was rotated', async (test) => {
    const { call, manage, token, mint } = await openEmulator(test, hello);
    const first = await mint();
    const next = await manage('POST', '/managed-agents/runtime-tokens/rotate', { previousToken: token });
    equal(next.body.tokenFamilyId, first.body.tokenFamilyId);
    const { status, body } = await call('POST', '/runs', { input: 'Hi' });
    deepEqual([status, body.code], [401, 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_STALE']);
    const fresh = await call('POST', '/runs', { input: 'Hi' }, { authorization: `Bearer ${next.body.token}` });
    equal(fresh.status, 200);
  });

  it('cannot be rotated by who only knows its name, or after its family', async (test) => {
    const { manage, token } = await openEmulator(test, hello);
    const rotate = (previousToken?: string) =>
      manage('POST', '/managed-agents/runtime-tokens/rotate', { previousToken });
    equal((await rotate()).status, 422);
    equal((await rotate('nonsense')).status, 404);
    equal((await rotate(`${token.slice(0, -4)}AAAA`)).status, 404);
    const [family] = (await manage('GET', '/managed-agents/runtime-token-families')).body.items;
    await manage('POST', `/managed-agents/runtime-token-families/${family.id}/revoke`, { reason: 'Left' });
    deepEqual((await rotate(token)).body.code, 'MANAGED_AGENT_RUNTIME_TOKEN_FAMILY_REVOKED');
  });

  it('has a family that is listed, and revoked once', async (test) => {
    const { manage, mint, agent } = await openEmulator(test, hello);
    await mint({ externalSessionId: 'second', displayName: 'Ada' });
    const path = '/managed-agents/runtime-token-families';
    const { items } = (await manage('GET', path)).body;
    deepEqual(
      items.map(({ status, name, externalAppId }: Record<string, unknown>) => [status, name, externalAppId]),
      [
        ['ACTIVE', 'ada', agent.externalAppId],
        ['ACTIVE', 'Ada', agent.externalAppId],
      ],
    );
    const revoke = async () => (await manage('POST', `${path}/${items[1].id}/revoke`, { reason: 'Left' })).body;
    deepEqual([(await revoke()).status, (await revoke()).reason], ['REVOKED', 'Left']);
    equal((await manage('GET', `${path}?status=ACTIVE`)).body.items.length, 1);
    equal((await manage('POST', `${path}/family_of_nobody/revoke`)).status, 404);
    equal((await manage('POST', '/managed-agents/runtime-token-grants/grant_of_nobody/revoke')).status, 404);
  });

  it('can be rotated by the name of its user', async (test) => {
    const { call, manage, agent } = await openEmulator(test, hello);
    const path = `/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens/rotate`;
    const { deploymentId } = agent;
    const next = await manage('POST', path, { deploymentId, uniqueId: 'ada' });
    equal(next.status, 201);
    equal((await call('POST', '/runs', { input: 'Hi' })).body.code, 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_STALE');
    equal((await manage('POST', path, { deploymentId, uniqueId: 'nobody' })).status, 404);
  });

  it('stops with its family, and so does what is being streamed', async (test) => {
    const { call, manage, start, hear, mint } = await openEmulator(test, [say('Wait'), wait()]);
    const runId = await start();
    const { items } = (await manage('GET', '/managed-agents/runtime-token-families')).body;
    equal(items.length, 1);
    const path = `/managed-agents/runtime-token-families/${items[0].id}/revoke`;
    const heard = await hear(runId, { on: ({ data }) => data.delta && manage('POST', path, { reason: 'test' }) });
    equal(heard.cut, true);
    const { status, body } = await call('POST', '/runs', { input: 'Hi' });
    deepEqual([status, body.code], [403, 'MANAGED_AGENT_RUNTIME_TOKEN_FAMILY_REVOKED']);
    const next = await mint();
    notEqual(next.body.tokenFamilyId, items[0].id);
  });

  it('stops with its grant', async (test) => {
    const { call, manage, mint } = await openEmulator(test, hello);
    const { body } = await mint();
    equal((await manage('POST', `/managed-agents/runtime-token-grants/${body.grantId}/revoke`, {})).status, 200);
    const refused = await call('POST', '/runs', { input: 'Hi' }, { authorization: `Bearer ${body.token}` });
    deepEqual([refused.status, refused.body.code], [403, 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_REVOKED']);
  });

  it('is for what its scopes say', async (test) => {
    const { call, mint } = await openEmulator(test, hello);
    const { body } = await mint({ scopes: ['runs:read'] });
    const { status } = await call('POST', '/runs', { input: 'Hi' }, { authorization: `Bearer ${body.token}` });
    equal(status, 403);
  });

  it('can be spoilt by a script', async (test) => {
    for (const [fault, code] of [
      [expireToken(), 'MANAGED_AGENT_RUNTIME_TOKEN_EXPIRED'],
      [exhaustToken(), 'MANAGED_AGENT_RUNTIME_TOKEN_GRANT_MAX_USES_EXCEEDED'],
      [revokeFamily(), 'MANAGED_AGENT_RUNTIME_TOKEN_FAMILY_REVOKED'],
    ] as const) {
      // oxlint-disable no-await-in-loop -- One emulator after the other.
      const { call, start, hear, mint } = await openEmulator(test, [say('Hello'), fault, say(' there.')]);
      const runId = await start();
      equal((await call('GET', `/runs/${runId}/events`)).status, 200);
      const { cut } = await hear(runId);
      equal(cut, fault.word === 'revoke-family');
      equal((await call('GET', `/runs/${runId}/events`)).body.code, code);
      const { body } = await mint();
      const authorization = `Bearer ${body.token}`;
      equal((await call('GET', `/runs/${runId}/events`, undefined, { authorization })).status, 200);
      // oxlint-enable no-await-in-loop
    }
  });

  it('stays refused where the family was revoked for good', async (test) => {
    const { call, start, mint } = await openEmulator(test, [revokeFamily({ forGood: true }), say('Hello.')]);
    await start();
    const { body } = await mint();
    const { status } = await call('POST', '/runs', { input: 'Hi' }, { authorization: `Bearer ${body.token}` });
    equal(status, 403);
  });
});
