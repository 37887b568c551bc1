import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Page } from 'puppeteer-core';

const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds in an element on the page as it is now, its shadow tree included. */
export const axeFaults = async (page: Page, selector: string): Promise<string[]> => {
  await page.evaluate(await readFile(file, 'utf8'));
  return page.evaluate(
    async (where, values) => {
      const { axe } = globalThis as unknown as { axe: typeof axeCore };
      const found = await axe.run(where, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
      return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`));
    },
    selector,
    tags,
  );
};
