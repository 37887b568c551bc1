import { lastWords } from '../answer.js';
import type { Page } from 'puppeteer-core';
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

/** Asks, and waits until all of the answer is shown and what is put off is done. Tells how much of it can be read. */
const ask = (page: Page, load: string, asked: number): Promise<number> =>
  page.evaluate(
    async (name, wait, words, count, length) => {
      const { contestant: here } = globalThis as unknown as ContestantPage;
      await here.send(name);
      let text = '';
      // Some go on drawing after the end. Nobody waits longer than half a minute.
      for (let time = 0; time < 40 && text.split(words).length <= count; time++) {
        await new Promise((resolve) => {
          setTimeout(resolve, wait);
        });
        text = here.messages()?.textContent ?? '';
      }
      return text.split(words).length > count ? 1 : Math.min(0.99, text.length / length);
    },
    load,
    afterwards,
    lastWords,
    asked,
    loads[load]!.length,
  );

/** Main-thread time from the question until the whole answer stands there; after a short one, unless that is the `first`. */
export const costOf = (arena: Arena, contestant: Contestant, load: string, first = false): Promise<Cost> =>
  arena.enter(contestant, async ({ page, cpu }) => {
    if (!first) await ask(page, 'short', 1);
    const before = await cpu();
    const shown = await ask(page, load, first ? 1 : 2);
    return { cpu: (await cpu()) - before, shown };
  });

/** Answers that arrive as fast as they can be sent. */
export const bursts = async (arena: Arena, { quick, peers }: Options): Promise<void> => {
  const contestants = quick
    ? [floors.once, ours.module]
    : [floors.once, floors.append, ours.module, ours.classic, ...peers];
  for (const contestant of contestants) await costOf(arena, contestant, 'burst-20');
  const measure = async (title: string, load: string, first?: boolean): Promise<void> => {
    const results = await takeTurns(contestants, quick ? 2 : 3, (each) => costOf(arena, each, load, first));
    const cpu = (contestant: Contestant): number => medianOf(results.get(contestant), (cost) => cost.cpu);
    printTable(
      `${title}: main-thread time`,
      ['', 'median', `times ${floors.once.name}`, 'shown'],
      contestants.map((each) => [
        each.name,
        ms(cpu(each)),
        times(cpu(each), cpu(floors.once)),
        `${Math.floor((results.get(each)?.[0]?.shown ?? 0) * 100)} %`,
      ]),
    );
  };
  for (const kilobytes of [20, 80, 400])
    await measure(`A burst of ${kilobytes} kB in ${kilobytes * 25} deltas`, `burst-${kilobytes}`);
  if (!quick) await measure('The first answer, a short one, with all that is loaded for it', 'short', true);
};
