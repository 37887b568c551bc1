import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { ask, late, say } from '../../demo/emulator/script.js';
import { openPage } from '../support/browser.js';
import type { HostedAgent } from '../support/host.js';
import type { Site } from '../support/site.js';
import { lookAt, nextFrame, visit } from './visitor.js';
import { useSite } from './use-site.js';

const refund = ask({
  tool: 'refund_order',
  title: 'Refund 59 EUR',
  onApprove: [say('It is on its way.')],
  onReject: [say('Nothing was refunded.')],
});

describe('an approval on a bad day', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const decisions = ({ deploymentId }: HostedAgent) =>
    site.platform.emulator.approvals({ deploymentId }).map(({ decision }) => decision);

  const posts = ({ deploymentId }: HostedAgent): number =>
    site.platform.emulator.requests({ deploymentId, name: 'approvals' }).length;

  const twice: [string, (button: ElementHandle) => Promise<void>][] = [
    ['a double click', (button) => button.click({ count: 2 })],
    [
      'Enter and a click',
      async (button) => {
        await button.press('Enter');
        await button.click();
      },
    ],
    [
      'Enter that is held down',
      async (button) => {
        await button.press('Enter');
        await button.press('Enter');
      },
    ],
  ];
  for (const [name, how] of twice) {
    it(`F35 is decided once by ${name}`, async () => {
      // Slow enough that the second act falls while the first is on its way.
      const agent = site.addAgent({ scripts: [[late('approvals', 300), refund]] });
      const visitor = await visit(browser, site, agent);
      await visitor.send('Refund it');
      await visitor.decide(/^Approve/, how);
      await visitor.sees('It is on its way.');
      assert.equal((await visitor.reads()).match(/\bApproved\b/g)?.length, 1);
      assert.deepEqual(decisions(agent), ['approved']);
      assert.equal(posts(agent), 1);
      await visitor.leave();
    });
  }

  it('F35 is decided once by two tabs, which both show what was decided', async () => {
    const agent = site.addAgent({ scripts: [[late('approvals', 300, 2), refund]] });
    const first = await visit(browser, site, agent, { attributes: 'storage="local"' });
    await first.send('Refund it');
    await first.sees('Your approval is needed');
    const other = await openPage(browser, `${site.origin}/${agent.agentId}`);
    const second = lookAt(other, 'chat');
    await second.sees('Your approval is needed');
    await second.decide(/^Reject/, async (button) => {
      await button.click();
      const confirm = await second.page.$('#chat >>> [part~="confirm-reject"]');
      await confirm?.click();
    });
    await first.page.bringToFront();
    await first.decide(/^Approve/);
    await first.sees('Nothing was refunded.');
    await first.sees(/^Rejected/m);
    await second.page.bringToFront();
    await second.sees('Nothing was refunded.');
    await second.sees(/^Rejected/m);
    assert.deepEqual(decisions(agent), ['rejected']);
    // The one that came second was told so, or had heard before it was sent.
    const statuses = site.platform.emulator
      .requests({ deploymentId: agent.deploymentId, name: 'approvals' })
      .map(({ status }) => status);
    assert.ok(['200', '200,409'].includes(statuses.join()), statuses.join());
    assert.equal((await first.liveCards()) + (await second.liveCards()), 0);
    await first.page.evaluate(() => localStorage.clear());
    await second.leave();
    await first.leave();
  });

  it('F40 says that it is offline, sends nothing, and can be decided when the network is back', async () => {
    const agent = site.addAgent({ scripts: [[refund]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    await visitor.page.setOfflineMode(true);
    await visitor.page.waitForFunction(() => !navigator.onLine);
    while (!/You are offline: your decision was not sent/.test(await visitor.reads())) {
      // oxlint-disable no-await-in-loop -- One click after the other, until one counts.
      await visitor.press(/^Approve/);
      await nextFrame(visitor.page);
      // oxlint-enable no-await-in-loop
    }
    assert.equal(await visitor.liveCards(), 1);
    assert.equal(posts(agent), 0);
    await visitor.page.setOfflineMode(false);
    await visitor.decide(/^Approve/);
    await visitor.sees('It is on its way.');
    assert.deepEqual(decisions(agent), ['approved']);
    assert.equal(posts(agent), 1);
    await visitor.leave();
  });
});
