import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type axeCore from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { createConsole } from '../../demo/emulator/console/index.js';
import { createEmulator } from '../../demo/emulator/index.js';
import { listen } from '../../demo/emulator/listen.js';
import { ask, call, type Script, say, wait } from '../../demo/emulator/script.js';
import { openPage, type WatchedPage } from '../support/browser.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const tabs = ['Runs', 'Approvals', 'Tokens', 'Feedback', 'Requests', 'Usage'] as const;

const refund: Script = [
  say('I can refund that.'),
  call({ tool: 'find_order', args: { order: 1042 }, result: { paid: 59 } }),
  ask({ tool: 'refund_order', title: 'Refund 59 EUR', args: { amount: 59 }, onApprove: [say('It is on its way.')] }),
];

/** Somebody at the console. */
interface Operator extends WatchedPage {
  sees(words: string): Promise<void>;
  press(name: string): Promise<void>;
  /** Looks at the tab of that name. */
  open(tab: (typeof tabs)[number]): Promise<void>;
  reads(): Promise<string>;
  /** What axe finds on the page as it is. */
  faults(): Promise<string[]>;
  /** Closes the page, after it complained about nothing and showed nobody a token. */
  leave(): Promise<void>;
}

const openConsole = async (browser: Browser, apiOrigin: string): Promise<Operator> => {
  const asked: string[] = [];
  const watched = await openPage(browser, `${apiOrigin}/__emulator/console`, async (page) => {
    page.on('request', (request) => asked.push(request.url()));
  });
  const { page, errors, violations } = watched;
  const operator: Operator = {
    ...watched,
    reads: () => page.evaluate(() => document.body.innerText),
    async sees(words) {
      await page.bringToFront();
      await page
        .waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 8000, polling: 30 }, words)
        .catch(async () => assert.fail(`${words} did not come. There is:\n${(await operator.reads()).slice(0, 2000)}`));
    },
    async press(name) {
      await page.bringToFront();
      const button = await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`, { timeout: 8000 });
      await button?.click();
    },
    async open(tab) {
      await page.bringToFront();
      await page.click(`#tab-${tab.toLowerCase()}`);
    },
    async faults() {
      await page.evaluate(await readFile(axeFile, 'utf8'));
      return page.evaluate(async (values) => {
        const { axe } = globalThis as unknown as { axe: typeof axeCore };
        const found = await axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
        return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`));
      }, tags);
    },
    async leave() {
      const told = await page.evaluate(() => document.documentElement.outerHTML);
      assert.doesNotMatch(told, /eyJ[\w-]+\.|zaby_pk/);
      await page.close();
      assert.deepEqual({ errors, violations }, { errors: [], violations: [] });
      assert.deepEqual(
        asked.filter((url) => !url.startsWith(`${apiOrigin}/`)),
        [],
      );
    },
  };
  return operator;
};

const fitsItsWidth = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** A platform of its own, with one run. */
const start = async (name: string, port: number) => {
  const emulator = createEmulator({ pages: createConsole });
  const listening = await listen(emulator, { port });
  const { apiKey, agentId } = emulator.createAgent({ scripts: [[say('Hello.')]] });
  // A dry run needs no token.
  await fetch(`${listening.origin}/api/v1/provisioning/agentic-os/agents/${agentId}/test-runs`, {
    method: 'POST',
    headers: { 'x-zaby-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ input: name }),
  });
  const close = (): Promise<void> => {
    emulator.dispose();
    return listening.close();
  };
  return { ...listening, close };
};

describe('the console of the emulator', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready), { site: { emulator: { pages: createConsole } } });

  const atConsole = (): Promise<Operator> => openConsole(browser, site.platform.apiOrigin);

  it('shows a run and its events as they come', async () => {
    const agent = site.addAgent({ scripts: [[say('The answer is '), wait(60_000), say('forty-two.')]] });
    const operator = await atConsole();
    await operator.sees('live');
    const visitor = await visit(browser, site, agent);
    await visitor.send('What is the answer?');
    await visitor.sees('The answer is');
    await operator.sees('What is the answer?');
    await operator.sees('running');
    await operator.sees('TEXT_MESSAGE_CONTENT');
    await operator.sees('1 open stream');
    assert.doesNotMatch(await operator.reads(), /RUN_FINISHED/);
    site.platform.emulator.advance(60_000);
    await operator.sees('RUN_FINISHED');
    await operator.sees('completed');
    await operator.page.type('input[type=search]', 'FORTY');
    await operator.sees('1 of ');
    assert.doesNotMatch(await operator.reads(), /RUN_STARTED/);
    await operator.leave();
    await visitor.page.bringToFront();
    await visitor.sees('forty-two.');
    await visitor.leave();
  });

  it('decides what waits, and the visitor sees it decided', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees('Your approval is needed');
    const operator = await atConsole();
    await operator.open('Approvals');
    await operator.sees('"amount": 59');
    assert.match(await operator.page.title(), /^\(1\) /);
    await operator.press('Approve refund_order');
    await operator.sees('Approved by an operator');
    await visitor.page.bringToFront();
    await visitor.sees('It is on its way.');
    await visitor.sees('Approved');
    assert.equal(await visitor.liveCards(), 0);
    await visitor.leave();
    await operator.leave();
  });

  it('refuses with a reason, and keeps what is being typed while more comes in', async () => {
    const agent = site.addAgent({ scripts: [refund, [say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees('Your approval is needed');
    const operator = await atConsole();
    await operator.open('Approvals');
    await operator.sees('Waits for a decision.');
    await operator.page.type('#panel-approvals .card.open input', 'not ');
    const other = site.addAgent({ scripts: [[ask({ tool: 'ship', title: 'Ship it' })]] });
    const another = await visit(browser, site, other);
    await another.send('Ship');
    await operator.sees('Ship it');
    await operator.page.keyboard.type('today');
    await operator.press('Reject refund_order');
    await operator.sees('Rejected by an operator');
    await operator.sees('not today');
    await visitor.page.bringToFront();
    await visitor.sees('Reason: not today');
    await another.leave();
    await visitor.leave();
    await operator.leave();
  });

  it('shows what people said of answers, who has which token, and every request', async () => {
    const agent = site.addAgent({ scripts: [[say('Forty-two.')]] }, { userId: 'Robin', maxUses: 90 });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Was that right?');
    await visitor.sees('Forty-two.');
    await visitor.press(/^Good answer|helpful|Thumbs up/i);
    await visitor.hears('zaby-feedback');
    const operator = await atConsole();
    await operator.open('Feedback');
    await operator.sees('5 of 5');
    await operator.sees('thumbs-up');
    await operator.open('Tokens');
    await operator.sees('Robin');
    await operator.sees(' of 90');
    await operator.sees('in 9 min');
    await operator.open('Requests');
    await operator.sees('/feedback');
    await operator.open('Usage');
    await operator.sees('Tokens out');
    await operator.leave();
    await visitor.leave();
  });

  it('makes a bad day: a cut line, a revoked family, time that has passed', async () => {
    const agent = site.addAgent(
      { scripts: [[say('It is '), wait(60_000), say('forty-two.')], [say('Still here.')]] },
      { userId: 'Kim' },
    );
    const visitor = await visit(browser, site, agent);
    await visitor.send('What is it?');
    await visitor.sees('It is');
    const operator = await atConsole();
    await operator.sees('1 open stream');
    await operator.press('Cut all streams');
    await operator.sees('1 stream cut.');
    await operator.press('+1 min');
    await operator.sees('RUN_FINISHED');
    await visitor.page.bringToFront();
    await visitor.sees('It is forty-two.');
    await operator.open('Tokens');
    await operator.sees('Kim');
    const name = await operator.page.$eval('tbody tr:first-child button', (button) =>
      button.getAttribute('aria-label'),
    );
    await operator.press(name ?? '');
    await operator.sees('family revoked');
    await visitor.page.bringToFront();
    await visitor.send('And now?');
    await visitor.sees('Still here.');
    await operator.leave();
    await visitor.leave();
  });

  it('stands still while it is paused, and catches up', async () => {
    const agent = site.addAgent({ scripts: [[say('One.')], [say('Two.')]] });
    const operator = await atConsole();
    await operator.sees('live');
    await operator.press('Pause');
    const visitor = await visit(browser, site, agent);
    await visitor.send('A question while it is paused');
    await visitor.sees('One.');
    // It hears what comes, and shows nothing of it.
    await operator.page.bringToFront();
    await operator.page.waitForFunction(() => performance.getEntriesByType('resource').length > 0);
    assert.doesNotMatch(await operator.reads(), /while it is paused/);
    await operator.press('Pause');
    await operator.sees('A question while it is paused');
    await visitor.leave();
    await operator.leave();
  });

  it('goes on by itself when the platform was started again', async (test) => {
    const first = await start('In the first life', 0);
    const operator = await openConsole(browser, first.origin);
    await operator.sees('In the first life');
    await first.close();
    await operator.sees('connecting');
    const second = await start('In the second life', first.port);
    test.after(second.close);
    await operator.sees('In the second life');
    assert.doesNotMatch(await operator.reads(), /first life/);
    await operator.leave();
  });

  it('is the same in the built package', async (test) => {
    const built = new URL('../../dist/emulator/index.js', import.meta.url).href;
    const { startWholeEmulator } = (await import(built)) as typeof import('../../demo/emulator/whole.js');
    const emulator = await startWholeEmulator({ port: 0, env: {} });
    test.after(emulator.close);
    const operator = await openConsole(browser, emulator.origin);
    await operator.sees('live');
    await operator.sees('No runs yet.');
    await operator.leave();
  });

  it('is walked through by keyboard', async () => {
    const operator = await atConsole();
    await operator.sees('live');
    const { page } = operator;
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
    await page.focus('#tab-runs');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'tab-approvals');
    await page.keyboard.press('End');
    assert.equal(await focused(), 'tab-usage');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'tab-runs');
    assert.equal(await page.$eval('#panel-runs', (panel) => (panel as HTMLElement).hidden), false);
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'follow');
    await operator.leave();
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [360, 1200]) {
      it(`has no fault that axe finds, and fits, ${width} px wide in the ${scheme} scheme`, async () => {
        const agent = site.addAgent({
          scripts: [[say('Hello.'), ask({ tool: 'pay', title: 'Pay', args: { amount: 5 } })]],
        });
        const visitor = await visit(browser, site, agent);
        await visitor.send('Hello');
        await visitor.sees('Your approval is needed');
        const operator = await atConsole();
        await operator.page.setViewport({ width, height: 800 });
        await operator.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        for (const tab of tabs) {
          await operator.open(tab);
          await operator.sees('live');
          assert.deepEqual(await operator.faults(), [], tab);
          assert.ok(await fitsItsWidth(operator.page), tab);
        }
        await operator.leave();
        await visitor.leave();
      });
    }
  }
});
