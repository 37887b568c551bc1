import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { ask, say, wait } from '../../demo/emulator/script.js';
import { onlyInChromium } from '../support/browser.js';
import { type FaultProxy, createFaultProxy } from '../support/fault-proxy.js';
import type { HostedAgent } from '../support/host.js';
import { contentPolicy, embed, pageWith, type Site } from '../support/site.js';
import { nextFrame, visit } from './visitor.js';
import { useSite } from './use-site.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

const setLifecycle = async (page: Page, state: 'active' | 'frozen'): Promise<void> => {
  const session = await page.createCDPSession();
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
};

/** The same agent behind a line that can be cut. */
const onALine = async (agent: HostedAgent): Promise<{ proxy: FaultProxy; agent: HostedAgent }> => {
  const proxy = await createFaultProxy({ target: agent.apiOrigin });
  return { proxy, agent: { ...agent, apiOrigin: proxy.origin } };
};

describe('the life of a page', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready), {
    // A page that may not be stored is never put into the back-forward cache.
    site: {
      csp: () => contentPolicy('http://localhost:* http://127.0.0.1:*'),
      headers: { 'cache-control': 'no-cache' },
    },
  });

  const requests = (agent: HostedAgent, name?: string) =>
    site.platform.emulator.requests({ deploymentId: agent.deploymentId, ...(name !== undefined && { name }) });

  const noStreams = async (page: Page): Promise<void> => {
    const end = Date.now() + 8000;
    while (site.platform.emulator.openStreams() > 0) {
      assert.ok(Date.now() < end, 'a line is still open');
      // oxlint-disable-next-line no-await-in-loop -- The line closes when the browser says so.
      await nextFrame(page);
    }
  };

  it('F41 does not lose a line that holds because the browser says that it is offline', async () => {
    const agent = site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Go on');
    await visitor.sees('Before.');
    await visitor.page.setOfflineMode(true);
    await visitor.page.waitForFunction(() => !navigator.onLine);
    site.platform.emulator.advance(pause);
    await visitor.sees('After.');
    await visitor.hears('zaby-run-end');
    await visitor.page.setOfflineMode(false);
    assert.doesNotMatch(await visitor.reads(), /offline|Reconnecting/i);
    assert.equal(requests(agent, 'aiui').length, 1);
    await visitor.leave();
  });

  it('F41 says that it is offline when the line is dead, and goes on when the network is back', async () => {
    const { proxy, agent } = await onALine(site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] }));
    const visitor = await visit(browser, site, agent);
    await visitor.send('Go on');
    await visitor.sees('Before.');
    await visitor.page.setOfflineMode(true);
    await proxy.down();
    await visitor.sees('You are offline. The answer goes on when you are back.');
    site.platform.emulator.advance(pause);
    await proxy.up();
    await visitor.page.setOfflineMode(false);
    await visitor.sees('After.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: Go on', 'agent: Before. After.']);
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    await visitor.leave();
    await proxy.close();
  });

  it('F43 goes on after it was frozen, over the same line where that still holds', onlyInChromium, async () => {
    const agent = site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Go on');
    await visitor.sees('Before.');
    await setLifecycle(visitor.page, 'frozen');
    site.platform.emulator.advance(pause);
    await setLifecycle(visitor.page, 'active');
    await visitor.sees('After.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: Go on', 'agent: Before. After.']);
    assert.equal(requests(agent, 'aiui').length, 1);
    await visitor.leave();
  });

  it('F43 finds its answer again when the line died while it was frozen', onlyInChromium, async () => {
    const { proxy, agent } = await onALine(site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] }));
    const visitor = await visit(browser, site, agent);
    await visitor.send('Go on');
    await visitor.sees('Before.');
    await setLifecycle(visitor.page, 'frozen');
    proxy.cutAll({ reset: true });
    site.platform.emulator.advance(pause);
    await setLifecycle(visitor.page, 'active');
    await visitor.sees('After.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: Go on', 'agent: Before. After.']);
    await visitor.leave();
    await proxy.close();
  });

  it(
    'F44 lets go of its line when it is put away, and has the same transcript and the rest of it when it is back',
    onlyInChromium,
    async () => {
      const agent = site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] });
      const visitor = await visit(browser, site, agent);
      await visitor.send('Go on');
      await visitor.sees('Before.');
      await visitor.page.evaluate(() => {
        addEventListener('pageshow', ({ persisted }) => (document.title = persisted ? 'back again' : 'loaded'));
      });
      site.serve('/elsewhere', pageWith('<h1>Elsewhere</h1>', ''));
      await visitor.page.goto(`${site.origin}/elsewhere`);
      await noStreams(visitor.page);
      site.platform.emulator.advance(pause);
      await visitor.page.goBack();
      assert.equal(await visitor.page.title(), 'back again');
      await visitor.sees('After.');
      await visitor.hears('zaby-run-end');
      assert.deepEqual(await visitor.transcript(), ['user: Go on', 'agent: Before. After.']);
      assert.equal(requests(agent, 'runs').length, 1);
      await visitor.leave();
    },
  );

  it('F44 has the approval that waits once, and it works, when it is back', async () => {
    const agent = site.addAgent({
      scripts: [[ask({ tool: 'refund', title: 'Refund 59 EUR', onApprove: [say('Refunded.')] })]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    await visitor.page.goto(`${site.origin}/elsewhere`);
    await visitor.page.goBack();
    await visitor.decide(/^Approve/);
    await visitor.sees('Refunded.');
    assert.equal((await visitor.reads()).match(/Approval request/g)?.length, 1);
    assert.equal(requests(agent, 'approvals').length, 1);
    await visitor.leave();
  });

  it('F45 starts clean after a reload where nothing is kept', async () => {
    const agent = site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] });
    const visitor = await visit(browser, site, agent, { attributes: 'storage="none"' });
    await visitor.send('Go on');
    await visitor.sees('Before.');
    await visitor.reload();
    await visitor.sees('How can I help?');
    await noStreams(visitor.page);
    assert.deepEqual(await visitor.transcript(), []);
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    assert.equal(requests(agent).length, 2);
    await visitor.leave();
  });

  it('F46 sends nothing when the visitor goes away in the middle of an answer', async () => {
    const agent = site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Go on');
    await visitor.sees('Before.');
    const asked = [requests(agent).length, site.requests.length];
    await visitor.page.goto(`${site.origin}/elsewhere`);
    await noStreams(visitor.page);
    await visitor.page.waitForNetworkIdle({ idleTime: 100 });
    assert.deepEqual([requests(agent).length, site.requests.slice(asked[1])], [asked[0], ['/elsewhere']]);
    await visitor.leave();
  });

  for (const storage of ['session', 'local']) {
    it(`F47 finds its answer again after the tab crashed, by ${storage} storage`, onlyInChromium, async () => {
      const agent = site.addAgent({ scripts: [[say('Before. '), wait(pause), say('After.')]] });
      const visitor = await visit(browser, site, agent, { attributes: `storage="${storage}"` });
      await visitor.send('Go on');
      await visitor.sees('Before.');
      const crashed = new Promise((resolve) => visitor.page.once('error', resolve));
      await visitor.page.goto('chrome://crash').catch(() => {});
      await crashed;
      await visitor.page.goto(`${site.origin}/${agent.agentId}`);
      await visitor.sees('Go on');
      site.platform.emulator.advance(pause);
      await visitor.sees('After.');
      assert.deepEqual(await visitor.transcript(), ['user: Go on', 'agent: Before. After.']);
      assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
      await visitor.page.evaluate(() => localStorage.clear());
      await visitor.leave();
    });
  }
});

describe('the life of a page in the background', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready), {
    // As a visitor's browser is: what nobody sees runs slowly.
    browser: {
      ignoreDefaultArgs: [
        '--disable-background-timer-throttling',
        '--disable-renderer-backgrounding',
        '--disable-backgrounding-occluded-windows',
      ],
    },
  });

  it(
    'F42 keeps its line while it is hidden and its timers are slow, and has everything when it is seen again',
    onlyInChromium,
    async () => {
      const words = Array.from({ length: 60 }, (_, index) => `w${index}`).join(' ');
      const agent = site.addAgent({
        scripts: [[say('Before. '), wait(1500), say(words, { pace: 25 })]],
        heartbeatMs: 200,
      });
      site.serve(
        '/hidden.js',
        `import { createConversation } from '/dist/core/index.js';
       const policy = { heartbeatTimeout: 1000 };
       const { tokenUrl, apiOrigin } = ${JSON.stringify(agent)};
       const conversation = createConversation({ tokenUrl, apiOrigin, storage: 'none', policy });
       globalThis.statuses = new Set();
       conversation.subscribe(({ turns: [turn] }) => turn && statuses.add(turn.status));
       document.querySelector('zaby-agent').conversation = conversation;`,
      );
      const head = '<script src="/dist/zaby-agent.js" defer></script><script type="module" src="/hidden.js"></script>';
      site.serve('/hidden', pageWith(embed(agent, 'id="chat"'), head));
      const visitor = await visit(browser, site, agent, { path: '/hidden' });
      await visitor.send('Go on');
      await visitor.sees('Before.');
      const other = await browser.newPage();
      await other.bringToFront();
      assert.equal(await visitor.page.evaluate(() => document.visibilityState), 'hidden');
      await visitor.hears('zaby-run-end');
      assert.equal(await visitor.page.evaluate(() => document.visibilityState), 'hidden');
      await visitor.page.bringToFront();
      await visitor.sees('w59');
      assert.deepEqual(await visitor.transcript(), ['user: Go on', `agent: Before. ${words}`]);
      assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'aiui' }).length, 1);
      const statuses = await visitor.page.evaluate(() => [
        ...(globalThis as unknown as { statuses: Set<string> }).statuses,
      ]);
      assert.deepEqual(statuses, ['sending', 'running', 'finished']);
      await other.close();
      await visitor.leave();
    },
  );
});
