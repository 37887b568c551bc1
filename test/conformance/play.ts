import type { AgentEvent } from '../../src/core/events.js';
import { type Normalizer, createNormalizer } from '../../src/core/normalize.js';
import { createState, reduce } from '../../src/core/reduce.js';
import type { ConversationState, Turn } from '../../src/core/state.js';
import type { WireEvent } from '../../src/core/wire.js';
import { describePart } from '../core/open-agent.js';

/** A conversation whose one turn waits for what an agent sends. */
export const begin = (question = ''): ConversationState => {
  const turn: Turn = { id: 'turn', question, askedAt: 0, requestId: '', runId: 'run', status: 'running', parts: [] };
  return reduce(createState('conversation'), { type: 'asked', turn });
};

export const apply = (state: ConversationState, events: readonly AgentEvent[]): ConversationState =>
  reduce(state, { type: 'agent', turnId: 'turn', events, at: 0 });

export const wire = (data: unknown, event = 'message'): WireEvent => ({ event, data });

/** What a conversation looks like after these. */
export const play = (
  wires: readonly WireEvent[],
  normalize: Normalizer = createNormalizer(),
  state: ConversationState = begin(),
): ConversationState => wires.reduce((now, one) => apply(now, normalize(one)), state);

/** What a person would have read in the answer. */
export const shown = ({ turns }: ConversationState): string[] => (turns.at(-1)?.parts ?? []).map(describePart);

/** Without what is `undefined`. */
export const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
