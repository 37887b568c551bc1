import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { finish, say } from '../../demo/emulator/script.js';
import { launchBrowser, openPage } from '../support/browser.js';
import { pageWith, type Site, startSite } from '../support/site.js';
import { nextFrame } from './visitor.js';

/** What the journeys stand on: a page under a content policy, its token endpoint, and a platform at another origin. */

describe('the ground of the journeys', () => {
  let browser: Browser;
  let site: Site;

  before(async () => {
    browser = await launchBrowser();
    site = await startSite({
      files: {
        '/': pageWith('<h1>A shop</h1>', '<script src="/shop.js"></script>'),
        '/inline': pageWith('<script>document.title = "changed";</script>', ''),
        '/shop.js': 'console.info("open");',
      },
    });
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  it('shows a page without a complaint', async () => {
    const { page, errors, violations, console } = await openPage(browser, site.origin);
    assert.equal(await page.title(), 'A shop');
    assert.deepEqual([errors, violations, console], [[], [], ['info: open']]);
    await page.close();
  });

  it('notices a breach of the content policy', async () => {
    const { page, violations } = await openPage(browser, `${site.origin}/inline`);
    assert.equal(await page.title(), 'A shop');
    // Told on a way of its own, which may be slower than the page.
    // oxlint-disable-next-line no-await-in-loop
    for (let frame = 0; violations.length === 0 && frame < 100; frame += 1) await nextFrame(page);
    assert.deepEqual(violations, ['script-src-elem: inline']);
    await page.close();
  });

  it('starts a run with a token from its own server', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.'), finish()]] });
    const { page, violations } = await openPage(browser, site.origin);
    const status = await page.evaluate(async ({ tokenUrl, apiOrigin }) => {
      const conversationId = crypto.randomUUID();
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(tokenUrl, {
        method: 'POST',
        headers,
        body: JSON.stringify({ conversationId, reason: 'first' }),
      });
      const { token } = (await answer.json()) as { token: string };
      const run = await fetch(`${apiOrigin}/api/v1/agent-runtime/runs`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${token}` },
        body: JSON.stringify({ input: { message: 'Hello' }, respondAsync: false }),
      });
      return ((await run.json()) as { status: string }).status;
    }, agent);
    assert.equal(status, 'COMPLETED');
    assert.deepEqual(violations, []);
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 1);
    assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
    await page.close();
  });
});
