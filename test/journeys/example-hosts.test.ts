import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { examples } from '../hosts/examples.js';
import { linkExample, type Workplace } from '../hosts/install.js';
import { runExample, type RunningExample } from '../hosts/run-example.js';
import { chapters } from '../hosts/story.js';
import { launchBrowser } from '../support/browser.js';

/** The examples of a site's server that need no more than we have installed; `npm run hosts` tries all of them, as packages. */
for (const example of examples) {
  const { name, lightScript } = example;
  if (lightScript === undefined) continue;

  describe(`the example of a site on ${name}`, () => {
    let browser: Browser;
    let place: Workplace;
    let running: RunningExample;

    before(async () => {
      place = await linkExample(example);
      running = await runExample(example, place.folder, lightScript);
      browser = await launchBrowser();
    });
    after(async () => {
      await browser?.close();
      await running?.close();
      await place?.remove();
    });

    for (const { title, tell } of chapters) it(title, () => tell({ example, running, browser }));
  });
}
