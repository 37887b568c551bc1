import { deepEqual, equal } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fail, say } from '../../demo/emulator/script.js';
import { agents, managed, openTenant } from './open-tenant.js';

describe('The usage', () => {
  it('adds up: a token for every four characters of question and answer', async (test) => {
    const scripts = [[say('12345678')], [fail('No.')]];
    const { get, post, agent, deployAgent } = await openTenant(test, { scripts });
    const { agentId } = await deployAgent('other');
    await post(`${agents}/${agent.agentId}/runs`, { input: '12345' });
    await post(`${agents}/${agent.agentId}/runs`, { input: '1' });
    await post(`${agents}/${agentId}/runs`, { input: 'abc' });
    const { body } = await get(`${agents}/usage`);
    const own = { runs: 2, completedRuns: 1, failedRuns: 1, inputTokens: 3, outputTokens: 2, totalTokens: 5 };
    // "You said: abc"
    const others = { runs: 1, completedRuns: 1, failedRuns: 0, inputTokens: 1, outputTokens: 4, totalTokens: 5 };
    deepEqual(body.items, [
      { agentId: agent.agentId, ...own },
      { agentId, ...others },
    ]);
    deepEqual([body.runs, body.totalTokens], [3, 10]);
    const one = (await get(`${agents}/usage?agentId=${agentId}`)).body;
    deepEqual([one.agentId, one.runs, one.totalTokens], [agentId, 1, 5]);
  });

  it('counts what a program counted', async (test) => {
    const { get, post, agent } = await openTenant(test, {
      scripts: [],
      program: async function* ({ countTokens }) {
        yield say('Hi.');
        countTokens({ input: 100, output: 20 });
        countTokens({ input: 7, output: 3 });
      },
    });
    await post(`${agents}/${agent.agentId}/runs`, { input: 'Hi' });
    const { body } = await get(`${agents}/usage`);
    deepEqual([body.inputTokens, body.outputTokens], [107, 23]);
  });

  it('is of the span that was asked for, and refuses what is none', async (test) => {
    const start = Date.parse('2026-03-01T12:00:00Z');
    const { get, post, agent, emulator } = await openTenant(test, { scripts: [[say('Hi.')]] }, { now: () => start });
    const run = () => post(`${agents}/${agent.agentId}/runs`, { input: 'Hi' });
    await run();
    emulator.advance(24 * 3_600_000);
    await run();
    const runs = async (query: string) => (await get(`${agents}/usage?${query}`)).body.runs;
    equal(await runs('from=2026-03-01&to=2026-03-03'), 2);
    equal(await runs('from=2026-03-02'), 1);
    equal(await runs('to=2026-03-01T12:00:00Z'), 0);
    for (const query of ['from=yesterday', 'to=1', 'from=2026-03-02&to=2026-03-01']) {
      // oxlint-disable-next-line no-await-in-loop
      equal((await get(`${agents}/usage?${query}`)).status, 400, query);
    }
  });
});

describe('The token usage', () => {
  it('counts tokens and calls, by app and deployment', async (test) => {
    const { get, post, mint, agent, call, deployAgent, bindApp, visit } = await openTenant(test, { scripts: [[]] });
    const { deploymentId, agentId } = await deployAgent('other');
    const bound = await bindApp(deploymentId, 'shop');
    const visitor = await visit({ deploymentId, ...bound });
    await visitor('POST', '/runs', { input: 'Hi' });
    await call('POST', '/runs', { input: 'Hi' });
    await call('POST', '/runs', { input: 'Hi' });
    const { body: second } = await mint();
    await post(`${managed}/runtime-token-grants/${second.grantId}/revoke`, { reason: 'test' });
    const usage = (await get(`${managed}/runtime-token-usage`)).body;
    deepEqual([usage.minted, usage.active, usage.uses], [3, 2, 3]);
    const own = (await get(`${managed}/runtime-token-usage?externalAppId=${agent.externalAppId}`)).body;
    deepEqual([own.minted, own.active, own.uses, own.families], [2, 1, 2, 1]);
    const [item] = (await get(`${managed}/runtime-token-usage?agentId=${agentId}`)).body.items;
    deepEqual(item, {
      agentId,
      deploymentId,
      externalAppId: bound.externalAppId,
      minted: 1,
      active: 1,
      uses: 1,
      families: 1,
    });
  });
});
