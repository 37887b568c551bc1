import { after, before } from 'node:test';
import type { Browser, LaunchOptions } from 'puppeteer-core';
import { launchBrowser } from '../support/browser.js';
import { type Site, type SiteOptions, startSite } from '../support/site.js';

/** What a suite of journeys takes place in. */
export interface Place {
  readonly browser: Browser;
  readonly site: Site;
}

/** Starts a browser and a site before the tests of the suite around, hands them over, and stops both after the last. */
export const useSite = (
  take: (place: Place) => void,
  { browser, site }: { browser?: LaunchOptions; site?: Partial<SiteOptions> } = {},
): void => {
  let place: Place;
  before(async () => {
    place = { browser: await launchBrowser(browser), site: await startSite({ files: {}, ...site }) };
    take(place);
  });
  after(async () => {
    await place.browser.close();
    await place.site.close();
  });
};
