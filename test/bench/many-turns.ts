import type { ConversationState, Turn } from '../../src/core/index.js';
import { openConversation } from './converse.js';
import { chunk, lastChunk } from './events.js';
import type { Core } from './load-core.js';
import { measure, ratio } from './measure.js';

const deltas = 5_000;
const turns = 5_000;

const turn: Turn = { id: 'turn', question: 'Why?', askedAt: 0, requestId: 'request', status: 'running', parts: [] };

const ended = (index: number): Turn => ({
  ...turn,
  id: `turn${index}`,
  status: 'finished',
  parts: [{ kind: 'text', id: 'text:m', text: 'Because.', done: true }],
});

const state = (core: Core, before: number): ConversationState => ({
  ...core.createState('c'),
  turns: Array.from({ length: before }, (_, index) => ended(index)),
});

/** The reducer alone, a list of one event at a time. */
const reduceAfter = (core: Core, before: number) => {
  const asked = core.reduce(state(core, before), { type: 'asked', turn });
  return () => {
    let now = asked;
    for (let index = 0; index < deltas; index++) {
      const events = [{ type: 'text-delta', messageId: 'm', delta: 'x' } as const];
      now = core.reduce(now, { type: 'agent', turnId: 'turn', events, at: 0 });
    }
  };
};

/** A whole conversation that was restored from storage, a chunk of one event at a time; the time from the first one to the last. */
const converseAfter = (core: Core, before: number) => {
  const saved = JSON.stringify({ version: 1, state: state(core, before) });
  return async () => {
    let sent = 0;
    let first = 0;
    let last = 0;
    const next = () => {
      sent += 1;
      if (sent === 2) first = performance.now();
      if (sent === deltas + 1) last = performance.now();
      return sent <= deltas ? chunk(sent - 1, 1) : sent === deltas + 1 ? lastChunk(deltas) : undefined;
    };
    let kept = saved;
    const storage = {
      load: () => kept,
      save: (_key: string, text: string) => void (kept = text),
      remove: () => {},
      keys: () => [],
    };
    const conversation = openConversation(core, next, { storage });
    await conversation.restored;
    await conversation.send('Why?');
    conversation.dispose();
    return last - first;
  };
};

const each = (ms: number): string => `${((ms / deltas) * 1000).toFixed(1)} µs`;

export const manyTurns = async (core: Core): Promise<void> => {
  const times = await measure({
    few: converseAfter(core, 1),
    many: converseAfter(core, turns),
    reduceFew: reduceAfter(core, 1),
    reduceMany: reduceAfter(core, turns),
  });
  console.log(
    `One more piece after 5,000 turns: ${each(times.many)}, ${ratio(times.many, times.few)} that after one; ` +
      `in the reducer alone ${each(times.reduceMany)}, ${ratio(times.reduceMany, times.reduceFew)}`,
  );
};
