import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { say } from '../../demo/emulator/script.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { axeFaults } from './axe.js';
import { useSite } from './use-site.js';
import { nextFrame, type Visitor, visit } from './visitor.js';

const words = 'Need a hand?';
const asked = `mode="floating" bubble="${words}" bubble-delay="0"`;

const bubble = ({ page }: Visitor) => page.waitForSelector('#chat >>> .bubble', { visible: true, timeout: 5000 });

/** After a reload: what would bring them has done all that it will. */
const staysAway = async ({ page }: Visitor): Promise<void> => {
  const file = await page.waitForFunction(
    () => performance.getEntriesByType('resource').find(({ name }) => name.includes('/bubble-'))?.name,
  );
  await page.evaluate((name) => import(name ?? ''), await file.jsonValue());
  // It comes with no delay: in the next task.
  await page.evaluate(() => new Promise<void>((resolve) => setTimeout(resolve)));
  await nextFrame(page);
  assert.equal(await page.$('#chat >>> .bubble'), null);
};

describe('the words beside the launcher', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const arrive = (attributes = asked): Promise<Visitor> => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const path = `/bubble/${agent.agentId}`;
    const script = '<script type="module" src="/dist/module/zaby-agent.js"></script>';
    site.serve(path, pageWith(embed(agent, `id="chat" ${attributes}`), script));
    return visit(browser, site, agent, { path });
  };

  it('come by themselves, take no focus, and bring no conversation with them', async () => {
    const from = site.requests.length;
    const visitor = await arrive();
    const found = await bubble(visitor);
    assert.match(
      (await found?.evaluate((element) => element.textContent)) ?? '',
      new RegExp(words.replace('?', '\\?')),
    );
    assert.equal(await visitor.focus(), '');
    assert.deepEqual(await axeFaults(visitor.page, '#chat'), []);
    const loaded = site.requests.slice(from).filter((path) => /conversation|token/.test(path));
    assert.deepEqual(loaded, []);
    await visitor.leave();
  });

  it('open the panel where they are pressed, and do not come again', async () => {
    const visitor = await arrive();
    await visitor.press(words);
    await visitor.sees('How can I help?');
    await visitor.focuses(/^textarea Message/);
    assert.equal(await visitor.page.$('#chat >>> .bubble'), null);
    await visitor.press('Close chat');
    await visitor.focuses(/^button Open chat/);
    await visitor.reload();
    await staysAway(visitor);
    await visitor.leave();
  });

  it('do not come again where the visitor sent them away, by the keyboard, too', async () => {
    const visitor = await arrive();
    await bubble(visitor);
    for (let presses = 0; presses < 3; presses += 1)
      // oxlint-disable-next-line no-await-in-loop -- One press after the other.
      await visitor.key('Tab');
    assert.equal(await visitor.focus(), 'button Dismiss');
    await visitor.key('Enter');
    await visitor.focuses(/^button Open chat/);
    assert.equal(await visitor.page.$('#chat >>> .bubble'), null);
    await visitor.reload();
    await staysAway(visitor);
    await visitor.leave();
  });

  it('keep their looks when the conversation comes with the pointer', async () => {
    const visitor = await arrive();
    const found = await bubble(visitor);
    await (await visitor.page.waitForSelector('#chat >>> .launcher'))?.hover();
    await visitor.hears('zaby-ready');
    assert.equal(await found?.evaluate((element) => getComputedStyle(element).position), 'absolute');
    await visitor.leave();
  });

  it('come again with the next page where the visitor did nothing', async () => {
    const visitor = await arrive();
    await bubble(visitor);
    await visitor.reload();
    await bubble(visitor);
    await visitor.leave();
  });

  it('stand inside the screen, in every corner', async () => {
    for (const placement of ['bottom-end', 'bottom-start', 'top-end', 'top-start']) {
      // oxlint-disable no-await-in-loop -- One page after the other.
      const visitor = await arrive(`${asked} placement="${placement}"`);
      await visitor.page.setViewport({ width: 320, height: 480 });
      const found = await bubble(visitor);
      const inside = await found?.evaluate((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      });
      assert.equal(inside, true, placement);
      await visitor.leave();
      // oxlint-enable no-await-in-loop
    }
  });
});
