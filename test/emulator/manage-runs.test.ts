import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, fail, say, step, wait } from '../../demo/emulator/script.js';
import { agents, managed, openTenant } from './open-tenant.js';

describe('A run of a host with its key', () => {
  it('is started, followed and read again', async (test) => {
    const progress = { current: 1, total: 2, label: 'Half' };
    const script = [say('Working.'), step('work', { progress, steps: [wait(60_000)] }), say('Done.')];
    const { post, get, agent, emulator } = await openTenant(test, { scripts: [script] });
    const runs = `${agents}/${agent.agentId}/runs`;
    const started = await post(runs, { input: { message: 'Go' }, respondAsync: true, requestId: 'one' });
    deepEqual([started.status, started.body.status, started.body.deploymentId], [201, 'RUNNING', agent.deploymentId]);
    const { runId } = started.body;
    equal((await post(runs, { input: { message: 'Go' }, respondAsync: true, requestId: 'one' })).body.runId, runId);
    const early = (await get(`${agents}/runs/${runId}/progress`)).body;
    deepEqual([early.status, early.step, early.progress, early.pendingApprovals], ['RUNNING', 'work', progress, 0]);
    emulator.advance(60_000);
    const done = await post(runs, { input: { message: 'Go' }, requestId: 'one' });
    deepEqual([done.body.status, done.body.finalOutput], ['COMPLETED', 'Working.\n\nDone.']);
    const late = (await get(`${agents}/runs/${runId}/progress`)).body;
    deepEqual([late.status, late.step, typeof late.finishedAt], ['COMPLETED', undefined, 'string']);
    const { events } = (await get(`${agents}/runs/${runId}/events?limit=2&after=1`)).body;
    deepEqual(
      events.map(({ seq }: { seq: number }) => seq),
      [2, 3],
    );
    equal((await get(`${agents}/runs/${runId}/events?limit=1001`)).status, 400);
    equal((await get(`${agents}/runs/${runId}/events?after=x`)).status, 400);
    equal((await get(`${agents}/runs/run_of_nobody/events`)).status, 404);
    equal((await get(`${agents}/runs/run_of_nobody/progress`)).status, 404);
  });

  it('needs an input and a deployment that is active', async (test) => {
    const { post, agent } = await openTenant(test);
    equal((await post(`${agents}/${agent.agentId}/runs`, {})).status, 422);
    const { id } = (await post(agents, { name: 'Draft', slug: 'draft' })).body;
    const { status, body } = await post(`${agents}/${id}/runs`, { input: 'Hi' });
    deepEqual([status, body.code], [409, 'MANAGED_AGENT_DEPLOYMENT_NOT_ACTIVE']);
    equal((await post(`${agents}/${id}/runs`, { input: 'Hi', deploymentId: agent.deploymentId })).status, 422);
  });

  it('can be tried out before anything is published, in no conversation', async (test) => {
    const { post, get, emulator } = await openTenant(test);
    const { id } = (await post(agents, { name: 'Draft', slug: 'draft' })).body;
    const { status, body } = await post(`${agents}/${id}/test-runs`, { input: { message: 'Hi' } });
    deepEqual([status, body.status, body.finalOutput, body.dryRun], [201, 'COMPLETED', 'You said: Hi', true]);
    equal('agentSessionId' in body || 'deploymentId' in body, false);
    equal((await get(`${agents}/runs/${body.runId}/events`)).body.events.length > 0, true);
    equal((await post(`${agents}/${id}/test-runs`, {})).status, 422);
    equal((await post(`${agents}/agent_of_nobody/test-runs`, { input: 'Hi' })).status, 404);
    const again = () => post(`${agents}/${id}/test-runs`, { input: 'Hi', requestId: 'same' });
    equal((await again()).body.runId, (await again()).body.runId);
    equal(emulator.runs().length, 2);
  });

  it('says how it failed', async (test) => {
    const { post, agent } = await openTenant(test, { scripts: [[fail('Out of coffee.', 'NO_COFFEE')]] });
    const { body } = await post(`${agents}/${agent.agentId}/runs`, { input: 'Go' });
    deepEqual([body.status, body.finalOutput], ['FAILED', undefined]);
  });
});

describe('The list of approvals', () => {
  const asks = [ask({ tool: 'pay', title: 'Pay {{message}}', args: { amount: 5 }, approvalId: 'pay' }), say('Done.')];

  it('has what waits for a person, and takes a decision by key', async (test) => {
    const tenant = await openTenant(test, { scripts: [asks] });
    const { get, post, start, agent, hear } = tenant;
    const runId = await start('rent');
    await start('food');
    const { items } = (await get(`${agents}/approvals`)).body;
    deepEqual(
      items.map(({ title, status, tool, args }: Record<string, unknown>) => [title, status, tool, args]),
      [
        ['Pay rent', 'PENDING', 'pay', { amount: 5 }],
        ['Pay food', 'PENDING', 'pay', { amount: 5 }],
      ],
    );
    deepEqual([items[0].runId, items[0].approvalId, items[0].agentId], [runId, 'pay', agent.agentId]);
    const path = `${agents}/runs/${runId}/approvals/pay`;
    const decided = await post(`${path}/reject`, { decidedBy: 'Grace', reason: 'Too much.' });
    deepEqual([decided.status, decided.body.status, decided.body.decidedBy], [200, 'REJECTED', 'Grace']);
    const again = await post(`${path}/approve`);
    deepEqual([again.status, again.body.code], [409, 'MANAGED_AGENT_APPROVAL_ALREADY_DECIDED']);
    equal((await get(`${agents}/approvals`)).body.items.length, 1);
    equal((await get(`${agents}/approvals?status=REJECTED`)).body.items[0].reason, 'Too much.');
    equal((await get(`${agents}/approvals?status=ALL`)).body.items.length, 2);
    equal((await get(`${agents}/approvals?status=ALL&runId=${runId}`)).body.items.length, 1);
    equal((await get(`${agents}/approvals?agentId=agent_of_nobody`)).body.items.length, 0);
    const { events } = await hear(runId);
    equal(events.at(-1)?.event, 'RUN_FINISHED');
  });

  it('comes in pages, and refuses what makes no sense', async (test) => {
    const { get, start } = await openTenant(test, { scripts: [asks] });
    for (let index = 0; index < 3; index += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await start(`${index}`);
    }
    const first = (await get(`${agents}/approvals?limit=2`)).body;
    const second = (await get(`${agents}/approvals?limit=2&cursor=${first.nextCursor}`)).body;
    deepEqual([first.items.length, second.items.length, second.nextCursor], [2, 1, undefined]);
    equal((await get(`${agents}/approvals?status=OPEN`)).status, 400);
    equal((await get(`${agents}/approvals?cursor=x`)).status, 400);
  });

  it('lets nobody decide for others, or what there is not', async (test) => {
    const { start, post, emulator, origin } = await openTenant(test, { scripts: [asks] });
    const runId = await start();
    equal((await post(`${agents}/runs/${runId}/approvals/other/approve`)).status, 404);
    const stranger = emulator.createAgent({ scripts: [[]] });
    const url = `${origin}/api/v1/provisioning${agents}`;
    const headers = { 'x-zaby-api-key': stranger.apiKey };
    equal((await fetch(`${url}/runs/${runId}/approvals/pay/approve`, { method: 'POST', headers })).status, 404);
    equal((await fetch(`${url}/runs/${runId}/events`, { headers })).status, 404);
    const list = (await (await fetch(`${url}/approvals`, { headers })).json()) as { items: unknown[] };
    deepEqual(list.items, []);
  });
});

describe('Feedback of a host', () => {
  it('is kept once per request id', async (test) => {
    const { start, post, emulator } = await openTenant(test, { scripts: [[say('Hello.')]] });
    const runId = await start();
    const path = `${managed}/runs/${runId}/feedback`;
    const given = { rating: 1, comment: 'Wrong.', requestId: 'one' };
    deepEqual((await post(path, given)).body, { accepted: true });
    await post(path, given);
    equal((await post(path, { rating: 0 })).status, 422);
    equal((await post(`${managed}/runs/run_of_nobody/feedback`, given)).status, 404);
    deepEqual(emulator.feedback(), [{ ...given, runId }]);
  });
});

describe('A conversation of a host', () => {
  it('is one per user and session', async (test) => {
    const { post, agent } = await openTenant(test, { scripts: [[say('Hello.')]] });
    const session = async (fields: object) =>
      (await post(`${agents}/${agent.agentId}/runs`, { input: 'Hi', ...fields })).body.agentSessionId;
    const ada = await session({ externalUserId: 'ada', externalSessionId: 'one' });
    equal(await session({ externalUserId: 'ada', externalSessionId: 'one' }), ada);
    notEqual(await session({ externalUserId: 'ada', externalSessionId: 'two' }), ada);
    notEqual(await session({ externalUserId: 'bob', externalSessionId: 'one' }), ada);
  });
});
