import { deepEqual, equal } from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Answer, Program, Question } from '../../demo/emulator/index.js';
import { ask, callArgs, callEnd, callResult, callStart, fail, say, think } from '../../demo/emulator/script.js';
import { openEmulator, spoken, type Visitor } from './open-emulator.js';

const openProgram = (test: TestContext, program: Program, scripts: readonly Answer[] = []): Promise<Visitor> =>
  openEmulator(test, { scripts, program });

const types = (events: readonly { readonly event?: string }[]) => events.map(({ event }) => event);

describe('A program', () => {
  it('answers word by word, and its texts go out as they are', async (test) => {
    const { start, hear, emulator } = await openProgram(test, async function* ({ message }) {
      yield think('Hm.');
      yield say(`{{message}} ${message}`);
      yield say('.');
    });
    const { events } = await hear(await start('Ada'));
    equal(spoken(events), '{{message}} Ada.');
    equal(emulator.runs()[0]?.finalOutput, '{{message}} Ada.');
  });

  it('answers what no script does', async (test) => {
    const scripts = [{ when: 'tea', script: [say('Tea, {{message}}.')] }];
    const { start, hear } = await openProgram(
      test,
      async function* () {
        yield say('Anything.');
      },
      scripts,
    );
    equal(spoken((await hear(await start('tea'))).events), 'Tea, tea.');
    equal(spoken((await hear(await start('coffee'))).events), 'Anything.');
  });

  it('remembers what was said in its session', async (test) => {
    const seen: Question['history'][] = [];
    const { call } = await openProgram(test, async function* ({ history, message }) {
      seen.push(history);
      yield say(`To ${message}.`);
    });
    await call('POST', '/runs', { input: 'one' });
    await call('POST', '/runs', { input: 'two' });
    deepEqual(seen, [[], [{ message: 'one', answer: 'To one.' }]]);
  });

  it('uses tools piece by piece, and asks before one it has begun to use', async (test) => {
    const { start, hear, call } = await openProgram(test, async function* ({ decision }) {
      yield callStart('pay', 'call-1');
      yield callArgs('call-1', '{"amount"');
      yield callArgs('call-1', ':5}');
      yield callEnd('call-1');
      yield ask({ tool: 'pay', title: 'Pay', args: { amount: 5 }, approvalId: 'pay', toolCallId: 'call-1' });
      yield callResult('call-1', { decision: decision('pay')?.decision, reason: decision('pay')?.reason });
      yield say('Done.');
    });
    const runId = await start();
    await call('POST', `/runs/${runId}/approvals/pay/reject`, { reason: 'Too much.' });
    const { events } = await hear(runId);
    deepEqual(types(events), [
      'RUN_STARTED',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'UI_BLOCK',
      'CUSTOM',
      'TOOL_CALL_RESULT',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
    deepEqual(JSON.parse(events[7]?.data.content), { decision: 'rejected', reason: 'Too much.' });
  });

  it('fails with a sentence of its own, or with a plain one where it breaks', async (test) => {
    const errors = test.mock.method(console, 'error', () => {});
    const { start, hear } = await openProgram(test, async function* ({ message }) {
      yield say('Well');
      if (message === 'break') throw new Error('A secret of the host.');
      yield fail('The model is busy.', 'MODEL_BUSY');
    });
    const said = (await hear(await start('fail'))).events.at(-1);
    deepEqual([said?.data.message, said?.data.code], ['The model is busy.', 'MODEL_BUSY']);
    const broken = (await hear(await start('break'))).events.at(-1);
    deepEqual([broken?.data.message, broken?.data.code], ['The agent failed.', 'AGENT_FAILED']);
    equal(errors.mock.callCount(), 1);
  });

  it('is told when nobody will hear the rest', async (test) => {
    let stopped = false;
    const { start, emulator, manage, agent } = await openProgram(test, async function* ({ signal }) {
      yield say('Wait.');
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      stopped = true;
    });
    await start();
    await manage('DELETE', `/agentic-os/agents/${agent.agentId}`);
    deepEqual([stopped, emulator.runs()[0]?.status], [true, 'CANCELLED']);
  });
});
