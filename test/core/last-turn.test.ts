import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createState, reduce } from '../../src/core/reduce.js';
import { type ConversationState, type Turn, answerText } from '../../src/core/state.js';

const turn = (id: string): Turn => ({
  id,
  question: 'Why?',
  askedAt: 0,
  requestId: id,
  status: 'running',
  parts: [],
});
const say = (state: ConversationState, delta: string): ConversationState => {
  const events = [{ type: 'text-delta', messageId: 'm', delta } as const];
  return reduce(state, { type: 'agent', turnId: 'last', events, at: 0 });
};
const text = (state: ConversationState) => state.turns.map(answerText);

describe('the list of turns', () => {
  it('is, in each state, what it was then, whenever it is read', () => {
    const asked = { ...createState('c'), turns: [turn('first'), turn('last')] };
    const one = say(asked, 'one');
    const two = say(one, ' two');
    const draft = reduce(two, { type: 'draft', text: 'And?' });
    const three = say(draft, ' three');
    assert.deepEqual([three, one, asked, two, draft].map(text), [
      ['', 'one two three'],
      ['', 'one'],
      ['', ''],
      ['', 'one two'],
      ['', 'one two'],
    ]);
    assert.equal(three.turns[0], asked.turns[0]);
    assert.equal(three.turns, three.turns);
    assert.equal(three.draft, 'And?');
  });

  it('goes to storage and comes back as it was', () => {
    const state = say(say({ ...createState('c'), turns: [turn('first'), turn('last')] }, 'one'), ' two');
    const back = JSON.parse(JSON.stringify(state)) as ConversationState;
    assert.deepEqual(text(back), ['', 'one two']);
    assert.deepEqual(text(say(back, ' three')), ['', 'one two three']);
  });
});
