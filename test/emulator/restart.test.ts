import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { AgentHandle } from '../../demo/emulator/index.js';
import { ask, call, finish, say, step, wait } from '../../demo/emulator/script.js';
import { type Conversation, createConversation } from '../../src/core/index.js';
import { hasty, transcript, until } from '../core/open-agent.js';
import { type EmulatorProcess, openFolder, openProcess } from './open-process.js';

const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index + 1}`).join(' ');

/** A conversation that waits for its platform as long as it takes. */
const converse = (test: TestContext, { origin }: EmulatorProcess, agent: AgentHandle): Conversation => {
  const mints = `${origin}/api/v1/provisioning/managed-agents/external-apps/${agent.externalAppId}/runtime-tokens`;
  const conversation = createConversation({
    apiOrigin: origin,
    storage: 'none',
    policy: { ...hasty, backoffMaximum: 50, reconnectAttempts: 100_000 },
    getToken: async ({ conversationId }) => {
      const answer = await fetch(mints, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-zaby-api-key': agent.apiKey },
        body: JSON.stringify({ ...agent, externalUserId: 'ada', externalSessionId: conversationId }),
      });
      return (await answer.json()) as { token: string };
    },
  });
  test.after(() => conversation.dispose());
  return conversation;
};

/** Resolves when the last turn's text has so many words. */
const heard = (conversation: Conversation, count: number): Promise<unknown> =>
  until(conversation, ({ parts }) => {
    const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join(' ');
    return text.split(/\s+/).length > count;
  });

describe('An emulator that is killed and started again', () => {
  it('goes on with an answer: no word is lost and none comes twice', async (test) => {
    const emulator = await openProcess(test, join(await openFolder(test), 'emulator.jsonl'));
    const script = [
      call({ tool: 'look_up', args: { for: 'words' }, result: 'found' }),
      say(words(120), { pace: 4 }),
      finish({ result: 42 }),
    ];
    const agent = await emulator.createAgent({ scripts: [script] });
    const conversation = converse(test, emulator, agent);
    void conversation.send('Go');
    await heard(conversation, 30);
    await emulator.kill();
    await emulator.start();
    await heard(conversation, 70);
    await emulator.kill();
    await emulator.start();
    await until(conversation, ({ status }) => status === 'finished');
    assert.deepEqual(transcript(conversation), [
      'user: Go',
      'agent: look_up({"for":"words"}) done: found',
      `agent: ${words(120)}`,
      'finished',
    ]);
    const [run] = await emulator.read('/runs', agent);
    const events = run.events as { seq: number; data: { delta?: string } }[];
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
    assert.ok(
      events
        .map(({ data }) => data.delta ?? '')
        .join('')
        .endsWith(words(120)),
    );
  });

  it('still waits for a decision, and takes it', async (test) => {
    const emulator = await openProcess(test, join(await openFolder(test), 'emulator.jsonl'));
    const asks = ask({
      tool: 'refund',
      title: 'Refund?',
      args: { amount: 5 },
      onApprove: [say('Done: {{args.amount}}.'), wait(20), say(' Bye.')],
    });
    const conversation = converse(test, emulator, await emulator.createAgent({ scripts: [[say('Well. '), asks]] }));
    void conversation.send('Refund me');
    const waiting = await until(conversation, ({ status }) => status === 'waiting-approval');
    await emulator.kill();
    await emulator.start();
    const card = waiting.parts.find(({ kind }) => kind === 'approval');
    assert.ok(card?.kind === 'approval' && card.request.approvalId !== undefined);
    await conversation.approve(card.request.approvalId);
    await until(conversation, ({ status }) => status === 'finished');
    assert.deepEqual(
      transcript(conversation).filter((line) => !line.includes('refund(')),
      ['user: Refund me', 'agent: Well. ', 'agent: approval refund approved', 'agent: Done: 5. Bye.', 'finished'],
    );
  });

  it('knows the conversation and its token', async (test) => {
    const emulator = await openProcess(test, join(await openFolder(test), 'emulator.jsonl'));
    const agent = await emulator.createAgent({ scripts: [[say('One.')], [say('Two.')]] });
    const conversation = converse(test, emulator, agent);
    await conversation.send('First');
    await until(conversation, ({ status }) => status === 'finished');
    await emulator.kill('SIGTERM');
    await emulator.start();
    await conversation.send('Second');
    await until(conversation, ({ status, question }) => status === 'finished' && question === 'Second');
    assert.deepEqual(
      transcript(conversation).filter((line) => line.startsWith('agent')),
      ['agent: One.', 'agent: Two.'],
    );
    const calls = await emulator.read('/requests', agent);
    assert.ok(!calls.some(({ name }) => name === 'token'), 'The token of before is good');
    const runs = await emulator.read('/runs', agent);
    assert.deepEqual(
      runs.map(({ status }) => status),
      ['COMPLETED', 'COMPLETED'],
    );
  });

  it('takes steps in silence that were told before, and tells how far it is', async (test) => {
    const emulator = await openProcess(test, join(await openFolder(test), 'emulator.jsonl'));
    const progress = { current: 2, total: 3, label: 'Counting' };
    const steps = [say('One.'), wait(30), say(' Two.')];
    const script = [say('Now. '), step('count', { progress, steps }), wait(60_000), say('End.')];
    const agent = await emulator.createAgent({ scripts: [script] });
    const conversation = converse(test, emulator, agent);
    void conversation.send('Go');
    await until(conversation, ({ parts }) => JSON.stringify(parts).includes('Two.'));
    await emulator.kill();
    await emulator.start();
    const runId = conversation.state.turns.at(-1)?.runId;
    const answer = await fetch(`${emulator.origin}/api/v1/provisioning/agentic-os/agents/runs/${runId}/progress`, {
      headers: { 'x-zaby-api-key': agent.apiKey },
    });
    const { status, progress: told } = (await answer.json()) as { status: string; progress: unknown };
    assert.deepEqual([status, told], ['RUNNING', progress]);
    await fetch(`${emulator.origin}/__emulator/clock`, { method: 'POST', body: '{"advanceMs":60000}' });
    await until(conversation, (turn) => turn.status === 'finished');
    const texts = transcript(conversation).filter((line) => /agent: (Now|One|End)/.test(line));
    assert.equal(texts.join('').replaceAll('agent: ', '').replaceAll(/\s/g, ''), 'Now.One.Two.End.');
  });
});
