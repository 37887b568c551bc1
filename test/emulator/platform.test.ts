import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEmulator, demoAccount } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { ask, say, wait } from '../../demo/emulator/script.js';
import { openEmulator, spoken } from './open-emulator.js';

describe('Feedback', () => {
  it('is kept once per request id, and refused where it makes no sense', async (test) => {
    const visitor = await openEmulator(test, [say('Hello.')]);
    const runId = await visitor.start();
    const rate = (body: object) => visitor.call('POST', `/runs/${runId}/feedback`, body);
    const good = { rating: 5, label: 'thumbs-up', requestId: 'one' };
    deepEqual((await rate(good)).body, { accepted: true });
    deepEqual((await rate(good)).body, { accepted: true });
    equal((await rate({ rating: 6 })).status, 422);
    deepEqual(visitor.emulator.feedback(), [{ ...good, runId }]);
  });
});

describe('Limits', () => {
  it('keep a person from too many runs at once', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[wait()]], maxConcurrentRuns: 1 });
    await visitor.start();
    const { status, body, headers } = await visitor.call('POST', '/runs', { input: 'Hi', respondAsync: true });
    deepEqual([status, body.code, headers.get('retry-after')], [429, 'MANAGED_AGENT_MAX_CONCURRENT_RUNS', '2']);
  });

  it('name the run that is going on already', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[wait()]], oneRunAtATime: true });
    const runId = await visitor.start();
    const { status, body } = await visitor.call('POST', '/runs', { input: 'Hi', respondAsync: true });
    deepEqual([status, body.runId], [409, runId]);
  });
});

describe('The start call', () => {
  it('needs an input', async (test) => {
    const visitor = await openEmulator(test, []);
    equal((await visitor.call('POST', '/runs', {})).status, 422);
  });

  it('has an older shape', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[say('Hello.')]], shapes: 'older' });
    const { body } = await visitor.call('POST', '/runs', { input: 'Hi' });
    const { items } = (await visitor.call('GET', `/runs/${body.run.id}/events`)).body;
    deepEqual([items[0].type, items[0].seq, items[0].runId], ['RUN_STARTED', 1, body.run.id]);
  });
});

describe('The edge', () => {
  it('starts and streams a run in one call, and the run can be found again', async (test) => {
    const { origin, agent, token, call, manage } = await openEmulator(test, [say('Hello {{message}}.')]);
    const { runtimeUrl } = (await manage('GET', `/managed-agents/deployments/${agent.deploymentId}/provisioning`)).body;
    equal(new URL(runtimeUrl).origin, origin);
    const answer = await fetch(`${runtimeUrl}/run/aiui`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ threadId: 'thread', runId: 'mine', input: { message: 'Ada' } }),
    });
    const text = await answer.text();
    match(text, /"threadId":"thread","runId":"mine"/);
    match(text, /RUN_FINISHED/);
    equal((await call('GET', '/runs/mine/events')).body.events.length, 6);
  });
});

describe('The management API', () => {
  it('leads from nothing to a run', async (test) => {
    const { manage, origin, emulator } = await openEmulator(test, [], { activationMs: 1000 });
    const agents = '/agentic-os/agents';
    const agent = (await manage('POST', agents, { name: 'Helper', slug: 'helper' })).body;
    equal(agent.status, 'DRAFT');
    equal((await manage('POST', agents, { name: 'Helper', slug: 'helper' })).status, 409);
    const version = (await manage('POST', `${agents}/${agent.id}/publish`)).body;
    const deployment = (
      await manage('POST', `${agents}/${agent.id}/deployments`, { agentVersionId: version.id, environment: 'TEST' })
    ).body;
    equal(deployment.status, 'PENDING');
    const managed = '/managed-agents';
    const provisioning = `${managed}/deployments/${deployment.id}/provisioning`;
    equal((await manage('GET', provisioning)).status, 404);
    emulator.advance(1000);
    equal((await manage('GET', provisioning)).body.status, 'ACTIVE');

    const app = (await manage('POST', `${managed}/external-apps`, { name: 'Shop', slug: 'shop' })).body;
    const policy = (
      await manage('POST', `${managed}/runtime-token-policies`, {
        name: 'Visitors',
        externalAppId: app.id,
        deploymentId: deployment.id,
        tokenTtlSeconds: 60,
      })
    ).body;
    equal(policy.status, 'ACTIVE');
    const request = { deploymentId: deployment.id, quotaPolicyId: policy.id, externalUserId: 'ada' };
    const mint = `${managed}/external-apps/${app.id}/runtime-tokens`;
    equal((await manage('POST', mint, request)).status, 422);
    await manage('POST', `${managed}/external-apps/${app.id}/deployments`, { deploymentId: deployment.id });
    const { body } = await manage('POST', mint, request);
    const started = await fetch(`${origin}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${body.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ input: { message: 'Hello' } }),
    });
    equal(((await started.json()) as { finalOutput: string }).finalOutput, 'You said: Hello');
  });

  it('keeps tenants apart', async (test) => {
    const { manage, emulator } = await openEmulator(test, []);
    const other = emulator.createAgent({ scripts: [[]] });
    equal((await manage('GET', `/agentic-os/agents/${other.agentId}`)).status, 404);
    equal((await manage('GET', '/agentic-os/agents')).body.items.length, 1);
  });

  it('is healthy without a key', async (test) => {
    const { origin } = await openEmulator(test, []);
    const health = (await (await fetch(`${origin}/health`)).json()) as { status: string };
    equal(health.status, 'ok');
  });
});

describe('The control calls', () => {
  it('are closed unless asked for', async (test) => {
    const { origin } = await openEmulator(test, []);
    equal((await fetch(`${origin}/__emulator/runs`)).status, 404);
  });

  it('make agents, move the clock, decide and read back', async (test) => {
    const { origin } = await openEmulator(test, [], { control: true });
    const control = async (path: string, body?: object) => {
      const init = body && { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${origin}/__emulator${path}`, { ...init, headers: { origin: 'http://localhost:1' } });
      equal(answer.headers.get('access-control-allow-origin'), '*');
      return (await answer.json()) as any;
    };
    const script = [wait(60_000), ask({ tool: 'pay', title: 'Pay', approvalId: 'pay' })];
    const agent = await control('/agents', { scripts: [script] });
    const mint = await fetch(
      `${origin}/api/v1/provisioning/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`,
      {
        method: 'POST',
        headers: { 'x-zaby-api-key': agent.apiKey, 'content-type': 'application/json' },
        body: JSON.stringify({ ...agent, externalUserId: 'ada' }),
      },
    );
    const { token } = (await mint.json()) as { token: string };
    const start = await fetch(`${origin}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ input: 'Go', respondAsync: true }),
    });
    const { runId } = (await start.json()) as { runId: string };
    const mine = `?deploymentId=${agent.deploymentId}`;
    equal((await control(`/runs${mine}`)).items[0].status, 'RUNNING');
    await control('/clock', { advanceMs: 60_000 });
    equal((await control(`/runs${mine}`)).items[0].status, 'WAITING_FOR_APPROVAL');
    await control('/decisions', { runId, approvalId: 'pay', decision: 'rejected', by: 'Grace' });
    equal((await control(`/approvals${mine}`)).items[0].decidedBy, 'Grace');
    equal((await control(`/requests${mine}&name=runs`)).items.length, 1);
    deepEqual((await control(`/feedback${mine}`)).items, []);
  });
});

describe('The emulator', () => {
  it('counts calls by name and never keeps a token', async (test) => {
    const { start, hear, emulator, token, call } = await openEmulator(test, [say('Hello.')]);
    const runId = await start();
    await hear(runId, { lastEventId: '2' });
    await call('GET', `/runs/${runId}/events`);
    deepEqual(
      emulator.requests().map(({ name, status }) => [name, status]),
      [
        ['token', 201],
        ['runs', 200],
        ['aiui', 200],
        ['events', 200],
      ],
    );
    equal(emulator.requests({ name: 'aiui' })[0]?.lastEventId, '2');
    ok(!JSON.stringify(emulator.requests()).includes(token));
  });

  it('lets go of everything when it ends', async () => {
    const emulator = createEmulator();
    const { origin, close } = await listen(emulator, { port: 0 });
    const agent = emulator.createAgent({ scripts: [[say('Hello'), wait()]] });
    const mint = await fetch(
      `${origin}/api/v1/provisioning/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`,
      {
        method: 'POST',
        headers: { 'x-zaby-api-key': agent.apiKey, 'content-type': 'application/json' },
        body: JSON.stringify({ ...agent, externalUserId: 'ada' }),
      },
    );
    const { token } = (await mint.json()) as { token: string };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const runs = `${origin}/api/v1/agent-runtime/runs`;
    const body = JSON.stringify({ input: 'Go', respondAsync: true });
    const { runId } = (await (await fetch(runs, { method: 'POST', headers, body })).json()) as { runId: string };
    const stream = await fetch(`${runs}/${runId}/aiui`, { headers });
    emulator.dispose();
    await close();
    await stream.text().catch(() => {});
    const left = process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'TCPServerWrap');
    deepEqual(left, []);
  });

  it('has a demo agent that answers without any set-up', async (test) => {
    const emulator = createEmulator({ seed: { origins: ['http://localhost:5173'] } });
    const { origin, close } = await listen(emulator, { port: 0 });
    test.after(async () => {
      emulator.dispose();
      await close();
    });
    const mint = await fetch(
      `${origin}/api/v1/provisioning/managed-agents/external-apps/${demoAccount.externalAppId}/runtime-tokens`,
      {
        method: 'POST',
        headers: { 'x-zaby-api-key': 'zaby_pk_demo_local_only', 'content-type': 'application/json' },
        body: JSON.stringify({ ...demoAccount, externalUserId: 'ada' }),
      },
    );
    const { token } = (await mint.json()) as { token: string };
    const started = await fetch(`${origin}/api/v1/agent-runtime/runs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        origin: 'http://localhost:5173',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ input: { message: 'Hello' } }),
    });
    match(((await started.json()) as { finalOutput: string }).finalOutput, /^Hello! I look after orders/);
  });

  it('answers each message by its first matching keyword', async (test) => {
    const scripts = [
      { when: 'tea', script: [say('Tea.')] },
      { when: '', script: [say('Anything.')] },
    ];
    const visitor = await openEmulator(test, { scripts });
    const answerTo = async (message: string) => spoken((await visitor.hear(await visitor.start(message))).events);
    deepEqual([await answerTo('Some TEA, please'), await answerTo('Coffee')], ['Tea.', 'Anything.']);
  });
});
