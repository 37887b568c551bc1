import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, finish, say } from '../../../demo/emulator/script.js';
import { ZabyConflictError, ZabyValidationError } from '../../../src/server/index.js';
import { openAccount } from './support.js';

const talk = { scripts: [[say('Forty-two.'), finish()]] };
const refund = {
  scripts: [[ask({ title: 'Refund?', tool: 'refund', args: { amount: 7 } }), say('Done.'), finish()]],
};

describe('runs of the management API', () => {
  it('are started and answered', async (test) => {
    const { zaby, agent } = await openAccount(test, talk);
    const run = await zaby.agents.startRun(agent.agentId, { input: { message: 'What is the answer?' } });
    assert.equal(run.status, 'COMPLETED');
    assert.equal(run.finalOutput, 'Forty-two.');
  });

  it('are tried out without leaving a session', async (test) => {
    const { zaby, agent } = await openAccount(test, talk);
    const run = await zaby.agents.testRun(agent.agentId, { input: 'What is the answer?' });
    assert.equal(run.finalOutput, 'Forty-two.');
    assert.equal(run['agentSessionId'], undefined);
  });

  it('are started once under one request id', async (test) => {
    const { zaby, agent, emulator } = await openAccount(test, talk);
    const input = { input: 'Hello', requestId: 'run-1' };
    const first = await zaby.agents.startRun(agent.agentId, input);
    assert.equal((await zaby.agents.startRun(agent.agentId, input)).runId, first.runId);
    assert.equal(emulator.runs().length, 1);
  });

  it('tell how far they are, and what happened', async (test) => {
    const { zaby, agent } = await openAccount(test, talk);
    const { runId } = await zaby.agents.startRun(agent.agentId, { input: 'Hello' });
    const progress = await zaby.agents.getRunProgress(runId);
    assert.equal(progress.status, 'COMPLETED');
    const { events = [] } = await zaby.agents.listRunEvents(runId);
    assert.ok(events.length > 2);
    assert.equal((await zaby.agents.listRunEvents(runId, { limit: 1 })).events?.length, 1);
  });

  it('need an input', async (test) => {
    const { zaby, agent } = await openAccount(test, talk);
    await assert.rejects(zaby.agents.startRun(agent.agentId, { input: undefined }), ZabyValidationError);
    await assert.rejects(zaby.agents.testRun(agent.agentId, { input: undefined }), ZabyValidationError);
  });

  it('are rated by the host', async (test) => {
    const { zaby, agent, emulator } = await openAccount(test, talk);
    const { runId } = await zaby.agents.startRun(agent.agentId, { input: 'Hello' });
    assert.equal((await zaby.runtimeTokens.recordFeedback(runId, { rating: 4, comment: 'Short.' })).accepted, true);
    assert.equal(emulator.feedback().length, 1);
    await assert.rejects(zaby.runtimeTokens.recordFeedback(runId, { rating: 6 }), ZabyValidationError);
  });
});

describe('approvals of the management API', () => {
  for (const decision of ['approve', 'reject'] as const) {
    it(`are listed while they wait, and decided once: ${decision}`, async (test) => {
      const { zaby, agent } = await openAccount(test, refund);
      const { runId, status } = await zaby.agents.startRun(agent.agentId, { input: 'Refund me' });
      assert.equal(status, 'WAITING_FOR_APPROVAL');
      const { items } = await zaby.approvals.list();
      assert.equal(items.length, 1);
      const approvalId = items[0]?.approvalId ?? '';
      await zaby.approvals[decision](runId, approvalId, { reason: 'a person looked' });
      await assert.rejects(zaby.approvals[decision](runId, approvalId), ZabyConflictError);
      assert.equal((await zaby.approvals.list()).items.length, 0);
    });
  }
});

describe('usage of the management API', () => {
  it('adds up', async (test) => {
    const { zaby, agent } = await openAccount(test, talk);
    const { agentId } = agent;
    await zaby.agents.startRun(agentId, { input: 'Hello' });
    const once = await zaby.usage.getAgentUsage({ agentId });
    await zaby.agents.startRun(agentId, { input: 'Hello' });
    const twice = await zaby.usage.getAgentUsage({ agentId, from: new Date(0), to: '2100-01-01' });
    assert.deepEqual([once['runs'], twice['runs']], [1, 2]);
    assert.equal(twice['totalTokens'], 2 * Number(once['totalTokens']));
    assert.equal((await zaby.usage.getAgentUsage({ agentId: 'agent_of_nobody' }))['runs'], 0);
  });
});

describe('health of the management API', () => {
  it('is told without a key', async (test) => {
    const { client } = await openAccount(test);
    const zaby = client({ apiKey: () => Promise.reject(new Error('must not be asked')) });
    assert.equal((await zaby.health.check()).status, 'ok');
  });
});
