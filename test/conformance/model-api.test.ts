import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { LLMock } from '@copilotkit/aimock';
import { demoAgent } from '../../demo/emulator/index.js';
import { modelAgent } from '../../demo/emulator/model/index.js';
import { openEmulator, type SentEvent, spoken, type Visitor } from '../emulator/open-emulator.js';

/** CopilotKit's own stand-in for OpenAI's API, and an agent that answers from it. */
const open = async (test: TestContext, prepare: (mock: LLMock) => void): Promise<Visitor> => {
  const mock = new LLMock({ port: 0 });
  prepare(mock);
  const address = await mock.start();
  test.after(() => mock.stop());
  const settings = { baseUrl: `${address}/v1`, apiKey: 'sk-of-the-test', model: 'gpt-4o-mini' };
  return openEmulator(test, modelAgent(demoAgent(), settings));
};

const answerTo = async (visitor: Visitor, message: string): Promise<readonly SentEvent[]> =>
  (await visitor.hear(await visitor.start(message))).events;

describe('A model behind an API that others wrote', () => {
  it('answers in words', async (test) => {
    const visitor = await open(test, (mock) => mock.onMessage('hello', { content: 'Hello from the other side.' }));
    assert.equal(spoken(await answerTo(visitor, 'hello')), 'Hello from the other side.');
  });

  it('thinks first', async (test) => {
    const visitor = await open(test, (mock) => mock.onMessage('why', { content: 'So.', reasoning: 'Let me see.' }));
    const events = await answerTo(visitor, 'why');
    const thoughts = events.filter(({ event }) => event === 'REASONING_MESSAGE_CONTENT').map(({ data }) => data.delta);
    assert.equal(thoughts.join(''), 'Let me see.');
  });

  it('uses two tools, asks before one of them, and goes on', async (test) => {
    const visitor = await open(test, (mock) =>
      mock.onToolResult('pay', { content: 'Paid back.' }).onMessage('refund', {
        toolCalls: [
          { id: 'look', name: 'find_order', arguments: '{"order":"10482"}' },
          { id: 'pay', name: 'refund_order', arguments: '{"order":"10482","amount":59}' },
        ],
      }),
    );
    const runId = await visitor.start('refund');
    const { events } = await visitor.hear(runId, {
      on: ({ data }) => {
        if (data.type === 'UI_BLOCK')
          void visitor.call('POST', `/runs/${runId}/approvals/${data.block.approvalId}/approve`);
      },
    });
    const results = events.filter(({ event }) => event === 'TOOL_CALL_RESULT').map(({ data }) => data.toolCallId);
    assert.deepEqual(results, ['look', 'pay']);
    assert.equal(spoken(events), 'Paid back.');
  });

  it('refuses', async (test) => {
    const visitor = await open(test, (mock) =>
      mock.onMessage('hello', { error: { message: 'Too many', type: 'rate_limit_error' }, status: 429 }),
    );
    const { data } = (await answerTo(visitor, 'hello')).at(-1) ?? {};
    assert.deepEqual([data.type, data.code], ['RUN_ERROR', 'MODEL_BUSY']);
  });
});
