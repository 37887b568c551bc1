import type { Page } from 'puppeteer-core';
import type { Arena } from './arena.js';
import { type Contestant, floors, ours } from './contestants.js';
import { type Options, medianOf, takeTurns } from './rounds.js';
import { ms, printTable, times } from './table.js';

interface LookingPage {
  usableAt?: number;
}

const throttle = 4;

/** Looks at each frame whether there is something to type into, from before the first script. */
const watchForInput = async (page: Page): Promise<void> => {
  await page.evaluateOnNewDocument(() => {
    const here = globalThis as unknown as LookingPage;
    const field = 'textarea:not([disabled]), [contenteditable=true]';
    const look = (): void => {
      const host = document.querySelector('zaby-agent, deep-chat');
      const input = host ? host.shadowRoot?.querySelector(field) : document.querySelector(field);
      if (!input || input.getBoundingClientRect().height === 0) requestAnimationFrame(look);
      else setTimeout(() => (here.usableAt = performance.now()));
    };
    requestAnimationFrame(look);
  });
};

const starting = (arena: Arena, contestant: Contestant): Promise<number> =>
  arena.visit(contestant, async ({ page, session }, open) => {
    await watchForInput(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    await open('bare');
    const handle = await page.waitForFunction(() => (globalThis as unknown as LookingPage).usableAt, {
      timeout: 0,
    });
    return (await handle.jsonValue()) ?? 0;
  });

/** From asking for the page until the person can type. */
export const startup = async (arena: Arena, { quick, peers }: Options): Promise<void> => {
  const contestants = [floors.empty, ours.module, ours.classic, ...(quick ? [] : peers)];
  // The browser keeps the compiled code of a script that it has run twice.
  await takeTurns(contestants, 3, (each) => starting(arena, each));
  const results = await takeTurns(contestants, quick ? 7 : 9, (each) => starting(arena, each));
  const of = (contestant: Contestant): number => medianOf(results.get(contestant), (at) => at);
  printTable(
    `Startup until the input can be used, the processor ${throttle} times slower`,
    ['', 'median', `times ${floors.empty.name}`],
    contestants.map((each) => [each.name, ms(of(each)), times(of(each), of(floors.empty))]),
  );
};
