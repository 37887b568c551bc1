import type { ContestantPage } from '../page/contestant.js';
import type { Arena } from './arena.js';
import { type Contestant, ours } from './contestants.js';
import { keep } from './history.js';
import { seenAt, watchForLast } from './restore.js';
import { type Options, medianOf, orTooSlow, takeTurns } from './rounds.js';
import { ms, printTable, times } from './table.js';

const text = 'Where is my order from last week?';

/** Main-thread time of one key, with so many messages before it. */
const keyCost = (arena: Arena, contestant: Contestant, messages: number): Promise<number> =>
  arena.enter(
    contestant,
    async (ring) => {
      if (messages > 0) await seenAt(ring);
      const { page, cpu } = ring;
      await page.evaluate(() => (globalThis as unknown as ContestantPage).contestant.input()?.focus());
      // What is put off at opening is over, and the first keys are warm-up.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await page.keyboard.type('Hello. ', { delay: 40 });
      const before = await cpu();
      await page.keyboard.type(text, { delay: 40 });
      await page.evaluate(() => new Promise(requestAnimationFrame));
      return ((await cpu()) - before) / text.length;
    },
    async (page) => {
      if (messages === 0) return;
      await keep(contestant, messages)(page);
      await watchForLast({ page }, messages);
    },
  );

/** What each key costs in a long conversation, beside an empty one. */
export const typing = async (arena: Arena, { quick, peers }: Options): Promise<void> => {
  const contestants = quick ? [ours.module] : [ours.module, ours.classic, ...peers];
  const lengths = quick ? [0, 5000] : [0, 1000, 5000];
  const results = await takeTurns(contestants, 3, async (each) => {
    const costs: number[] = [];
    for (const messages of lengths) costs.push(await orTooSlow(keyCost(arena, each, messages)));
    return costs;
  });
  const of = (contestant: Contestant, index: number): number =>
    medianOf(results.get(contestant), (costs) => costs[index] ?? 0);
  printTable(
    'Main-thread time of a key, by messages in the conversation',
    ['', ...lengths.map(String), 'times an empty one'],
    contestants.map((each) => [
      each.name,
      ...lengths.map((_, index) => ms(of(each, index))),
      times(of(each, lengths.length - 1), of(each, 0)),
    ]),
  );
};
