import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApprovalPart, ConversationState, Turn } from '../../src/core/index.js';
import { createNormalizer } from '../../src/core/normalize.js';
import { createState, reduce } from '../../src/core/reduce.js';

const asked: Turn = { id: 'turn', question: '', askedAt: 0, requestId: '', runId: 'run', status: 'running', parts: [] };

/** The turn after these events. */
const play = (...events: object[]): Turn => {
  const normalize = createNormalizer();
  return events.reduce<ConversationState>(
    (state, data) =>
      reduce(state, { type: 'agent', turnId: 'turn', events: normalize({ event: 'message', data }), at: 0 }),
    reduce(createState('conversation'), { type: 'asked', turn: asked }),
  ).turns[0]!;
};

const cards = ({ parts }: Turn): ApprovalPart[] =>
  parts.filter((part): part is ApprovalPart => part.kind === 'approval');

const custom = (value: unknown) => ({ type: 'CUSTOM', name: 'on_interrupt', value });

const question = { question: 'Refund 59 EUR?', args: { amount: 59 }, tool_name: 'refund_order' };

describe('a LangGraph agent that asks', () => {
  for (const [form, value] of [
    ['as JSON text', JSON.stringify(question)],
    ['as an object', question],
  ] as const)
    it(`by a custom event, ${form}, shows a card`, () => {
      const turn = play(custom(value));
      const [{ request } = assert.fail()] = cards(turn);
      assert.equal(turn.status, 'waiting-approval');
      assert.deepEqual(
        [request.description, request.args, request.toolName],
        [question.question, question.args, 'refund_order'],
      );
    });

  it('in one sentence shows it', () => {
    assert.equal(cards(play(custom('Proceed?')))[0]?.request.description, 'Proceed?');
  });

  it('and ends its run with that leaves the card undecided', () => {
    const turn = play(custom(question), { type: 'RUN_FINISHED' });
    assert.deepEqual([turn.status, cards(turn)[0]?.status], ['finished', 'undecided']);
  });

  it('by an interrupt as well shows one card, which can be decided, with what its node said', () => {
    const metadata = { langgraph: { raw: question } };
    const interrupts = [{ id: '0123', reason: 'langgraph:interrupt', metadata }];
    const turn = play(custom(question), { type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts } });
    assert.deepEqual(
      cards(turn).map(({ request, status }) => [request.approvalId, request.toolName, status]),
      [['0123', 'refund_order', 'pending']],
    );
    assert.deepEqual(
      cards(play({ type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts } }))[0]?.request.args,
      { amount: 59 },
    );
  });
});
