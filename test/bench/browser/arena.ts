import { cpus } from 'node:os';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { launchBrowser } from '../../support/browser.js';
import type { ContestantPage } from '../page/contestant.js';
import { type Contestant, gatherFiles } from './contestants.js';
import { type BenchServer, startServer } from './server.js';

/** A fresh page of one contestant, and what its main thread did. */
export interface Ring {
  readonly page: Page;
  readonly session: CDPSession;
  /** CPU time of the main thread so far, in ms: what others on this machine do is not in it. */
  cpu(): Promise<number>;
}

/** Where contestants meet: one browser, one server, one page after the other. */
export interface Arena {
  readonly machine: string;
  readonly origin: string;
  /** Opens a page, lets `act` measure on it, and closes it. `before` runs on a blank page of the same site and tab. */
  enter<Result>(
    contestant: Contestant,
    act: (ring: Ring) => Promise<Result>,
    before?: (page: Page) => Promise<void>,
  ): Promise<Result>;
  close(): Promise<void>;
}

const openRing = async (browser: Browser): Promise<Ring> => {
  const page = await browser.newPage();
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

const enterWith =
  (browser: Browser, { origin }: BenchServer): Arena['enter'] =>
  async ({ path, name }, act, before) => {
    const ring = await openRing(browser);
    const { page } = ring;
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    try {
      if (before) {
        await page.goto(`${origin}/blank`);
        await before(page);
      }
      await page.goto(`${origin}/${path}`, { waitUntil: 'load' });
      await page.waitForFunction(() => Boolean((globalThis as unknown as Partial<ContestantPage>).contestant?.input()));
      const result = await act(ring);
      if (errors.length > 0) console.log(`  ${name} had an error: ${String(errors[0])}`);
      return result;
    } finally {
      await page.close();
    }
  };

export const openArena = async (): Promise<Arena> => {
  const server = await startServer(await gatherFiles());
  const browser = await launchBrowser();
  return {
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${await browser.version()}`,
    origin: server.origin,
    enter: enterWith(browser, server),
    async close() {
      await browser.close();
      await server.close();
    },
  };
};
