import { lastWords } from '../answer.js';
import type { ContestantPage } from '../page/contestant.js';
import type { Arena } from './arena.js';
import { type Contestant, floors, ours } from './contestants.js';
import { loads } from './loads.js';
import { type Options, medianOf, takeTurns } from './rounds.js';
import { ms, printTable, times } from './table.js';

/** Work that is put off for a moment, such as writing to storage, belongs to the answer, too. */
const afterwards = 700;

interface Cost {
  readonly cpu: number;
  /** The part of the answer that can be read in the end. */
  readonly shown: number;
}

/** Main-thread time from the question until the whole answer stands there. */
export const costOf = (arena: Arena, contestant: Contestant, load: string): Promise<Cost> =>
  arena.enter(contestant, async ({ page, cpu }) => {
    const before = await cpu();
    await page.evaluate(
      async (name, wait) => {
        const { contestant: here } = globalThis as unknown as ContestantPage;
        await here.send(name);
        await new Promise((resolve) => {
          requestAnimationFrame(() => setTimeout(resolve, wait));
        });
      },
      load,
      afterwards,
    );
    const after = await cpu();
    const [text, complete] = await page.evaluate((words) => {
      const { contestant: here } = globalThis as unknown as ContestantPage;
      const found = here.messages()?.textContent ?? '';
      return [found.length, found.includes(words)] as const;
    }, lastWords);
    return { cpu: after - before, shown: complete ? 1 : Math.min(0.99, text / loads[load]!.length) };
  });

/** Answers that arrive as fast as they can be sent. */
export const bursts = async (arena: Arena, { quick, peers }: Options): Promise<void> => {
  const contestants = quick
    ? [floors.once, ours.module]
    : [floors.once, floors.append, ours.module, ours.classic, ...peers];
  for (const contestant of contestants) await costOf(arena, contestant, 'burst-20');
  for (const kilobytes of quick ? [80, 400] : [20, 80, 400]) {
    const results = await takeTurns(contestants, quick ? 2 : 5, (each) => costOf(arena, each, `burst-${kilobytes}`));
    const cpu = (contestant: Contestant): number => medianOf(results.get(contestant), (cost) => cost.cpu);
    printTable(
      `A burst of ${kilobytes} kB in ${loads[`burst-${kilobytes}`]!.deltas} deltas: main-thread time`,
      ['', 'median', `times ${floors.once.name}`, 'shown'],
      contestants.map((each) => [
        each.name,
        ms(cpu(each)),
        times(cpu(each), cpu(floors.once)),
        `${Math.floor((results.get(each)?.[0]?.shown ?? 0) * 100)} %`,
      ]),
    );
  }
};
