import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Account, askFor, openAccount, tryToken } from './account.js';
import { tokenRequest } from './support.js';

const list = 'GET runtime-token-policies';
const create = 'POST runtime-token-policies';
const mint = 'POST external-apps/:id/runtime-tokens';
const byName = { quotaPolicyId: undefined, policy: { name: 'website', maxConcurrentRuns: 2, tokenTtlSeconds: 300 } };

const named = async ({ zaby }: Account, name = 'website') =>
  (await zaby.runtimeTokenPolicies.list()).items.filter((policy) => policy.name === name);

describe('the token policy', () => {
  it('is created when the first visitor asks, with its limits', async (test) => {
    const account = await openAccount(test);
    const { handler } = account.endpoint(byName);
    assert.deepEqual(account.calls, [], 'not before');
    assert.equal(await tryToken(account.origin, (await askFor(handler)).token), 'accepted');
    const [policy, ...more] = await named(account);
    assert.equal(policy?.maxConcurrentRuns, 2);
    assert.equal(policy.tokenTtlSeconds, 300);
    assert.deepEqual(more, []);
    await askFor(handler);
    assert.deepEqual(account.calls, [list, create, list, mint, mint], 'the second visitor costs one call');
  });

  it('is created once, however many come first', async (test) => {
    const account = await openAccount(test);
    const { handler } = account.endpoint({
      ...byName,
      identify: ({ headers }) => ({ userId: headers.get('cookie') ?? '' }),
    });
    const visitors = Array.from({ length: 20 }, (_, index) =>
      handler(tokenRequest({ headers: { cookie: `${index}` } })),
    );
    for (const { status } of await Promise.all(visitors)) assert.equal(status, 200);
    assert.equal((await named(account)).length, 1);
  });

  it('is found by the next process, and by one for the same name', async (test) => {
    const account = await openAccount(test);
    await askFor(account.endpoint(byName).handler);
    account.calls.length = 0;
    await askFor(account.endpoint({ ...byName, policy: { name: 'website', maxConcurrentRuns: 9 } }).handler);
    assert.deepEqual(account.calls, [list, mint]);
    assert.deepEqual(
      (await named(account)).map(({ maxConcurrentRuns }) => maxConcurrentRuns),
      [2],
      'one that is there is taken as it is',
    );
  });

  it('is the same for two processes that created it in the same moment', async (test) => {
    const account = await openAccount(test);
    const { externalAppId, deploymentId } = account.agent;
    // The other process comes between looking and creating.
    let isFirst = true;
    const used: unknown[] = [];
    const { handler } = account.endpoint({
      ...byName,
      fetch: async (input, init) => {
        if (init?.method === 'POST' && String(input).endsWith('/runtime-token-policies') && isFirst) {
          isFirst = false;
          await account.zaby.runtimeTokenPolicies.create({ name: 'website', externalAppId, deploymentId });
        }
        if (String(input).endsWith('/runtime-tokens')) used.push(JSON.parse(String(init?.body)).quotaPolicyId);
        return fetch(input, init);
      },
    });
    await askFor(handler);
    await askFor(account.endpoint(byName).handler);
    const [older] = await named(account);
    assert.deepEqual(used, [older?.id]);
  });

  it('is not taken from another app or deployment', async (test) => {
    const account = await openAccount(test);
    const { zaby, agent } = account;
    const app = await zaby.externalApps.create({ name: 'Blog', slug: 'blog' });
    await zaby.externalApps.bindDeployment(app.id, { deploymentId: agent.deploymentId });
    const theirs = await zaby.runtimeTokenPolicies.create({
      name: 'website',
      externalAppId: app.id,
      deploymentId: agent.deploymentId,
    });
    const second = await zaby.agents.publish(agent.agentId);
    const deployment = await zaby.deployments.create(agent.agentId, {
      agentVersionId: second.id,
      environment: 'TEST',
    });
    const { externalAppId } = agent;
    await zaby.runtimeTokenPolicies.create({ name: 'website', externalAppId, deploymentId: deployment.id });
    await askFor(account.endpoint(byName).handler);
    const all = await named(account);
    assert.equal(all.length, 3);
    assert.ok(all.some(({ id }) => id === theirs.id));
  });

  it('is found behind other pages of the list', async (test) => {
    const account = await openAccount(test);
    const { externalAppId, deploymentId } = account.agent;
    for (const name of ['one', 'two', 'website', 'three'])
      await account.zaby.runtimeTokenPolicies.create({ name, externalAppId, deploymentId });
    const { handler } = account.endpoint({
      ...byName,
      // A platform that lists two at a time.
      fetch: (input, init) => {
        const url = new URL(String(input));
        if (init?.method === 'GET') url.searchParams.set('limit', '2');
        return fetch(url, init);
      },
    });
    await askFor(handler);
    assert.equal((await named(account)).length, 1);
  });

  it('is looked at by itself where the list tells only names', async (test) => {
    const account = await openAccount(test);
    const { externalAppId, deploymentId } = account.agent;
    await account.zaby.runtimeTokenPolicies.create({ name: 'website', externalAppId, deploymentId });
    const { handler } = account.endpoint({
      ...byName,
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (!(init?.method === 'GET' && String(input).endsWith('/runtime-token-policies'))) return response;
        const { items } = (await response.json()) as { items: { id: string; name: string }[] };
        return Response.json({ items: items.map(({ id, name }) => ({ id, name })) });
      },
    });
    await askFor(handler);
    assert.equal((await named(account)).length, 1);
  });

  it('is not created anew where it was put to sleep', async (test) => {
    const account = await openAccount(test);
    await askFor(account.endpoint(byName).handler);
    const [policy] = await named(account);
    await account.zaby.runtimeTokenPolicies.update(policy?.id ?? '', { status: 'INACTIVE' });
    const { handler, errors } = account.endpoint(byName);
    assert.equal((await handler(tokenRequest())).status, 502);
    assert.equal(errors[0]?.reason, 'policy-missing');
    assert.match(errors[0].message, /"website" is there, but is INACTIVE/);
    assert.equal((await named(account)).length, 1);
    await account.zaby.runtimeTokenPolicies.update(policy?.id ?? '', { status: 'ACTIVE' });
    assert.equal((await handler(tokenRequest())).status, 200, 'and is used again when it wakes');
  });

  it('is looked for again when the one in use was replaced', async (test) => {
    const account = await openAccount(test);
    const { externalAppId, deploymentId } = account.agent;
    const { handler, errors } = account.endpoint(byName);
    await askFor(handler);
    const [old] = await named(account);
    await account.zaby.runtimeTokenPolicies.update(old?.id ?? '', { status: 'INACTIVE' });
    await account.zaby.runtimeTokenPolicies.create({ name: 'website', externalAppId, deploymentId });
    assert.equal((await handler(tokenRequest())).status, 502, 'it learns of it by a refusal');
    assert.equal(errors[0]?.reason, 'policy-missing');
    await askFor(handler);
    assert.equal((await named(account)).length, 2);
  });

  it('is asked for again when the platform was away at first', async (test) => {
    const account = await openAccount(test);
    let isDown = true;
    const { handler, errors } = account.endpoint({
      ...byName,
      fetch: async (input, init) => {
        if (isDown) throw new TypeError('fetch failed');
        return fetch(input, init);
      },
    });
    assert.equal((await handler(tokenRequest())).status, 503);
    assert.equal(errors[0]?.code, 'token-unavailable');
    isDown = false;
    assert.equal((await handler(tokenRequest())).status, 200);
    assert.equal((await named(account)).length, 1);
  });
});
