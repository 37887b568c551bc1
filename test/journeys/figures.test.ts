import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { block, say } from '../../demo/emulator/script.js';
import { onlyInChromium } from '../support/browser.js';
import type { HostedAgent } from '../support/host.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { useSite } from './use-site.js';
import { type Visitor, visit } from './visitor.js';

const sales = block('chart', { id: 'sales', title: 'Sales', chartType: 'bar', data: { Tents: 4, Packs: 7 } });
const week = block('timeline', { id: 'week', title: 'The week', events: [{ title: 'Delivery', time: '2026-05-04' }] });

describe('figures', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  /** A visitor on the module files. The file that draws figures arrives while `arrives` says so. */
  const arrive = async (agent: HostedAgent, arrives: () => boolean): Promise<Visitor> => {
    const path = `/figures-${agent.agentId}`;
    const script = '<script type="module" src="/dist/module/zaby-agent.js"></script>';
    site.serve(path, pageWith(embed(agent, 'id="chat"'), script));
    const visitor = await visit(browser, site, agent, { path });
    await visitor.page.setRequestInterception(true);
    visitor.page.on('request', (request) => {
      const isLost = request.url().includes('/figures-') && request.url().endsWith('.js') && !arrives();
      void (isLost ? request.abort('connectionreset') : request.continue());
    });
    return visitor;
  };

  const loaded = (from: number): number =>
    site.requests.slice(from).filter((path) => /\/chunks\/figures-/.test(path)).length;

  it('load what draws them with the first of them, once', async () => {
    const agent = site.addAgent({ scripts: [[say('No figures yet.')], [sales], [week]] });
    const visitor = await arrive(agent, () => true);
    const from = site.requests.length;
    await visitor.send('Well?');
    await visitor.sees('No figures yet.');
    assert.equal(loaded(from), 0);
    await visitor.send('And now?');
    await visitor.sees('Show as table');
    await visitor.send('And the week?');
    await visitor.sees('May 4, 2026');
    assert.equal(loaded(from), 1);
    await visitor.leave();
  });

  it(
    'show their data as they came where the file is lost, and are drawn when it comes with the next one',
    onlyInChromium,
    async () => {
      const agent = site.addAgent({ scripts: [[sales], [week]] });
      let arrives = false;
      const visitor = await arrive(agent, () => arrives);
      await visitor.send('How are sales?');
      await visitor.sees(/Sales[^]*"Packs": 7/);
      arrives = true;
      await visitor.send('And the week?');
      await visitor.sees('May 4, 2026');
      await visitor.sees('Show as table');
      assert.doesNotMatch(await visitor.reads(), /"Packs": 7/);
      assert.deepEqual(await visitor.heard('zaby-error'), []);
      await visitor.leave();
    },
  );

  it('are drawn when the network is back', onlyInChromium, async () => {
    const agent = site.addAgent({ scripts: [[sales]] });
    let arrives = false;
    const visitor = await arrive(agent, () => arrives);
    await visitor.send('How are sales?');
    await visitor.sees(/"Packs": 7/);
    arrives = true;
    await visitor.page.setOfflineMode(true);
    await visitor.page.setOfflineMode(false);
    await visitor.sees('Show as table');
    await visitor.leave();
  });

  it('break no rule of the content policy, in the classic file as well', async () => {
    const agent = site.addAgent({ scripts: [[sales, week, block('json-tree', { title: 'Data', json: { a: [1] } })]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('How are sales?');
    await visitor.sees('Show as table');
    await visitor.sees('a: [] 1 entry');
    await visitor.press('Show as table');
    await visitor.leave();
  });
});
