import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { say, wait } from '../../demo/emulator/script.js';
import { agents, managed, openTenant } from './open-tenant.js';

describe('An agent', () => {
  it('is a draft until it is published, and keeps what nobody knows', async (test) => {
    const { get, post, patch } = await openTenant(test);
    const made = await post(agents, { name: 'Helper', slug: 'helper', instructions: 'Be kind.', mood: { calm: true } });
    equal(made.status, 201);
    const { id } = made.body;
    deepEqual(
      [made.body.status, made.body.instructions, made.body.mood, made.body.mcpTools],
      ['DRAFT', 'Be kind.', { calm: true }, []],
    );
    const changed = await patch(`${agents}/${id}`, { name: 'Aide', status: 'PUBLISHED', id: 'other', colour: 'red' });
    deepEqual(
      [changed.body.id, changed.body.name, changed.body.slug, changed.body.status, changed.body.colour],
      [id, 'Aide', 'helper', 'DRAFT', 'red'],
    );
    const published = await post(`${agents}/${id}/publish`);
    deepEqual([published.status, published.body.number], [201, 1]);
    const shown = (await get(`${agents}/${id}`)).body;
    deepEqual([shown.status, shown.latestVersionId, shown.mood], ['PUBLISHED', published.body.id, { calm: true }]);
    equal('tenantId' in shown || 'serial' in shown || 'definition' in shown, false);
  });

  it('needs a name and a slug, and the slug for itself', async (test) => {
    const { post, patch } = await openTenant(test);
    for (const wrong of [{ slug: 'x' }, { name: 'X' }, { name: 'X', slug: 'two words' }, { name: 7, slug: 'x' }]) {
      // oxlint-disable-next-line no-await-in-loop
      deepEqual((await post(agents, wrong)).body.code, 'VALIDATION_FAILED', JSON.stringify(wrong));
    }
    await post(agents, { name: 'One', slug: 'one' });
    const taken = await post(agents, { name: 'Other', slug: 'one' });
    deepEqual([taken.status, taken.body.code], [409, 'SLUG_TAKEN']);
    const other = await post(agents, { name: 'Two', slug: 'two' });
    equal((await patch(`${agents}/${other.body.id}`, { slug: 'one' })).status, 409);
    equal((await patch(`${agents}/${other.body.id}`, { slug: 'two' })).status, 200);
  });

  it('stands in a list that comes in pages, with nothing twice or left out', async (test) => {
    const { get, post, remove, agent } = await openTenant(test);
    for (let index = 1; index <= 5; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- In this order.
      await post(agents, { name: `Agent ${index}`, slug: `agent-${index}` });
    }
    const first = (await get(`${agents}?limit=2`)).body;
    equal(first.items.length, 2);
    // The cursor's own place may go, and others come, meanwhile.
    await remove(`${agents}/${first.items[1].id}`);
    const second = (await get(`${agents}?limit=2&cursor=${first.nextCursor}`)).body;
    const third = (await get(`${agents}?limit=50&cursor=${second.nextCursor}`)).body;
    deepEqual(
      [...first.items, ...second.items, ...third.items].map(({ slug }: { slug: string }) => slug),
      ['agent', 'agent-1', 'agent-2', 'agent-3', 'agent-4', 'agent-5'],
    );
    equal(third.nextCursor, undefined);
    const drafts = (await get(`${agents}?status=DRAFT`)).body.items;
    equal(drafts.length, 4);
    deepEqual((await get(`${agents}?status=PUBLISHED`)).body.items[0].id, agent.agentId);
  });

  it('refuses a question about the list that makes no sense', async (test) => {
    const { get } = await openTenant(test);
    for (const query of ['cursor=nonsense', 'cursor=agent_1', 'limit=0', 'limit=1.5', 'limit=101', 'status=OLD']) {
      // oxlint-disable-next-line no-await-in-loop
      equal((await get(`${agents}?${query}`)).status, 400, query);
    }
    equal((await get(`${agents}?cursor=nonsense`)).body.code, 'INVALID_CURSOR');
  });

  it('keeps what is attached to it', async (test) => {
    const { get, post } = await openTenant(test);
    const { id } = (await post(agents, { name: 'Helper', slug: 'helper' })).body;
    const paths = { 'mcp-tools': 'mcpTools', 'knowledge-bases': 'knowledgeBases', skills: 'skills' };
    for (const [path, name] of Object.entries(paths)) {
      // oxlint-disable no-await-in-loop
      const attached = await post(`${agents}/${id}/${path}`, { name: path, url: 'https://example.com' });
      deepEqual([attached.status, attached.body.agentId, attached.body.name], [201, id, path]);
      equal((await get(`${agents}/${id}`)).body[name][0].id, attached.body.id);
      equal((await post(`${agents}/${id}/${path}`, {})).status, 422);
      equal((await post(`${agents}/agent_of_nobody/${path}`, { name: 'x' })).status, 404);
      // oxlint-enable no-await-in-loop
    }
  });

  it('takes everything with it when it is deleted', async (test) => {
    const tenant = await openTenant(test, { scripts: [[say('Wait'), wait()]] });
    const { agent, emulator, get, remove, call, start, hear, mint } = tenant;
    const runId = await start();
    const heard = await hear(runId, {
      on: ({ data }) => void (data.delta && remove(`${agents}/${agent.agentId}`)),
    });
    equal(heard.cut, true);
    equal((await get(`${agents}/${agent.agentId}`)).status, 404);
    equal((await get(`${managed}/deployments/${agent.deploymentId}/provisioning`)).status, 404);
    equal((await get(`${managed}/runtime-token-policies/${agent.quotaPolicyId}`)).status, 404);
    deepEqual((await get(`${managed}/external-apps/${agent.externalAppId}`)).body.deployments, []);
    deepEqual((await call('POST', '/runs', { input: 'Hi' })).body.code, 'MANAGED_AGENT_RUNTIME_TOKEN_FAMILY_REVOKED');
    deepEqual((await mint()).body.code, 'MANAGED_AGENT_DEPLOYMENT_NOT_BOUND');
    equal(emulator.runs()[0]?.status, 'CANCELLED');
    equal((await remove(`${agents}/${agent.agentId}`)).status, 404);
  });
});

describe('A deployment', () => {
  it('runs what was published, whatever the agent says by now', async (test) => {
    const seen: unknown[] = [];
    const tenant = await openTenant(
      test,
      { scripts: [[]] },
      {
        plainAgent: {
          scripts: [],
          program: async function* ({ agent }) {
            seen.push(agent['instructions']);
            yield say('Yes.');
          },
        },
      },
    );
    const { agentId } = await tenant.deployAgent('helper', { instructions: 'As published.' });
    await tenant.patch(`${agents}/${agentId}`, { instructions: 'As drafted.' });
    await tenant.post(`${agents}/${agentId}/runs`, { input: 'Hi' });
    await tenant.post(`${agents}/${agentId}/test-runs`, { input: 'Hi' });
    deepEqual(seen, ['As published.', 'As drafted.']);
  });

  it('needs a version of its agent and an environment', async (test) => {
    const { post, deployAgent } = await openTenant(test);
    const one = await deployAgent('one');
    const other = await deployAgent('other');
    const deploy = (body: object) => post(`${agents}/${one.agentId}/deployments`, body);
    equal((await deploy({})).status, 422);
    deepEqual((await deploy({ agentVersionId: other.versionId })).body.code, 'AGENT_VERSION_NOT_FOUND');
    equal((await deploy({ agentVersionId: one.versionId, environment: 'MOON' })).status, 422);
    const made = await deploy({ agentVersionId: one.versionId, environment: 'PRODUCTION' });
    deepEqual([made.status, made.body.status, made.body.environment], [201, 'PENDING', 'PRODUCTION']);
  });

  it('is not found before it is active, and says which not found', async (test) => {
    const { get, post, deployAgent, emulator } = await openTenant(test, { scripts: [[]] }, { activationMs: Infinity });
    const { agentId, versionId } = await deployAgent('helper');
    const { id } = (await post(`${agents}/${agentId}/deployments`, { agentVersionId: versionId })).body;
    const look = async () => {
      const { status, body } = await get(`${managed}/deployments/${id}/provisioning`);
      return [status, body.code ?? body.status, body.reason];
    };
    emulator.advance(365 * 24 * 3_600_000);
    deepEqual(await look(), [404, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE', undefined]);
    emulator.settleDeployment(id, { status: 'FAILED', reason: 'No room.' });
    deepEqual(await look(), [404, 'MANAGED_AGENT_DEPLOYMENT_FAILED', 'No room.']);
    emulator.settleDeployment(id, { status: 'ACTIVE' });
    deepEqual(await look(), [200, 'ACTIVE', undefined]);
    const { body } = await get(`${managed}/deployments/deployment_of_nobody/provisioning`);
    equal(body.code, 'NOT_FOUND');
  });

  it('gives no token before it is active', async (test) => {
    const { post, deployAgent, bindApp, emulator } = await openTenant(test);
    const { deploymentId } = await deployAgent('helper');
    const bound = await bindApp(deploymentId, 'shop');
    emulator.settleDeployment(deploymentId, { status: 'PENDING' });
    const { status, body } = await post(`${managed}/external-apps/${bound.externalAppId}/runtime-tokens`, {
      deploymentId,
      quotaPolicyId: bound.quotaPolicyId,
      externalUserId: 'ada',
    });
    deepEqual([status, body.code], [409, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE']);
  });

  it('can be held back and settled by the control calls', async (test) => {
    const { origin, post, deployAgent, get } = await openTenant(test, { scripts: [[]] }, { control: true });
    const { agentId, versionId } = await deployAgent('helper');
    const control = (path: string, body: object) =>
      fetch(`${origin}/__emulator${path}`, { method: 'POST', body: JSON.stringify(body) });
    equal((await control('/activation', { activationMs: null })).status, 200);
    const { id } = (await post(`${agents}/${agentId}/deployments`, { agentVersionId: versionId })).body;
    await control('/clock', { advanceMs: 3_600_000 });
    equal((await get(`${managed}/deployments/${id}/provisioning`)).status, 404);
    equal((await control(`/deployments/${id}`, { status: 'ACTIVE' })).status, 200);
    equal((await get(`${managed}/deployments/${id}/provisioning`)).status, 200);
    equal((await control(`/deployments/${id}`, { status: 'ODD' })).status, 422);
    equal((await control('/activation', { activationMs: 'soon' })).status, 422);
  });
});

describe('A playground token', () => {
  it('lets a page of this machine try a deployment before there is an app', async (test) => {
    const { post, call, deployAgent } = await openTenant(test);
    const { agentId, deploymentId } = await deployAgent('helper');
    const path = `${agents}/${agentId}/playground/runtime-tokens`;
    const { status, body } = await post(path, { deploymentId, externalUserId: 'ada', maxUses: 3 });
    deepEqual([status, body.remainingUses, body.externalAppId], [201, 3, undefined]);
    const headers = { authorization: `Bearer ${body.token}` };
    const run = await call('POST', '/runs', { input: 'Hi' }, { ...headers, origin: 'http://localhost:3000' });
    deepEqual([run.status, run.body.finalOutput], [200, 'You said: Hi']);
    equal(run.headers.get('access-control-allow-origin'), 'http://localhost:3000');
    const foreign = await call('POST', '/runs', { input: 'Hi' }, { ...headers, origin: 'https://evil.example' });
    equal(foreign.status, 403);
    equal((await post(path, { externalUserId: 'ada' })).status, 422);
    match((await post(path, { deploymentId: 'other', externalUserId: 'ada' })).body.code, /DEPLOYMENT_NOT_FOUND$/);
  });
});
