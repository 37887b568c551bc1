import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agents, managed, openTenant } from './open-tenant.js';

describe('A call of the management API', () => {
  it('needs a key that somebody has', async (test) => {
    const { origin } = await openTenant(test);
    for (const headers of [{}, { 'x-zaby-api-key': '' }, { 'x-zaby-api-key': 'zaby_pk_wrong' }]) {
      // oxlint-disable no-await-in-loop
      const answer = await fetch(`${origin}/api/v1/provisioning${agents}`, { headers });
      const body = (await answer.json()) as { code: string; message: string };
      deepEqual([answer.status, body.code], [401, 'UNAUTHORIZED']);
      ok(!body.message.includes('zaby_pk_'));
      ok(answer.headers.has('x-request-id'));
      // oxlint-enable no-await-in-loop
    }
  });

  it('gives back the request id it was given', async (test) => {
    const { origin, agent } = await openTenant(test);
    const headers = { 'x-zaby-api-key': agent.apiKey, 'x-request-id': 'mine' };
    const answer = await fetch(`${origin}/api/v1/provisioning${agents}/agent_of_nobody`, { headers });
    deepEqual([answer.status, answer.headers.get('x-request-id')], [404, 'mine']);
  });

  it('is made by the method it has', async (test) => {
    const { manage } = await openTenant(test);
    const wrong = await manage('PUT', agents, {});
    deepEqual([wrong.status, wrong.body.code, wrong.headers.get('allow')], [405, 'METHOD_NOT_ALLOWED', 'POST, GET']);
    equal((await manage('DELETE', `${managed}/external-apps/x`)).status, 405);
    equal((await manage('GET', '/managed-agents/nothing')).status, 404);
  });

  it('is a JSON object, and not too large', async (test) => {
    const { origin, agent } = await openTenant(test);
    const send = async (body: string | ReadableStream) => {
      const headers = { 'x-zaby-api-key': agent.apiKey, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body, duplex: 'half' } as const;
      const answer = await fetch(`${origin}/api/v1/provisioning${agents}`, init);
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    deepEqual(await send('{'), [400, 'BAD_REQUEST']);
    deepEqual(await send('[]'), [400, 'BAD_REQUEST']);
    const large = JSON.stringify({ name: 'x'.repeat(11 * 2 ** 20) });
    deepEqual(await send(large), [413, 'PAYLOAD_TOO_LARGE']);
    deepEqual(await send(new Blob([large]).stream()), [413, 'PAYLOAD_TOO_LARGE']);
  });

  it('is of no use to a page', async (test) => {
    const { origin, agent } = await openTenant(test);
    const url = `${origin}/api/v1/provisioning${agents}`;
    const answer = await fetch(url, { headers: { 'x-zaby-api-key': agent.apiKey, origin: 'https://shop.example' } });
    equal(answer.headers.get('access-control-allow-origin'), null);
    equal((await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://shop.example' } })).status, 401);
  });

  it('never finds what belongs to somebody else', async (test) => {
    const { get, post, patch, remove, emulator } = await openTenant(test);
    const other = emulator.createAgent({ scripts: [[]] });
    const { agentId, deploymentId, externalAppId, quotaPolicyId } = other;
    const answers = [
      await get(`${agents}/${agentId}`),
      await patch(`${agents}/${agentId}`, { name: 'Mine' }),
      await remove(`${agents}/${agentId}`),
      await post(`${agents}/${agentId}/publish`),
      await post(`${agents}/${agentId}/runs`, { input: 'Hi' }),
      await post(`${agents}/${agentId}/skills`, { name: 'x' }),
      await get(`${managed}/deployments/${deploymentId}/provisioning`),
      await get(`${managed}/external-apps/${externalAppId}`),
      await patch(`${managed}/external-apps/${externalAppId}`, { name: 'Mine' }),
      await post(`${managed}/external-apps/${externalAppId}/runtime-tokens`, {}),
      await get(`${managed}/runtime-token-policies/${quotaPolicyId}`),
      await patch(`${managed}/runtime-token-policies/${quotaPolicyId}`, { name: 'Mine' }),
    ];
    deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 404),
    );
    for (const path of [`${managed}/external-apps`, `${managed}/runtime-token-policies`, agents]) {
      // oxlint-disable-next-line no-await-in-loop
      equal((await get(path)).body.items.length, 1, path);
    }
  });
});
