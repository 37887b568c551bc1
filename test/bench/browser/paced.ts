import type { ContestantPage } from '../page/contestant.js';
import type { Arena } from './arena.js';
import { type Contestant, floors, ours } from './contestants.js';
import { type Options, medianOf, takeTurns } from './rounds.js';
import { amount, ms, printTable, times } from './table.js';

interface Flow {
  readonly cpu: number;
  /** Frames that were due and did not come. */
  readonly dropped: number;
  /** Between two frames, ms. */
  readonly longestGap: number;
  /** Tasks over 50 ms. */
  readonly longTasks: number;
}

const due = 1000 / 60;

const flowOf = (arena: Arena, contestant: Contestant, load: string): Promise<Flow> =>
  arena.enter(contestant, async ({ page, cpu }) => {
    const before = await cpu();
    const seen = await page.evaluate(
      async (frame, name) => {
        const { contestant: here } = globalThis as unknown as ContestantPage;
        let longTasks = 0;
        const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
        observer.observe({ type: 'longtask' });
        const gaps: number[] = [];
        let last = 0;
        let over = false;
        const look = (now: number): void => {
          if (last > 0) gaps.push(now - last);
          last = now;
          if (!over) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        await here.send(name);
        await new Promise(requestAnimationFrame);
        over = true;
        observer.disconnect();
        const dropped = gaps.reduce((count, gap) => count + Math.max(0, Math.round(gap / frame) - 1), 0);
        return { dropped, longestGap: Math.max(...gaps), longTasks };
      },
      due,
      load,
    );
    return { ...seen, cpu: (await cpu()) - before };
  });

/** An answer at the pace of a fast agent: 200 deltas a second for 10 s. */
export const paced = async (arena: Arena, { quick, peers }: Options): Promise<void> => {
  const contestants = quick ? [floors.append, ours.module] : [floors.append, ours.module, ...peers];
  for (const kilobytes of quick ? [10] : [10, 80]) {
    const flows = await takeTurns(contestants, quick ? 1 : 3, (each) => flowOf(arena, each, `paced-${kilobytes}`));
    const of = (contestant: Contestant, what: keyof Flow): number =>
      medianOf(flows.get(contestant), (flow) => flow[what]);
    printTable(
      `200 deltas a second for 10 s, ${kilobytes} kB in all: main-thread time and frames`,
      ['', 'median', `times ${floors.append.name}`, 'frames dropped', 'longest gap', 'long tasks'],
      contestants.map((each) => [
        each.name,
        ms(of(each, 'cpu')),
        times(of(each, 'cpu'), of(floors.append, 'cpu')),
        amount(of(each, 'dropped')),
        ms(of(each, 'longestGap')),
        amount(of(each, 'longTasks')),
      ]),
    );
  }
};
