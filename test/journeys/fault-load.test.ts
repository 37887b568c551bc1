import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { emit, say } from '../../demo/emulator/script.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

interface LoadWindow {
  longest: number;
}

/** Notes the longest time in which the page could do nothing else, in ms. */
const watchTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const own = globalThis as unknown as LoadWindow;
    own.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) own.longest = Math.max(own.longest, Math.round(duration));
    }).observe({ type: 'longtask' });
  });

const longestTask = (page: Page): Promise<number> => page.evaluate(() => (globalThis as unknown as LoadWindow).longest);

describe('a load of', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('F55 eight megabytes in one event is folded, can be read on, and the page goes on', async (test) => {
    const text = `${'A line of a book that never ends.\n\n'.repeat(240_000)}The end.`;
    const agent = site.addAgent({
      scripts: [
        [emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'book', delta: text })],
        [say('You said {{message}}.')],
      ],
    });
    const visitor = await visit(browser, site, agent);
    await watchTasks(visitor.page);
    await visitor.send('Read me the book');
    await visitor.hears('zaby-run-end');
    await visitor.sees(/Show more \(7,9[\d,]+ characters left\)/);
    assert.ok((await visitor.reads()).length < 600_000);
    await visitor.press(/^Show more/);
    await visitor.sees(/Show more \(7,4[\d,]+ characters left\)/);
    test.diagnostic(`the longest task took ${await longestTask(visitor.page)} ms`);
    await visitor.send('Thank you');
    await visitor.sees('You said Thank you.');
    await visitor.leave();
  });

  it('F57 very many tiny events is shown to the last, and what is typed after the question is there', async (test) => {
    const count = 50_000;
    const words = Array.from({ length: count }, (_, index) => `w${index}`).join(' ');
    const agent = site.addAgent({ scripts: [[say(words)]] });
    const visitor = await visit(browser, site, agent);
    await watchTasks(visitor.page);
    await visitor.send('Say them all');
    await visitor.write('Written meanwhile');
    const typed = await visitor.draft();
    const isOver = (await visitor.heard('zaby-run-end')).length > 0;
    await visitor.hears('zaby-run-end');
    test.diagnostic(
      `typed ${isOver ? 'after' : 'before'} the end; the longest task took ${await longestTask(visitor.page)} ms`,
    );
    assert.equal(typed, 'Written meanwhile');
    await visitor.sees(`w${count - 1}`);
    // Not what is laid out: the browser skips what is far from the screen.
    const answer = await visitor.page.$eval('#chat >>> [part~="text"]', (text) => text.textContent.trim());
    assert.ok(answer === words, `${answer.length} of ${words.length} characters`);
    await visitor.leave();
  });
});
