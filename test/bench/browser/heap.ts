import type { ContestantPage } from '../page/contestant.js';
import type { Arena, Ring } from './arena.js';
import { type Contestant, floors, ours } from './contestants.js';
import { keep } from './history.js';
import { seenAt, watchForLast } from './restore.js';
import { type Options, medianOf, orTooSlow, takeTurns } from './rounds.js';
import { megabytes, printTable } from './table.js';

const turns = 200;

/** What lives in the page's heap, in bytes. */
const heapOf = async ({ session }: Ring): Promise<number> => {
  // What was only weakly held goes with the second.
  for (let time = 0; time < 2; time++) await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
};

const ask = ({ page }: Ring, times: number): Promise<void> =>
  page.evaluate(async (count) => {
    const { contestant } = globalThis as unknown as ContestantPage;
    for (let index = 0; index < count; index++) await contestant.send('short');
    // What is put off is done by then.
    await new Promise((resolve) => {
      setTimeout(resolve, 1000);
    });
  }, times);

const added = (arena: Arena, contestant: Contestant): Promise<number> =>
  arena.enter(contestant, async (ring) => {
    // What is loaded and compiled for the first answers is not what turns cost.
    await ask(ring, 5);
    const before = await heapOf(ring);
    await ask(ring, turns);
    return (await heapOf(ring)) - before;
  });

const holding = (arena: Arena, contestant: Contestant, messages: number): Promise<number> =>
  arena.enter(
    contestant,
    async (ring) => {
      await seenAt(ring);
      return heapOf(ring);
    },
    async (page) => {
      await keep(contestant, messages)(page);
      await watchForLast({ page }, messages);
    },
  );

/** What a conversation keeps in memory. */
export const heap = async (arena: Arena, { quick, peers }: Options): Promise<void> => {
  const contestants = quick ? [ours.module] : [floors.once, ours.module, ours.classic, ...peers];
  const results = await takeTurns(contestants, quick ? 1 : 3, async (each) => ({
    added: await orTooSlow(added(arena, each)),
    held: await orTooSlow(holding(arena, each, 5000)),
  }));
  printTable(
    'Heap after collecting garbage',
    ['', `added by ${turns} short turns`, 'with 5000 messages'],
    contestants.map((each) => [
      each.name,
      megabytes(medianOf(results.get(each), (one) => one.added)),
      megabytes(medianOf(results.get(each), (one) => one.held)),
    ]),
  );
};
