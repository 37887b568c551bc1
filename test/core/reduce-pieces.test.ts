import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AgentEvent } from '../../src/core/events.js';
import { createState, reduce } from '../../src/core/reduce.js';
import type { ConversationState, Turn } from '../../src/core/state.js';

const turn: Turn = { id: 't', question: 'Why?', askedAt: 0, requestId: 'r', status: 'running', parts: [] };
const asked = reduce(createState('c'), { type: 'asked', turn });

const apply = (state: ConversationState, events: readonly AgentEvent[]): ConversationState =>
  reduce(state, { type: 'agent', turnId: 't', events, at: 1 });

const say = (state: ConversationState, messageId: string): ConversationState =>
  reduce(state, { type: 'agent', turnId: 'u', events: [{ type: 'text-delta', messageId, delta: 'x' }], at: 1 });

const events = fc
  .record({
    type: fc.constantFrom(
      'text-start',
      'text-delta',
      'text-end',
      'reasoning-delta',
      'reasoning-end',
      'tool-call-args',
      'tool-call-end',
      'state-delta',
    ),
    id: fc.constantFrom('a', 'b'),
    helper: fc.constantFrom(undefined, 's'),
    delta: fc.constantFrom('', 'x', ' yes'),
  })
  .map(({ type, id, helper, delta }): AgentEvent => {
    const isCall = type.startsWith('tool');
    return {
      type,
      ...(isCall ? { toolCallId: id } : { messageId: id }),
      ...(helper && { subagentRunId: helper }),
      ...(/delta|args/.test(type) && { delta: type === 'state-delta' ? [] : delta }),
    } as unknown as AgentEvent;
  });

describe('the pieces of an answer', () => {
  it('come to the same whether they arrive together or one by one', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 20 }), (list) => {
        const oneByOne = list.reduce((state, event) => apply(state, [event]), asked);
        assert.deepEqual(apply(asked, list), oneByOne);
      }),
      { numRuns: 1000 },
    );
  });

  it('leave the turns before them, and the parts that they are none of, as they are', () => {
    const first = reduce(apply(asked, []), { type: 'ended', turnId: 't', status: 'finished', at: 1 });
    const second = reduce(first, { type: 'asked', turn: { ...turn, id: 'u' } });
    const before = say(second, 'a');
    const after = say(say(before, 'b'), 'b');
    assert.equal(after.turns[0], first.turns[0]);
    assert.equal(after.turns[1]?.parts[0], before.turns[1]?.parts[0]);
    assert.notEqual(after.turns[1], before.turns[1]);
  });
});
