import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AgentDefinition, type Emulator } from '../../demo/emulator/index.js';
import { type Step, ask, deny, drop, emit, hang, html, late, lose, say, wait } from '../../demo/emulator/script.js';
import type { ApprovalPart, Conversation } from '../../src/core/index.js';
import { type Agent, openAgent, transcript, until } from '../core/open-agent.js';

const approvalId = 'refund-1';

const refund = (before: readonly Step[] = [], onReject: readonly Step[] = [say('Kept.')]): AgentDefinition => ({
  scripts: [
    [
      ...before,
      ask({ tool: 'refund', title: 'Refund?', approvalId, args: { amount: 5 }, onApprove: [say('Done.')], onReject }),
    ],
  ],
});

const cardOf = (conversation: Conversation): ApprovalPart => {
  const cards = conversation.state.turns.flatMap(({ parts }) => parts.filter((part) => part.kind === 'approval'));
  assert.equal(cards.length, 1, 'There is one card');
  return cards[0]!;
};

const openRefund = async (definition: AgentDefinition): Promise<Agent> => {
  const agent = await openAgent(definition);
  void agent.conversation.send('Refund me');
  await until(agent.conversation, ({ status }) => status === 'waiting-approval');
  return agent;
};

const sent = ({ emulator }: Agent): number => emulator.requests({ name: 'approvals' }).length;

const decideElsewhere = (emulator: Emulator, decision: 'approved' | 'rejected') =>
  emulator.decide(emulator.runs()[0]!.runId, approvalId, { decision, by: 'Ann' });

describe('a decision that was made elsewhere', () => {
  it('F36 shows as it was made, and by whom, though this person decided otherwise', async () => {
    await using agent = await openRefund(
      // The stream is slow to tell: the answer to the decision is the first to know.
      refund([deny(409, { on: 'approvals', body: { status: 'REJECTED', decidedBy: 'Ann', decidedAt: '2026-03-01' } })]),
    );
    await agent.conversation.approve(approvalId);
    const { status, decidedBy, decidedAt } = cardOf(agent.conversation);
    assert.deepEqual([status, decidedBy, decidedAt], ['rejected', 'Ann', '2026-03-01']);
    assert.equal(sent(agent), 1);
    assert.ok(!agent.events.some(({ type }) => type === 'error'));
  });

  it('F36 shows as decided where nobody says how', async () => {
    await using agent = await openRefund(refund([deny(409, { on: 'approvals', body: {} })]));
    await agent.conversation.reject(approvalId);
    assert.equal(cardOf(agent.conversation).status, 'decided');
    assert.equal(sent(agent), 1);
  });

  it('F36 in another tab shows in this one, by the stream', async () => {
    await using agent = await openRefund(refund());
    decideElsewhere(agent.emulator, 'approved');
    await until(agent.conversation, ({ status }) => status === 'finished');
    const { status, decidedBy } = cardOf(agent.conversation);
    assert.deepEqual([status, decidedBy, sent(agent)], ['approved', 'Ann', 0]);
  });
});

describe('a decision that comes too late', () => {
  for (const status of [404, 410]) {
    it(`F37 (${status}) shows that the request has expired, and is not sent again`, async () => {
      await using agent = await openRefund(refund([deny(status, { on: 'approvals', times: 9 })]));
      await agent.conversation.approve(approvalId);
      assert.equal(cardOf(agent.conversation).status, 'expired');
      await agent.conversation.approve(approvalId);
      assert.equal(sent(agent), 1);
    });
  }

  it('F37 is known by the platform’s own clock', async () => {
    await using agent = await openRefund({
      scripts: [[ask({ tool: 'refund', title: 'Refund?', approvalId, expiresInMs: 60_000, onExpire: [say('Late.')] })]],
    });
    agent.emulator.advance(61_000);
    await agent.conversation.approve(approvalId);
    await until(agent.conversation, ({ status }) => status === 'finished');
    assert.equal(cardOf(agent.conversation).status, 'expired');
    assert.ok(transcript(agent.conversation).includes('agent: Late.'));
  });
});

describe('a decision whose outcome nobody knows', () => {
  for (const [how, fault] of Object.entries({
    'fails (500)': deny(500, { on: 'approvals', times: 3 }),
    'is never answered': hang('approvals', 3),
  })) {
    it(`F38 since it ${how} is tried three times, never guessed, and may be made again`, async () => {
      await using agent = await openRefund(refund([fault]));
      const { conversation } = agent;
      await conversation.approve(approvalId);
      const { status, error } = cardOf(conversation);
      assert.deepEqual([status, error?.retryable], ['unconfirmed', true]);
      assert.equal(conversation.state.turns[0]?.status, 'running');
      await conversation.approve(approvalId);
      await until(conversation, (turn) => turn.status === 'finished');
      assert.deepEqual([cardOf(conversation).status, cardOf(conversation).error], ['approved', undefined]);
      assert.equal(sent(agent), 4);
      assert.ok(transcript(conversation).includes('agent: Done.'));
    });
  }

  it('F38 since its answers are lost is made once, and shows as made', async () => {
    await using agent = await openRefund(refund([lose('approvals')]));
    await agent.conversation.approve(approvalId);
    await until(agent.conversation, ({ status }) => status === 'finished');
    assert.equal(cardOf(agent.conversation).status, 'approved');
    assert.equal(agent.emulator.approvals().length, 1);
  });

  it('F38 is looked up in what the platform has stored, where the stream does not tell', async () => {
    // It was decided, every answer is lost, and the stream hangs.
    await using agent = await openRefund(refund([lose('approvals', 3), hang('aiui'), drop(), wait(1)]));
    const { conversation } = agent;
    await conversation.approve(approvalId);
    assert.equal(cardOf(conversation).status, 'approved');
  });

  it('F38 is settled by the stream', async () => {
    await using agent = await openRefund(refund([hang('approvals', 3)]));
    const { conversation, emulator } = agent;
    const approving = conversation.approve(approvalId);
    decideElsewhere(emulator, 'rejected');
    await approving;
    await until(conversation, ({ status }) => status === 'finished');
    assert.equal(cardOf(conversation).status, 'rejected');
  });

  it('F38 is no decision where a page came instead of an answer', async () => {
    await using agent = await openRefund(refund([html({ on: 'approvals', status: 502, times: 3 })]));
    await agent.conversation.approve(approvalId);
    assert.equal(cardOf(agent.conversation).status, 'unconfirmed');
  });
});

describe('a decision that the stream contradicts', () => {
  it('F39 gives way to the stream, which is faster than its answer', async () => {
    await using agent = await openRefund(refund([late('approvals', 80)]));
    const { conversation, emulator } = agent;
    const approving = conversation.approve(approvalId);
    assert.equal(cardOf(conversation).status, 'sending');
    decideElsewhere(emulator, 'rejected');
    await until(conversation, ({ status }) => status === 'finished');
    await approving;
    const { status, decidedBy } = cardOf(conversation);
    assert.deepEqual([status, decidedBy, sent(agent)], ['rejected', 'Ann', 1]);
    assert.ok(transcript(conversation).includes('agent: Kept.'));
  });

  it('F39 gives way to the stream, which comes after its answer', async () => {
    const told = { approvalId, status: 'REJECTED', decidedBy: 'Policy' };
    await using agent = await openRefund({
      scripts: [
        [
          ask({
            tool: 'refund',
            title: 'Refund?',
            approvalId,
            onApprove: [emit({ type: 'CUSTOM', name: 'approval-resolved', value: told }), say('Policy said no.')],
          }),
        ],
      ],
    });
    await agent.conversation.approve(approvalId);
    await until(agent.conversation, ({ status }) => status === 'finished');
    const { status, decidedBy } = cardOf(agent.conversation);
    assert.deepEqual([status, decidedBy], ['rejected', 'Policy']);
  });
});
