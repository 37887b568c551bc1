import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demoAgent } from '../../demo/emulator/index.js';
import { openEmulator, type SentEvent, spoken, type Visitor } from './open-emulator.js';

/** Moves the clock until `done`, and gives the run time to notice. */
const hurry = async ({ emulator }: Visitor, done: () => boolean): Promise<void> => {
  while (!done()) {
    emulator.advance(200);
    // oxlint-disable-next-line no-await-in-loop -- One moment after the other.
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const finished = (visitor: Visitor) => () =>
  ['COMPLETED', 'FAILED'].includes(visitor.emulator.runs().at(-1)?.status ?? '');

/** Asks, and hears the whole answer, starting again where something fails. */
const askDemo = async (visitor: Visitor, message: string): Promise<readonly SentEvent[]> => {
  const runId = await visitor.start(message, { requestId: message });
  await hurry(visitor, finished(visitor));
  return (await visitor.hear(runId)).events;
};

const count = (events: readonly SentEvent[], name: string): number =>
  events.filter(({ event }) => event === name).length;

describe('The demo agent', () => {
  it('has an answer of its own to everything that it offers', async (test) => {
    const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
    const text = spoken(await askDemo(visitor, 'What can you do?'));
    const offers = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, offer = '']) => offer);
    equal(offers.length > 8, true);
    const { scripts } = demoAgent();
    for (const offer of offers) {
      const answers = scripts.filter((answer) => 'when' in answer);
      const chosen = answers.find(({ when }) => new RegExp(when, 'i').test(offer));
      notEqual(chosen, answers.at(-1), offer);
    }
  });

  it('gives money back only with consent', async (test) => {
    const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
    for (const [decision, said] of [
      ['approve', /\*\*59 EUR\*\* is on its way/],
      ['reject', /nothing was refunded/],
    ] as const) {
      // oxlint-disable no-await-in-loop -- One conversation after the other.
      const runId = await visitor.start(`Please refund my order (${decision})`);
      await hurry(visitor, () => visitor.emulator.runs().at(-1)?.status === 'WAITING_FOR_APPROVAL');
      const { approvalId } = visitor.emulator.approvals().at(-1) ?? {};
      await visitor.call('POST', `/runs/${runId}/approvals/${approvalId}/${decision}`);
      await hurry(visitor, finished(visitor));
      match(spoken((await visitor.hear(runId)).events), said);
      // oxlint-enable no-await-in-loop
    }
  });

  for (const [asked, amount, said] of [
    ['no more than was paid', 9999, /no more than was paid.*nothing was refunded/],
    ['a part of it', 20, /\*\*20 EUR\*\* is on its way/],
  ] as const)
    it(`gives back ${asked}, whatever a person made of the amount`, async (test) => {
      const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
      const runId = await visitor.start('A refund, please');
      await hurry(visitor, () => visitor.emulator.runs().at(-1)?.status === 'WAITING_FOR_APPROVAL');
      const { approvalId } = visitor.emulator.approvals().at(-1) ?? {};
      const editedArgs = { order: '10482', amount, currency: 'EUR', to: 'card ending in 4242' };
      await visitor.call('POST', `/runs/${runId}/approvals/${approvalId}/approve`, { editedArgs });
      await hurry(visitor, finished(visitor));
      match(spoken((await visitor.hear(runId)).events), said);
    });

  it('compares with a table, sources and a form, and answers what was put into it', async (test) => {
    const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
    const blocks = (await askDemo(visitor, 'Compare the tents')).filter(({ event }) => event === 'UI_BLOCK');
    equal(blocks.length, 3);
    match(JSON.stringify(blocks), /data-table.*source-list.*prompt-form/);
    match(spoken(await askDemo(visitor, 'form:trip')), /put aside/);
  });

  it('draws its figures, and sends the first of them again when more is known', async (test) => {
    const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
    const events = await askDemo(visitor, 'Show me the dashboard of the shop.');
    const blocks = events.filter(({ event }) => event === 'UI_BLOCK').map(({ data }) => data.block);
    deepEqual(
      blocks.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`),
      ['metrics-card month', 'metrics-card month', 'chart sales', 'chart countries', 'timeline week', 'json-tree data'],
    );
  });

  it('reports in ten steps, and says none of them twice', async (test) => {
    const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
    const events = await askDemo(visitor, 'Write the report');
    equal(count(events, 'STEP_STARTED'), 10);
    equal(count(events, 'STEP_FINISHED'), 10);
    const last = events.findLast(({ event }) => event === 'ACTIVITY_SNAPSHOT');
    equal(last?.data.content.current, last?.data.content.total);
    const named = (name: string, field: string) =>
      events.filter(({ event }) => event === name).map(({ data }) => data[field].replace('_', ' '));
    const steps = new Set(named('STEP_STARTED', 'stepName').map((step) => step.toLowerCase()));
    deepEqual(
      named('TOOL_CALL_START', 'toolCallName').filter((tool) => steps.has(tool)),
      [],
    );
  });

  it('is refused when busy, and answers the same message afterwards', async (test) => {
    const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
    const start = () => visitor.call('POST', '/runs', { input: 'rate limit', requestId: 'one', respondAsync: true });
    const { status, headers } = await start();
    equal(status, 429);
    equal(headers.get('retry-after'), '5');
    equal((await start()).status, 200);
  });

  it('fails where it says so', async (test) => {
    const visitor = await openEmulator(test, { ...demoAgent(), tokenTtlSeconds: 1_000_000 });
    equal((await askDemo(visitor, 'fail')).at(-1)?.event, 'RUN_ERROR');
  });
});
