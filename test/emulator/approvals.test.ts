import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, interrupt, say } from '../../demo/emulator/script.js';
import { openEmulator, type SentEvent, spoken } from './open-emulator.js';

const pay = {
  tool: 'refund',
  title: 'Refund 10 EUR',
  args: { amount: 10 },
  approvalId: 'pay',
  onApprove: [say('Paid {{args.amount}}.')],
  onReject: [say('Kept, because: {{reason}}')],
  onExpire: [say('Too late.')],
};

const named = (events: readonly SentEvent[], name: string): SentEvent | undefined =>
  events.find(({ event }) => event === name);

describe('An approval', () => {
  it('holds the run until it is given', async (test) => {
    const visitor = await openEmulator(test, [ask({ ...pay, result: { receipt: 7 } })]);
    const runId = await visitor.start();
    equal(visitor.emulator.runs()[0]?.status, 'WAITING_FOR_APPROVAL');
    const approve = ({ event }: SentEvent) => {
      if (event === 'UI_BLOCK') void visitor.call('POST', `/runs/${runId}/approvals/pay/approve`);
    };
    const { events } = await visitor.hear(runId, { on: approve });
    const card = named(events, 'UI_BLOCK')?.data.block;
    deepEqual(
      [card.kind, card.approvalId, card.title, card.args],
      ['approval-card', 'pay', 'Refund 10 EUR', { amount: 10 }],
    );
    equal(card.toolCallId, named(events, 'TOOL_CALL_START')?.data.toolCallId);
    const resolved = named(events, 'CUSTOM')?.data;
    equal(resolved.name, 'approval-resolved');
    deepEqual(
      [resolved.value.approvalId, resolved.value.decision, resolved.value.decidedBy],
      ['pay', 'approved', 'ada'],
    );
    equal(named(events, 'TOOL_CALL_RESULT')?.data.content, '{"receipt":7}');
    equal(spoken(events), 'Paid 10.');
  });

  it('may change the arguments', async (test) => {
    const visitor = await openEmulator(test, [ask(pay)]);
    const runId = await visitor.start();
    await visitor.call('POST', `/runs/${runId}/approvals/pay/approve`, { editedArgs: { amount: 5 } });
    equal(spoken((await visitor.hear(runId)).events), 'Paid 5.');
  });

  it('can be refused with a reason', async (test) => {
    const visitor = await openEmulator(test, [ask(pay)]);
    const runId = await visitor.start();
    const { body } = await visitor.call('POST', `/runs/${runId}/approvals/pay/reject`, { reason: 'not mine' });
    equal(body.status, 'REJECTED');
    const { events } = await visitor.hear(runId);
    equal(spoken(events), 'Kept, because: not mine');
    equal(named(events, 'CUSTOM')?.data.value.reason, 'not mine');
  });

  it('is decided once', async (test) => {
    const visitor = await openEmulator(test, [ask(pay)]);
    const runId = await visitor.start();
    const first = await visitor.call('POST', `/runs/${runId}/approvals/pay/approve`);
    const second = await visitor.call('POST', `/runs/${runId}/approvals/pay/reject`);
    equal(first.status, 200);
    equal(second.status, 409);
    deepEqual([second.body.status, second.body.decidedBy], ['APPROVED', 'ada']);
    ok(Date.parse(second.body.decidedAt) > 0);
  });

  it('runs out', async (test) => {
    const visitor = await openEmulator(test, [ask({ ...pay, expiresInMs: 60_000 })]);
    const runId = await visitor.start();
    visitor.emulator.advance(60_000);
    const { events } = await visitor.hear(runId);
    equal(spoken(events), 'Too late.');
    const late = await visitor.call('POST', `/runs/${runId}/approvals/pay/approve`);
    deepEqual([late.status, late.body.status], [410, 'EXPIRED']);
  });

  it('has to exist', async (test) => {
    const visitor = await openEmulator(test, [ask(pay)]);
    const runId = await visitor.start();
    equal((await visitor.call('POST', `/runs/${runId}/approvals/other/approve`)).status, 404);
    equal((await visitor.call('POST', `/runs/run_of_nobody/approvals/pay/approve`)).status, 404);
  });

  it('can be given by someone else', async (test) => {
    const visitor = await openEmulator(test, [ask(pay)]);
    const runId = await visitor.start();
    visitor.emulator.decide(runId, 'pay', { decision: 'approved', by: 'Grace' });
    const { status, body } = await visitor.call('POST', `/runs/${runId}/approvals/pay/approve`);
    deepEqual([status, body.decidedBy], [409, 'Grace']);
    equal(visitor.emulator.approvals()[0]?.decidedBy, 'Grace');
  });

  it('can be asked for by an interruption', async (test) => {
    const visitor = await openEmulator(test, [ask({ ...pay, as: 'interruption', description: 'Is that right?' })]);
    const runId = await visitor.start();
    await visitor.call('POST', `/runs/${runId}/approvals/pay/approve`);
    const { events } = await visitor.hear(runId);
    const { approvalId, reason } = named(events, 'INTERRUPTION')?.data ?? {};
    deepEqual([approvalId, reason], ['pay', 'Is that right?']);
  });

  it('can end the stream with an interrupt, and go on in the same run', async (test) => {
    const visitor = await openEmulator(test, [say('Hm. '), interrupt(pay)]);
    const runId = await visitor.start();
    const first = await visitor.hear(runId);
    equal(first.cut, false);
    const last = first.events.at(-1);
    equal(last?.data.outcome.interrupts[0].id, 'pay');
    await visitor.call('POST', `/runs/${runId}/approvals/pay/approve`);
    const second = await visitor.hear(runId, { lastEventId: last?.id ?? '' });
    equal(spoken(second.events), 'Paid 10.');
    equal(second.events.at(-1)?.event, 'RUN_FINISHED');
    const whole = await visitor.hear(runId);
    deepEqual(whole.events, [...first.events, ...second.events]);
  });

  it('does not hold whoever starts and waits', async (test) => {
    const visitor = await openEmulator(test, [ask(pay)]);
    const { body } = await visitor.call('POST', '/runs', { input: 'Go' });
    equal(body.status, 'WAITING_FOR_APPROVAL');
  });
});
