import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { ZabyAgent } from '../../../src/element/zaby-agent.js';
import type { ContestantPage } from '../page/contestant.js';
import type { Arena } from './arena.js';
import { ours } from './contestants.js';
import { attackLoads } from './loads.js';
import type { Options } from './rounds.js';
import { ms, printTable } from './table.js';

const throttle = 4;
/** So many share a page, each with a conversation of its own. */
const together = 2;
/** A step that takes longer is felt. In ms. */
const felt = 50;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** CPU time, µs. */
  readonly tdur?: number;
}

/** The longest task of the main thread behind each mark, in ms. */
const longestSteps = (events: readonly TraceEvent[]): Map<string, number> => {
  const marks = events
    .filter(({ name }) => attackLoads.has(name) || name === 'between attacks')
    .toSorted((a, b) => a.ts - b.ts);
  const main = marks[0];
  const steps = new Map<string, number>();
  for (const { name, pid, tid, ts, tdur = 0 } of events) {
    if (name !== 'ThreadControllerImpl::RunTask' || pid !== main?.pid || tid !== main.tid) continue;
    const mark = marks.findLast((each) => each.ts <= ts);
    if (mark && attackLoads.has(mark.name)) steps.set(mark.name, Math.max(steps.get(mark.name) ?? 0, tdur / 1000));
  }
  return steps;
};

/** Sends one attack and waits until the page is calm again, then begins anew. */
const attack = (page: Page, name: string, load: string): Promise<void> =>
  page.evaluate(
    async (mark, question) => {
      const { contestant } = globalThis as unknown as ContestantPage;
      performance.mark(mark);
      await contestant.send(question);
      let changed = false;
      const observer = new MutationObserver(() => (changed = true));
      observer.observe(contestant.messages()!, { childList: true, subtree: true, characterData: true });
      const begin = performance.now();
      let last = begin;
      // A third of a second in which nothing is drawn, and no frame is late; and not forever.
      for (let calm = 0; calm < 20 && last - begin < 20_000;) {
        const now = await new Promise<number>(requestAnimationFrame);
        calm = !changed && now - last < 40 ? calm + 1 : 0;
        changed = false;
        last = now;
      }
      observer.disconnect();
      // What takes the answer away again is none of its steps.
      await new Promise(requestAnimationFrame);
      performance.mark('between attacks');
      await new Promise((resolve) => setTimeout(resolve));
      await document.querySelector<ZabyAgent>('zaby-agent')!.reset();
      await new Promise(requestAnimationFrame);
    },
    name,
    load,
  );

/** The longest step of some attacks, on a page of their own. */
const stepsOf = (arena: Arena, some: readonly (readonly [string, string])[]): Promise<Map<string, number>> =>
  arena.enter(ours.module, async ({ page, session }) => {
    const path = join(tmpdir(), `zaby-bench-trace-${process.pid}.json`);
    await page.evaluate(() => (globalThis as unknown as ContestantPage).contestant.send('short'));
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    await page.tracing.start({ path, categories: ['toplevel', 'blink.user_timing'] });
    for (const [name, load] of some) {
      // What the one before left behind is not to be cleaned up during this one.
      await session.send('HeapProfiler.collectGarbage');
      await attack(page, name, load);
    }
    await page.tracing.stop();
    const { traceEvents } = JSON.parse(await readFile(path, 'utf8')) as { traceEvents: TraceEvent[] };
    await rm(path);
    return longestSteps(traceEvents);
  });

/**
 * Texts made to cost much, 100 kB each in a single event: how long the page is held up at a time.
 *
 * Slowed down, waiting for another thread counts as work; what others on the machine do can make a step long. Who has a long one has
 * another try alone, and the shorter one counts.
 */
export const hostile = async (arena: Arena, { quick }: Options): Promise<void> => {
  const all = [...attackLoads].filter((_, index) => !quick || index % 5 === 0);
  const found: [string, number][] = [];
  for (let index = 0; index < all.length; index += together)
    found.push(...(await stepsOf(arena, all.slice(index, index + together))));
  for (const each of found) {
    const [name, step] = each;
    if (step > felt)
      each[1] = Math.min(step, (await stepsOf(arena, [[name, attackLoads.get(name)!]])).get(name) ?? step);
  }
  const steps = found.toSorted(([, one], [, other]) => other - one);
  const long = steps.filter(([, step]) => step > felt);
  printTable(
    `${steps.length} attacks of 100 kB, each in a single event, the processor ${throttle} times slower: ${long.length} have a step over ${felt} ms`,
    ['', 'longest step'],
    steps.slice(0, Math.max(5, long.length)).map(([name, step]) => [name, ms(step)]),
  );
};
