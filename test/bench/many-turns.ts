import type { ConversationState, Turn } from '../../src/core/index.js';
import { openConversation } from './converse.js';
import { chunk, lastChunk } from './events.js';
import type { Core } from './load-core.js';
import { measure, ratio } from './measure.js';

const turns = 5_000;
const chunkCount = 2_000;

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
    for (let index = 0; index < chunkCount; index++) {
      const events = [{ type: 'text-delta', messageId: 'm', delta: 'x' } as const];
      now = core.reduce(now, { type: 'agent', turnId: 'turn', events, at: 0 });
    }
  };
};

/** A whole conversation that was restored from storage, so many pieces in a chunk; the time from the first chunk to the last. */
const converseAfter = (core: Core, before: number, perChunk: number) => {
  const saved = JSON.stringify({ version: 1, state: state(core, before) });
  return async () => {
    let sent = 0;
    let first = 0;
    let last = 0;
    const next = () => {
      sent += 1;
      if (sent === 2) first = performance.now();
      if (sent === chunkCount + 1) last = performance.now();
      if (sent > chunkCount + 1) return undefined;
      return sent > chunkCount ? lastChunk(chunkCount * perChunk) : chunk((sent - 1) * perChunk, perChunk);
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

const each = (ms: number, pieces: number): string => `${((ms / pieces) * 1000).toFixed(2)} µs`;

const say = (what: string, many: number, few: number, pieces: number): void =>
  console.log(`  ${what}: ${each(many, pieces)}, ${ratio(many, few)}`);

export const manyTurns = async (core: Core): Promise<void> => {
  const large = 200;
  const times = await measure({
    few: converseAfter(core, 1, 1),
    many: converseAfter(core, turns, 1),
    largeFew: converseAfter(core, 1, large),
    largeMany: converseAfter(core, turns, large),
    reduceFew: reduceAfter(core, 1),
    reduceMany: reduceAfter(core, turns),
  });
  console.log('One more piece after 5,000 turns, beside one after a single turn');
  say('in a chunk of 16 kB', times.largeMany, times.largeFew, chunkCount * large);
  say('in a chunk of its own', times.many, times.few, chunkCount);
  say('in the reducer alone, a list of its own', times.reduceMany, times.reduceFew, chunkCount);
};
