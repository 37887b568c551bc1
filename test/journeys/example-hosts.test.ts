import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { examples } from '../hosts/examples.js';
import { linkExample, type Workplace } from '../hosts/install.js';
import { runExample, type RunningExample } from '../hosts/run-example.js';
import { chapters } from '../hosts/story.js';
import { launchBrowser } from '../support/browser.js';

const dist = join(import.meta.dirname, '../../dist');

/** The examples of a site's server that need no more than we have installed; `npm run hosts` tries all of them, as packages. */
describe('an example of a site', () => {
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const example of examples) {
    const { name, lightScript } = example;
    if (lightScript === undefined) continue;

    describe(`on ${name}`, () => {
      let place: Workplace;
      let running: RunningExample;

      before(async () => {
        place = await linkExample(example);
        running = await runExample(example, place.folder, lightScript);
      });
      after(async () => {
        await running?.close();
        await place?.remove();
      });

      for (const { title, tell } of chapters) it(title, () => tell({ example, running, browser, dist }));
    });
  }
});
