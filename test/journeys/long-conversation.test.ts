import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { say } from '../../demo/emulator/script.js';
import type { Site } from '../support/site.js';
import { useSite } from './use-site.js';
import { type Visitor, nextFrame, visit } from './visitor.js';

/** Makes what the tab has kept a conversation of so many turns. */
const lengthen = (visitor: Visitor, turns: number): Promise<void> =>
  visitor.page.evaluate((count) => {
    const key = Object.keys(sessionStorage).find((name) => !name.endsWith(':open')) ?? '';
    const record = JSON.parse(sessionStorage.getItem(key) ?? '') as { state: { turns: Record<string, unknown>[] } };
    const [last] = record.state.turns;
    record.state.turns = Array.from({ length: count }, (_, index) => ({
      ...last,
      id: `turn${index}`,
      question: `Question ${index}`,
      parts: [{ kind: 'text', id: 'text', text: `The **answer** to ${index}. `.repeat(10), done: true }],
    }));
    sessionStorage.setItem(key, JSON.stringify(record));
  }, turns);

const turnsIn = (visitor: Visitor): Promise<number> =>
  visitor.page.evaluate(() => document.querySelector('#chat')!.shadowRoot!.querySelectorAll('.turn').length);

describe('a conversation of 5,000 messages', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('comes back after a reload with its end first, goes on, and comes back again', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')], [say('And so it goes on.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Hi');
    await visitor.hears('zaby-run-end');
    await visitor.key('Tab');
    await nextFrame(visitor.page);
    await visitor.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await lengthen(visitor, 2500);
    await visitor.reload();
    await visitor.sees('The answer to 2499.');
    await visitor.page.waitForFunction(
      () => document.querySelector('#chat')!.shadowRoot!.querySelectorAll('.turn').length === 2500,
    );
    await visitor.send('And then?');
    await visitor.sees('And so it goes on.');
    await visitor.hears('zaby-run-end');
    await visitor.write('A draft');
    await visitor.reload();
    await visitor.sees('And so it goes on.');
    assert.equal(await visitor.draft(), 'A draft');
    await visitor.page.waitForFunction(
      () => document.querySelector('#chat')!.shadowRoot!.querySelectorAll('.turn').length === 2501,
    );
    assert.equal(await turnsIn(visitor), 2501);
    await visitor.leave();
  });
});

describe('a floating panel', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('stays open over a reload once there is a conversation, takes no focus, and stays closed once closed', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent, { attributes: 'mode="floating"' });
    await visitor.press('Open chat');
    await visitor.sees(/help/i);
    assert.equal(await visitor.page.evaluate(() => sessionStorage.length), 0);
    await visitor.send('Hi');
    await visitor.sees('Hello.');
    await visitor.hears('zaby-run-end');
    await visitor.reload();
    await visitor.sees('Hello.');
    assert.equal(await visitor.focus(), '');
    await visitor.press(/^Close/);
    await visitor.reload();
    await visitor.page.waitForSelector('#chat >>> .launcher');
    await nextFrame(visitor.page);
    assert.equal(await visitor.reads(), '');
    await visitor.leave();
  });
});
