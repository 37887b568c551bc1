import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Dialect } from '../../demo/emulator/index.js';
import { ask, block, call, emit, fail, progress, say, type Script, step, think } from '../../demo/emulator/script.js';
import { openEmulator, type SentEvent } from './open-emulator.js';

const everything: Script = [
  think('Hm.'),
  say('One word'),
  call({ tool: 'look', args: { for: 'tea' }, result: { found: true }, toolCallId: 'call_1' }),
  step('Boil', {
    progress: { current: 1, total: 2, label: 'Boil' },
    steps: [progress({ current: 2, total: 2, label: 'Boil' })],
  }),
  block('data-table', { rows: [] }),
  say('Done.'),
];

const hearIn = async (test: TestContext, dialect: Dialect, script: Script): Promise<readonly SentEvent[]> => {
  const visitor = await openEmulator(test, { scripts: [script], dialect });
  return (await visitor.hear(await visitor.start())).events;
};

const names = (events: readonly SentEvent[]): string[] =>
  events.map(({ event, data }) => event ?? data.type ?? data.event);

describe('A dialect', () => {
  it('is AG-UI to the letter, in order', async (test) => {
    const events = await hearIn(test, 'ag-ui', everything);
    deepEqual(names(events), [
      'RUN_STARTED',
      'REASONING_START',
      'REASONING_MESSAGE_START',
      'REASONING_MESSAGE_CONTENT',
      'REASONING_MESSAGE_END',
      'REASONING_END',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
      'STEP_STARTED',
      'ACTIVITY_SNAPSHOT',
      'ACTIVITY_SNAPSHOT',
      'STEP_FINISHED',
      'UI_BLOCK',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
    ok(events.every(({ event, data }) => event === data.type));
    const args = events.filter(({ event }) => event === 'TOOL_CALL_ARGS').map(({ data }) => data.delta);
    deepEqual(JSON.parse(args.join('')), { for: 'tea' });
  });

  it('is Pascal, named on the SSE line alone', async (test) => {
    const events = await hearIn(test, 'pascal', [...everything, fail('No.', 'E1')]);
    ok(names(events).includes('TextMessageContent'));
    ok(events.every(({ data }) => data.type === undefined));
    equal(events.find(({ event }) => event === 'ToolCallStart')?.data.toolName, 'look');
    deepEqual(events.at(-1), {
      id: events.at(-1)?.id,
      event: 'RunError',
      data: { error: { message: 'No.', code: 'E1' } },
    });
  });

  it('is simple: few events, without starts and ends', async (test) => {
    const events = await hearIn(test, 'simple', everything);
    deepEqual(names(events), [
      'thinking',
      'text',
      'text',
      'tool_call',
      'tool_result',
      'STEP_STARTED',
      'ACTIVITY_SNAPSHOT',
      'ACTIVITY_SNAPSHOT',
      'STEP_FINISHED',
      'UI_BLOCK',
      'text',
      'RunFinished',
    ]);
    deepEqual(events[3]?.data.args, { for: 'tea' });
    deepEqual([events[4]?.data.toolName, events[4]?.data.callId], ['look', undefined]);
  });

  it('is a mix of all, with one spelling for each message and call', async (test) => {
    const events = await hearIn(test, 'mixed', [...everything, ...everything]);
    const spellings = new Set(
      events.map(({ event, data }) => [event ? /[a-z]/.test(event) : 'none', 'type' in data, 'event' in data].join()),
    );
    ok(spellings.size >= 4, [...spellings].join(' '));
  });

  it('does not touch what a script sends as it is', async (test) => {
    for (const dialect of ['ag-ui', 'pascal', 'simple', 'mixed'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- One emulator after the other.
      const events = await hearIn(test, dialect, [emit({ type: 'WEATHER', sky: 'clear' }), emit('[DONE]', 'ping')]);
      const start = dialect === 'simple' ? 0 : 1;
      deepEqual(events[start]?.data, { type: 'WEATHER', sky: 'clear' });
      deepEqual(events[start + 1]?.event, 'ping');
    }
  });

  it('carries an approval with its call', async (test) => {
    for (const dialect of ['ag-ui', 'pascal', 'simple', 'mixed'] as const) {
      for (const as of ['block', 'interruption', 'interrupt'] as const) {
        // oxlint-disable no-await-in-loop -- One emulator after the other.
        const script = [
          ask({ tool: 'pay', title: 'Pay', args: { sum: 1 }, as, approvalId: 'pay', expiresInMs: 60_000 }),
        ];
        const visitor = await openEmulator(test, { scripts: [script], dialect });
        const runId = await visitor.start();
        await visitor.call('POST', `/runs/${runId}/approvals/pay/approve`);
        const { raw } = await visitor.hear(runId);
        ok(raw.includes('"pay"') && raw.includes('approval-resolved'), `${dialect} ${as}`);
        // oxlint-enable no-await-in-loop
      }
    }
  });

  it('may come with other line ends and without ids', async (test) => {
    const visitor = await openEmulator(test, { scripts: [[say('Hello.')]], lineEnd: '\r\n', withoutIds: true });
    const { raw, events } = await visitor.hear(await visitor.start());
    ok(raw.includes('\r\n\r\n') && !/[^\r]\n/.test(raw));
    ok(events.every(({ id }) => id === undefined));
  });
});
