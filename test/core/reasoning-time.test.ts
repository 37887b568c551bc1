import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Change, createState, reduce } from '../../src/core/reduce.js';
import type { AgentEvent, ConversationState } from '../../src/core/index.js';

const told = (state: ConversationState, event: AgentEvent, at: number) =>
  reduce(state, { type: 'agent', turnId: 'turn', events: [event], at });

it('tells how long the agent thought, from its first thought to its last', () => {
  const asked: Change = {
    type: 'asked',
    turn: { id: 'turn', question: 'Why?', requestId: 'request', askedAt: 0, status: 'sending', parts: [] },
  };
  let state = reduce(createState('conversation'), asked);
  state = told(state, { type: 'reasoning-delta', messageId: 'a', delta: 'Hm' }, 1_000);
  state = told(state, { type: 'reasoning-delta', messageId: 'a', delta: '.' }, 2_000);
  state = told(state, { type: 'reasoning-end', messageId: 'a' }, 6_000);
  const [part] = state.turns[0]!.parts;
  assert.deepEqual(part?.kind === 'reasoning' && [part.startedAt, part.endedAt], [1_000, 6_000]);
});
