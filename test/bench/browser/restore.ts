import type { ContestantPage } from '../page/contestant.js';
import type { Arena, Ring } from './arena.js';
import { type Contestant, floors, ours } from './contestants.js';
import { keep, lastOf } from './history.js';
import { type Options, medianOf, takeTurns } from './rounds.js';
import { ms, printTable, times } from './table.js';

interface LookingPage extends ContestantPage {
  lastSeenAt?: number;
}

/** Looks at each frame whether the last message is before the person, from before the first script. */
export const watchForLast = async ({ page }: Pick<Ring, 'page'>, messages: number): Promise<void> => {
  await page.evaluateOnNewDocument((words) => {
    const here = globalThis as unknown as LookingPage;
    const isVisible = (): boolean => {
      const all = here.contestant?.messages();
      const last = all?.lastElementChild;
      if (!last?.textContent?.includes(words)) return false;
      const { bottom, height } = last.getBoundingClientRect();
      return height > 0 && bottom > 0 && bottom <= innerHeight;
    };
    const look = (): void => {
      if (!isVisible()) requestAnimationFrame(look);
      // What this frame shows is painted when the next task runs.
      else setTimeout(() => (here.lastSeenAt = performance.now()));
    };
    requestAnimationFrame(look);
  }, lastOf(messages));
};

/** When the last message was seen, in ms since the page was asked for. */
export const seenAt = async ({ page }: Pick<Ring, 'page'>): Promise<number> => {
  const handle = await page.waitForFunction(() => (globalThis as unknown as LookingPage).lastSeenAt, {
    timeout: 0,
  });
  return (await handle.jsonValue()) ?? 0;
};

const restoring = (arena: Arena, contestant: Contestant, messages: number) =>
  arena.enter(
    contestant,
    async (ring) => ({ at: await seenAt(ring), cpu: await ring.cpu() }),
    async (page) => {
      await keep(contestant, messages)(page);
      await watchForLast({ page }, messages);
    },
  );

/** A conversation that was long before the page was opened. */
export const restore = async (arena: Arena, { quick, peers }: Options): Promise<void> => {
  const contestants = quick ? [floors.once, ours.module] : [floors.once, ours.module, ours.classic, ...peers];
  for (const contestant of contestants) await restoring(arena, contestant, 200);
  for (const messages of quick ? [5000] : [200, 1000, 5000]) {
    const results = await takeTurns(contestants, 3, (each) => restoring(arena, each, messages));
    const of = (contestant: Contestant, what: 'at' | 'cpu'): number =>
      medianOf(results.get(contestant), (one) => one[what]);
    printTable(
      `Opening with ${messages} messages: time until the last is visible`,
      ['', 'median', `times ${floors.once.name}`, 'main-thread time'],
      contestants.map((each) => [
        each.name,
        ms(of(each, 'at')),
        times(of(each, 'at'), of(floors.once, 'at')),
        ms(of(each, 'cpu')),
      ]),
    );
  }
};
