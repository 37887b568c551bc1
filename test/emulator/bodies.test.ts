import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { agents, managed, openTenant } from './open-tenant.js';

/** Sends any text to any call, as the tenant and as the visitor at once. */
const openSender = async (test: TestContext) => {
  const tenant = await openTenant(test);
  const { origin, agent, token } = tenant;
  const send = async (path: string, body: string, type: string | null = 'application/json', method = 'POST') => {
    const init: RequestInit = {
      method,
      headers: {
        'x-zaby-api-key': agent.apiKey,
        authorization: `Bearer ${token}`,
        ...(type !== null && { 'content-type': type }),
      },
      // Bytes, of which nobody says what they are unless told.
      body: new TextEncoder().encode(body),
    };
    const answer = await fetch(`${origin}${path}`, init);
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  return { ...tenant, send };
};

const manage = (path: string): string => `/api/v1/provisioning${path}`;
const runs = '/api/v1/agent-runtime/runs';

describe('A body', () => {
  for (const [kind, depth] of [
    ['nested deeper than anybody means', 300],
    ['nested deeper than the stack', 20_000],
  ] as const)
    it(`that is ${kind} is refused, and nothing is made of it`, async (test) => {
      const { send, get, emulator, agent } = await openSender(test);
      const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      const refused = [400, 'BAD_REQUEST'];
      assert.deepEqual(await send(manage(agents), deep), refused);
      const named = `{"name":"Deep","slug":"deep","more":${deep}}`;
      assert.deepEqual(await send(manage(agents), named), refused);
      assert.deepEqual(await send(manage(`${agents}/${agent.agentId}`), named, 'application/json', 'PATCH'), refused);
      assert.deepEqual(await send(manage(`${managed}/external-apps`), named), refused);
      assert.deepEqual(await send(runs, `{"input":${deep},"respondAsync":true}`), refused);
      assert.equal((await get(agents)).body.items.length, 1);
      assert.equal(emulator.runs().length, 0);
    });

  it('may be nested as deep as people nest', async (test) => {
    const { send } = await openSender(test);
    const schema = `${'{"properties":'.repeat(50)}{}${'}'.repeat(50)}`;
    assert.equal((await send(manage(agents), `{"name":"Schema","slug":"schema","schema":${schema}}`))[0], 201);
  });

  it('is JSON, and says so', async (test) => {
    const { send, agent } = await openSender(test);
    const calls = {
      [manage(agents)]: '{"name":"Mine","slug":"mine"}',
      [runs]: '{"input":"Hi"}',
      [`/edge/${agent.deploymentId}/run/aiui`]: '{"input":"Hi"}',
      [`/agents/${agent.deploymentId}`]: '{}',
    };
    for (const [path, body] of Object.entries(calls))
      for (const type of ['text/plain', 'text/plain; application/json', 'application/x-www-form-urlencoded', null])
        assert.deepEqual(
          // oxlint-disable-next-line no-await-in-loop
          await send(path, body, type),
          [415, 'UNSUPPORTED_MEDIA_TYPE'],
          `${path} ${type}`,
        );
    for (const [index, type] of [
      'application/json; charset=utf-8',
      'Application/JSON',
      'application/ld+json',
    ].entries())
      // oxlint-disable-next-line no-await-in-loop
      assert.equal((await send(manage(agents), `{"name":"Mine","slug":"mine${index}"}`, type))[0], 201, type);
  });

  it('need say nothing where it is none', async (test) => {
    const { send, agent } = await openSender(test);
    assert.equal((await send(manage(`${agents}/${agent.agentId}/publish`), '', 'text/plain'))[0], 201);
  });

  it('gives names that people can read', async (test) => {
    const { post, patch, agent, mint } = await openTenant(test);
    const { agentId, deploymentId, externalAppId, quotaPolicyId } = agent;
    const name = 'x'.repeat(201);
    const app = { externalAppId, deploymentId };
    const answers = [
      await post(agents, { name, slug: 'long' }),
      await patch(`${agents}/${agentId}`, { name }),
      await post(`${managed}/external-apps`, { name, slug: 'long' }),
      await patch(`${managed}/external-apps/${externalAppId}`, { name }),
      await post(`${managed}/runtime-token-policies`, { name, ...app }),
      await patch(`${managed}/runtime-token-policies/${quotaPolicyId}`, { name }),
      await mint({ displayName: name }),
    ];
    for (const { status, body } of answers) {
      assert.deepEqual([status, body.code], [422, 'VALIDATION_FAILED']);
      assert.match(body.message, /^"(?:name|displayName)" has 200 characters at most\.$/);
    }
    assert.equal((await post(agents, { name: '猫'.repeat(200), slug: 'cats' })).status, 201);
  });
});
