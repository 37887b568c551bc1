import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { ask, say } from '../../demo/emulator/script.js';
import { openPage } from '../support/browser.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { lookAt, nextFrame, visit } from './visitor.js';
import { useSite } from './use-site.js';

const tags = {
  classic: '<script src="/dist/zaby-agent.js" defer></script>',
  module: '<script type="module" src="/dist/module/zaby-agent.js"></script>',
} as const;

/** A page in a language of its own, as a site in that language writes it. */
const pageIn = (language: string, body: string, head: string, direction = 'ltr'): string =>
  pageWith(body, head).replace('<html lang="en">', `<html lang="${language}" dir="${direction}">`);

const waitForLauncher = (page: Page, name: string): Promise<unknown> =>
  page.waitForSelector(`#chat >>> .launcher[aria-label="${name}"]`);

describe('a page in another language', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  for (const [build, tag] of Object.entries(tags)) {
    it(`has a widget that speaks it from the first word on, German (${build})`, async () => {
      const refund = ask({ tool: 'refund', title: '1042', onApprove: [say('Erledigt.')], onReject: [] });
      const agent = site.addAgent({ scripts: [[say('Guten Tag!')], [refund]] });
      site.serve(`/german-${build}`, pageIn('de', embed(agent, 'id="chat" mode="floating"'), tag));
      const start = site.requests.length;
      const visitor = await visit(browser, site, undefined, { path: `/german-${build}` });
      const frame = await visitor.page.waitForSelector('#chat >>> .launcher-frame');
      await visitor.page.waitForNetworkIdle({ idleTime: 100 });
      // What it says without a word of German is read out as what it is.
      assert.equal(await frame?.evaluate((element) => element.getAttribute('lang')), 'en');
      assert.ok(!site.requests.slice(start).some((path) => /\/de[-.]/.test(path)), 'words of a closed widget');
      await visitor.press(/^(Open chat|Chat öffnen)$/);
      await visitor.sees('Wie kann ich helfen?');
      assert.doesNotMatch(await visitor.reads(), /How can I help/);
      await visitor.send('Hallo');
      await visitor.sees('Guten Tag!');
      await visitor.send('Erstatten Sie es');
      await visitor.sees('Ihre Freigabe wird gebraucht');
      await visitor.decide(/^Freigeben/);
      await visitor.sees('Erledigt.');
      await visitor.press('Chat schließen');
      await waitForLauncher(visitor.page, 'Chat öffnen');
      assert.equal(await frame?.evaluate((element) => element.getAttribute('lang')), 'de');
      await visitor.leave();
    });

    it(`may be read from right to left, Arabic (${build})`, async () => {
      const agent = site.addAgent({ scripts: [[say('أهلًا بك في المتجر.')]] });
      site.serve(`/arabic-${build}`, pageIn('ar', embed(agent, 'id="chat" mode="floating" open'), tag, 'rtl'));
      const visitor = await visit(browser, site, undefined, { path: `/arabic-${build}` });
      await visitor.sees('كيف يمكنني مساعدتك؟');
      await visitor.send('مرحبا');
      await visitor.sees('أهلًا بك في المتجر.');
      const places = await visitor.page.evaluate(() => {
        const root = document.querySelector('zaby-agent')!.shadowRoot!;
        return ['.panel', '.launcher', '[part~="send"]', 'textarea'].map(
          (selector) => root.querySelector(selector)!.getBoundingClientRect().left,
        );
      });
      const [panel = 0, launcher = 0, send = 0, field = 0] = places;
      assert.ok(panel < 100 && launcher < 100 && send < field, places.join());
      await visitor.leave();
    });

    it(`hears of a language that the page changes to (${build})`, async () => {
      const agent = site.addAgent({ scripts: [[say('Hello.')]] });
      site.serve(`/changing-${build}`, pageIn('en', embed(agent, 'id="chat"'), tag));
      const visitor = await visit(browser, site, undefined, { path: `/changing-${build}` });
      await visitor.sees('How can I help?');
      await visitor.page.evaluate(() => (document.documentElement.lang = 'ja'));
      await visitor.sees('どのようなご用件でしょうか？');
      await visitor.page.evaluate(() => (document.documentElement.lang = 'en'));
      await visitor.sees('How can I help?');
      await visitor.leave();
    });

    it(`goes on in English while the words do not arrive, and says once why (${build})`, async () => {
      const agent = site.addAgent({ scripts: [[say('Hello.')]] });
      site.serve(`/lost-${build}`, pageIn('ko', embed(agent, 'id="chat"'), tag));
      let isLost = true;
      const watched = await openPage(browser, 'about:blank', async (page) => {
        await page.setRequestInterception(true);
        page.on('request', (request) => {
          void (isLost && /\/ko[-.][^/]*js/.test(request.url()) ? request.abort('failed') : request.continue());
        });
      });
      await watched.page.goto(`${site.origin}/lost-${build}`);
      const visitor = lookAt(watched, 'chat');
      await visitor.sees('How can I help?');
      await visitor.send('Hello');
      await visitor.sees('Hello.');
      const told = watched.console.filter((line) => line.includes('did not arrive'));
      assert.equal(told.length, 1, watched.console.join('\n'));
      assert.match(told[0] ?? '', /the words of "ko".*locales\//);
      isLost = false;
      await visitor.sees('AI 어시스턴트');
      await watched.page.close();
    });
  }

  it('waits a moment for words that are late, and no longer', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    site.serve('/late', pageIn('de', embed(agent, 'id="chat"'), tags.module));
    let release: (() => void) | undefined;
    let conversation: (() => void) | undefined;
    const arrived = new Promise<void>((resolve) => (conversation = resolve));
    const watched = await openPage(browser, 'about:blank', async (page) => {
      await page.setCacheEnabled(false);
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        if (/\/de-[^/]*js$/.test(request.url())) release = () => void request.continue();
        else void request.continue();
      });
      page.on('requestfinished', (request) => /\/conversation-[^/]*js$/.test(request.url()) && conversation?.());
    });
    await watched.page.goto(`${site.origin}/late`, { waitUntil: 'domcontentloaded' });
    const visitor = lookAt(watched, 'chat');
    await arrived;
    await nextFrame(visitor.page);
    assert.equal(await visitor.reads(), '');
    await visitor.sees('How can I help?');
    release?.();
    await visitor.sees('Wie kann ich helfen?');
    await visitor.leave();
  });

  it('reads on the console why it hears English where the script does not know its own place', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const head = '<script type="module" src="/dist/zaby-agent.js"></script>';
    site.serve('/placeless', pageIn('de', embed(agent, 'id="chat"'), head));
    const visitor = await visit(browser, site, undefined, { path: '/placeless' });
    await visitor.sees('How can I help?');
    assert.match(visitor.console.join('\n'), /the words of "de" did not arrive.*beside zaby-agent\.js/);
    await visitor.leave();
  });

  it('is asked for nothing more where it is in English, or in a language that nobody knows', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    for (const language of ['en-GB', 'tlh']) {
      const start = site.requests.length;
      site.serve(`/in-${language}`, pageIn(language, embed(agent, 'id="chat"'), tags.classic));
      const visitor = await visit(browser, site, undefined, { path: `/in-${language}` });
      await visitor.sees('How can I help?');
      await visitor.page.waitForNetworkIdle({ idleTime: 100 });
      const files = site.requests.slice(start).filter((path) => path.startsWith('/dist/'));
      assert.deepEqual(files, ['/dist/zaby-agent.js']);
      await visitor.leave();
    }
  });
});
