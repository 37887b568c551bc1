import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { launchBrowser } from '../../support/browser.js';
import type { ContestantPage } from '../page/contestant.js';
import { type Contestant, gatherFiles } from './contestants.js';
import { startServer } from './server.js';

/** A fresh page of one contestant, and what its main thread did. */
export interface Ring {
  readonly page: Page;
  readonly session: CDPSession;
  /** CPU time of the main thread so far, in ms: what others on this machine do is not in it. */
  cpu(): Promise<number>;
}

/** In ms; nobody waits longer for a page. */
const limit = 60_000;

/** A contestant was still at work when the time was over. */
export class TooSlow extends Error {}

/** Goes to the contestant's page; `bare` leaves out what lets the benchmark talk to it. */
type Open = (how?: 'bare') => Promise<void>;

/** Where contestants meet: one browser, one server, one page after the other. */
export interface Arena {
  readonly machine: string;
  /** Opens a blank page of the contestant's site, for `act` to go from there, and closes it. */
  visit<Result>(contestant: Contestant, act: (ring: Ring, open: Open) => Promise<Result>): Promise<Result>;
  /** Opens a contestant's page and lets `act` measure on it. `before` runs on a blank page of the same site and tab. */
  enter<Result>(
    contestant: Contestant,
    act: (ring: Ring) => Promise<Result>,
    before?: (page: Page) => Promise<void>,
  ): Promise<Result>;
  close(): Promise<void>;
}

const openRing = async (browser: Browser): Promise<Ring> => {
  const page = await browser.newPage();
  // What `tsx` puts around functions that have a name; those for the page take it along.
  await page.evaluateOnNewDocument('globalThis.__name = (value) => value');
  await page.setViewport({ width: 1000, height: 700 });
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  return {
    page,
    session,
    async cpu() {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0) * 1000;
    },
  };
};

/** Ends what a page is still at, so that it can be closed. */
const giveUp = async ({ session }: Ring): Promise<never> => {
  await session.send('Runtime.terminateExecution');
  throw new TooSlow();
};

export const openArena = async (withPeers: boolean): Promise<Arena> => {
  const server = await startServer(await gatherFiles(withPeers));
  // A page that is busy for a minute answers late.
  const browser = await launchBrowser({ protocolTimeout: 2 * limit });

  const visit: Arena['visit'] = async ({ path, name }, act) => {
    const ring = await openRing(browser);
    const { page } = ring;
    page.on('pageerror', (error) => console.log(`  ${name} had an error: ${String(error)}`));
    try {
      await page.goto(`${server.origin}/blank`);
      const acting = act(ring, async (how) => {
        await page.goto(`${server.origin}/${path}${how ? `-${how}` : ''}`, { waitUntil: 'load' });
      });
      return await Promise.race([acting, wait(limit, undefined, { ref: false }).then(() => giveUp(ring))]);
    } finally {
      await page.close();
    }
  };

  return {
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${await browser.version()}`,
    visit,
    enter: (contestant, act, before) =>
      visit(contestant, async (ring, open) => {
        await before?.(ring.page);
        await open();
        await ring.page.waitForFunction(
          () => Boolean((globalThis as unknown as Partial<ContestantPage>).contestant?.input()),
          { timeout: 0 },
        );
        return act(ring);
      }),
    async close() {
      await browser.close();
      await server.close();
    },
  };
};
