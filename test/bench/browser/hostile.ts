import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { ZabyAgent } from '../../../src/element/zaby-agent.js';
import type { ContestantPage } from '../page/contestant.js';
import type { Arena, Ring } from './arena.js';
import { ours } from './contestants.js';
import { attackLoads } from './loads.js';
import type { Options } from './rounds.js';
import { ms, printTable } from './table.js';

/** How many times slower the processor is. */
const throttle = 4;
/** So many share a page, each with a conversation of its own. */
const together = 2;
/** A step that takes longer is felt. In ms. */
const felt = 50;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Wall clock and CPU time, µs. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** In ms. */
interface Step {
  readonly whole: number;
  /** Of it, the browser collected garbage. */
  readonly garbage: number;
}

const isGarbage = ({ name }: TraceEvent): boolean => /^(?:Major|Minor)GC$|^V8\.GC/.test(name);

/** CPU time of the slower processor, in ms. */
const timeOf = ({ tdur = 0 }: TraceEvent): number => (tdur * throttle) / 1000;

const garbageIn = (events: readonly TraceEvent[]): number => {
  let end = 0;
  let sum = 0;
  for (const each of events) {
    if (!isGarbage(each) || each.ts < end) continue;
    end = each.ts + (each.dur ?? 0);
    sum += timeOf(each);
  }
  return sum;
};

/** The longest task of the main thread behind each mark. */
const longestSteps = (events: readonly TraceEvent[]): Map<string, Step> => {
  const marks = events
    .filter(({ name }) => attackLoads.has(name) || name === 'between attacks')
    .toSorted((a, b) => a.ts - b.ts);
  const main = marks[0];
  const own = events.filter(({ pid, tid }) => pid === main?.pid && tid === main.tid).toSorted((a, b) => a.ts - b.ts);
  const steps = new Map<string, Step>();
  for (const [index, task] of own.entries()) {
    if (task.name !== 'ThreadControllerImpl::RunTask') continue;
    const mark = marks.findLast((each) => each.ts <= task.ts);
    const whole = timeOf(task);
    if (!mark || !attackLoads.has(mark.name) || whole <= (steps.get(mark.name)?.whole ?? 0)) continue;
    const inside = own.slice(index + 1).filter(({ ts }) => ts < task.ts + (task.dur ?? 0));
    steps.set(mark.name, { whole, garbage: garbageIn(inside) });
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

/**
 * Lets the page's clock run faster, so that it takes its own work for so much slower: Chromium's way to slow a page down counts as work
 * what the page waits for, other programs on the machine as well.
 */
const slowDown = async (page: Page): Promise<void> => {
  await page.evaluateOnNewDocument((factor) => {
    const now = performance.now.bind(performance);
    performance.now = () => now() * factor;
  }, throttle);
};

/** The longest step of some attacks, on a page of their own. */
const stepsOf = (arena: Arena, some: readonly (readonly [string, string])[]): Promise<Map<string, Step>> => {
  const measure = async ({ page, session }: Ring): Promise<Map<string, Step>> => {
    const path = join(tmpdir(), `zaby-bench-trace-${process.pid}.json`);
    await page.evaluate(() => (globalThis as unknown as ContestantPage).contestant.send('short'));
    await page.tracing.start({ path, categories: ['toplevel', 'blink.user_timing', 'v8'] });
    for (const [name, load] of some) {
      // What the one before left behind is not to be cleaned up during this one.
      await session.send('HeapProfiler.collectGarbage');
      await attack(page, name, load);
    }
    await page.tracing.stop();
    const { traceEvents } = JSON.parse(await readFile(path, 'utf8')) as { traceEvents: TraceEvent[] };
    await rm(path);
    return longestSteps(traceEvents);
  };
  return arena.enter(ours.module, measure, slowDown);
};

/**
 * Texts made to cost much, 100 kB each in a single event: how long the page is held up at a time.
 *
 * Who has a long step has another try alone, and the shorter one counts.
 */
export const hostile = async (arena: Arena, { quick }: Options): Promise<void> => {
  const all = [...attackLoads].filter((_, index) => !quick || index % 5 === 0);
  const found = new Map<string, Step>();
  for (let index = 0; index < all.length; index += together)
    for (const [name, step] of await stepsOf(arena, all.slice(index, index + together))) found.set(name, step);
  for (const [name, step] of found) {
    if (step.whole <= felt) continue;
    const again = (await stepsOf(arena, [[name, attackLoads.get(name)!]])).get(name);
    if (again && again.whole < step.whole) found.set(name, again);
  }
  const steps = [...found].toSorted(([, one], [, other]) => other.whole - one.whole);
  const long = steps.filter(([, { whole }]) => whole > felt);
  const own = long.filter(([, { whole, garbage }]) => whole - garbage > felt);
  printTable(
    `${steps.length} attacks of 100 kB, each in a single event, the processor ${throttle} times slower: ${long.length} have a step over ${felt} ms, ${own.length} but for collecting garbage`,
    ['', 'longest step', 'of it garbage'],
    steps.slice(0, Math.max(5, long.length)).map(([name, { whole, garbage }]) => [name, ms(whole), ms(garbage)]),
  );
};
