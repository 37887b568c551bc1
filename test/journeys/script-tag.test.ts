import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { finish, say } from '../../demo/emulator/script.js';
import { bundleHostLit } from '../support/host-lit.js';
import { launchBrowser, openPage, type WatchedPage } from '../support/browser.js';
import { contentPolicy, embed, pageWith, type Site, startSite } from '../support/site.js';

const classicTag = '<script src="/dist/zaby-agent.js"></script>';
const moduleTag = '<script type="module" src="/dist/module/zaby-agent.js"></script>';

const ask = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const element = document.querySelector('zaby-agent') as HTMLElement & { sendMessage(text: string): unknown };
    const ended = new Promise((resolve) => {
      element.addEventListener('zaby-run-end', resolve, { once: true });
      element.addEventListener('zaby-error', (event) => resolve((event as CustomEvent).detail), { once: true });
    });
    void element.sendMessage('Hello');
    await ended;
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    return element.shadowRoot?.querySelector<HTMLElement>('[part~="log"]')?.innerText ?? '';
  });

const isQuiet = ({ errors, violations }: WatchedPage): void =>
  assert.deepEqual({ errors, violations }, { errors: [], violations: [] });

describe('the script tag', () => {
  it('reads the same on a page that names no charset', async () => {
    const odd = await startSite({ files: {}, headers: { 'content-type': 'text/html' } });
    const agent = odd.addAgent({ scripts: [[say('The shop opens at nine.'), finish()]] });
    odd.serve('/', `<!doctype html><title>Old</title>${classicTag}${embed(agent)}`);
    const watched = await openPage(browser, odd.origin);
    const charset = await watched.page.evaluate(() => document.characterSet);
    const field = await watched.page.waitForSelector('zaby-agent >>> textarea');
    const placeholder = await field?.evaluate((element) => element.placeholder);
    assert.deepEqual([charset, placeholder], ['windows-1252', 'Write a message…']);
    await watched.page.close();
    await odd.close();
  });

  let browser: Browser;
  let site: Site;

  before(async () => {
    browser = await launchBrowser();
    site = await startSite({ files: {} });
    const agent = site.addAgent({ scripts: [[say('The shop opens at **nine**.'), finish()]] });
    site.serve('/classic', pageWith(embed(agent), classicTag));
    site.serve('/module', pageWith(embed(agent), moduleTag));
    site.serve('/twice', pageWith(embed(agent), classicTag + classicTag));
    site.serve('/classic-and-module', pageWith(embed(agent), classicTag + moduleTag));
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  for (const build of ['classic', 'module']) {
    it(`answers under the content policy, as a ${build} script`, async () => {
      const watched = await openPage(browser, `${site.origin}/${build}`);
      await watched.page.waitForFunction(() => customElements.get('zaby-agent') !== undefined);
      assert.match(await ask(watched.page), /The shop opens at nine\./);
      isQuiet(watched);
      await watched.page.close();
    });
  }

  for (const [build, colours] of [
    ['classic', 0],
    ['module', 2],
  ] as const) {
    it(`colours code from a file of its own, so not as a classic script: ${build}`, async () => {
      const agent = site.addAgent({ scripts: [[say('```js\nconst a = 1\n```\n\nEnd.'), finish()]] });
      site.serve(`/code-${build}`, pageWith(embed(agent), build === 'classic' ? classicTag : moduleTag));
      const watched = await openPage(browser, `${site.origin}/code-${build}`);
      await watched.page.waitForFunction(() => customElements.get('zaby-agent') !== undefined);
      assert.match(await ask(watched.page), /const a = 1/);
      await watched.page.waitForFunction((wanted) => CSS.highlights.size === wanted, {}, colours);
      const files = await watched.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      assert.equal(files.filter((name) => name.includes('highlight')).length, colours > 0 ? 1 : 0);
      isQuiet(watched);
      await watched.page.close();
    });
  }

  for (const pair of ['twice', 'classic-and-module']) {
    it(`F66 warns once when it is loaded again (${pair}), and goes on`, async () => {
      const watched = await openPage(browser, `${site.origin}/${pair}`);
      assert.match(await ask(watched.page), /The shop opens at nine\./);
      const warnings = watched.console.filter((line) => line.startsWith('warn'));
      assert.equal(warnings.length, 1, warnings.join('\n'));
      assert.match(warnings[0] ?? '', /already defined/);
      isQuiet(watched);
      await watched.page.close();
    });
  }

  for (const order of ['before', 'after'] as const) {
    it(`lives beside a page's own Lit that was loaded ${order} it`, async () => {
      const lit = await startSite({
        files: { '/host.js': await bundleHostLit() },
        csp: (apiOrigin) => contentPolicy(apiOrigin, 'lit-html'),
      });
      const agent = lit.addAgent({ scripts: [[say('The shop opens at nine.'), finish()]] });
      const own = '<script type="module" src="/host.js"></script>';
      // Modules run in the order of the page; the classic script is made one of them by `defer`.
      const deferred = '<script src="/dist/zaby-agent.js" defer></script>';
      lit.serve(
        '/',
        pageWith(`<host-clock></host-clock>${embed(agent)}`, order === 'before' ? own + deferred : deferred + own),
      );
      const watched = await openPage(browser, lit.origin);
      await watched.page.waitForFunction(
        () => document.querySelector('host-clock')?.shadowRoot?.textContent === 'It is nine.',
      );
      assert.match(await ask(watched.page), /The shop opens at nine\./);
      isQuiet(watched);
      await watched.page.close();
      await lit.close();
    });
  }
});
