import assert from 'node:assert/strict';
import { once } from 'node:events';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import type { Browser, HTTPRequest } from 'puppeteer-core';
import { ask, block, say, wait } from '../../demo/emulator/script.js';
import { moduleSteps } from '../check/sizes.js';
import { onlyInChromium } from '../support/browser.js';
import type { HostedAgent } from '../support/host.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { useSite } from './use-site.js';
import { type Visitor, visit } from './visitor.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

/** What happens to the requests for the file that draws answers. */
type Way = 'blocked' | 'open' | Promise<unknown>;

const pass = async (request: HTTPRequest, way: Way): Promise<void> => {
  if (!request.url().includes('/answers-')) return request.continue();
  if (way === 'blocked') return request.abort('connectionreset');
  if (way !== 'open') await way;
  await request.continue();
};

const names = (files: Map<string, unknown>): string[] => [...files.keys()].map((path) => basename(path)).toSorted();

describe('the module files', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const serve = (agent: HostedAgent, attributes = ''): string => {
    const path = `/module-${agent.agentId}`;
    const script = '<script type="module" src="/dist/module/zaby-agent.js"></script>';
    site.serve(path, pageWith(embed(agent, `id="chat" ${attributes}`), script));
    return path;
  };

  /** A visitor on the module files, whose way to what draws answers may be changed at any time. */
  const arrive = async (agent: HostedAgent, first: Way): Promise<Visitor & { way(next: Way): void }> => {
    let way = first;
    const visitor = await visit(browser, site, agent, { path: serve(agent) });
    await visitor.page.setRequestInterception(true);
    visitor.page.on('request', (request) => void pass(request, way));
    return {
      ...visitor,
      way: (next) => {
        way = next;
      },
    };
  };

  const loaded = (from: number): string[] =>
    site.requests
      .slice(from)
      .filter((path) => path.startsWith('/dist/'))
      .map((path) => basename(path))
      .toSorted();

  it('load in three steps: with the tag, on opening, and with the first message', async () => {
    const agent = site.addAgent({ scripts: [[say('It is **open**.')]] });
    const steps = await moduleSteps();
    const from = site.requests.length;
    const visitor = await visit(browser, site, agent, { path: serve(agent, 'mode="floating"') });
    await visitor.page.waitForSelector('#chat >>> .launcher');
    assert.deepEqual(loaded(from), names(steps.beforeIntent));
    await visitor.press('Open chat');
    await visitor.write('Are you open?');
    assert.deepEqual(loaded(from), names(steps.onOpening));
    await visitor.key('Enter');
    await visitor.sees('It is open.');
    assert.deepEqual(loaded(from), names(steps.firstAnswer));
    await visitor.leave();
  });

  it('ask for what a conversation needs beside the element where it shows at once, not after it', async () => {
    const agent = site.addAgent({ scripts: [] });
    const page = await browser.newPage();
    const asked: string[] = [];
    const held = new EventTarget();
    await page.setRequestInterception(true);
    page.on('request', async (request) => {
      const [, name] = /\/chunks\/([a-z]+)-[^/]*\.js$/.exec(request.url()) ?? [];
      if (name) asked.push(name);
      if (name === 'conversation') held.dispatchEvent(new Event('released'));
      if (name === 'element' && !asked.includes('conversation')) await once(held, 'released');
      await request.continue();
    });
    await page.goto(`${site.origin}${serve(agent)}`);
    await page.waitForFunction(() => document.querySelector('#chat')?.shadowRoot?.querySelector('.composer-input'), {
      polling: 50,
    });
    assert.deepEqual(asked.toSorted(), ['conversation', 'element']);
    await page.close();
  });

  it('show an answer as plain text until what draws it is here, and lose no word in between', async () => {
    const agent = site.addAgent({ scripts: [[say('It is **open**\n\n'), wait(pause), say('until *nine*.')]] });
    const held = new EventTarget();
    const visitor = await arrive(agent, once(held, 'released'));
    await visitor.send('Are you open?');
    await visitor.sees('It is **open**');
    held.dispatchEvent(new Event('released'));
    await visitor.sees('It is open');
    site.platform.emulator.advance(pause);
    await visitor.sees('until nine.');
    assert.deepEqual(await visitor.transcript(), ['user: Are you open?', 'agent: It is open\n\nuntil nine.']);
    await visitor.leave();
  });

  it(
    'leave an answer readable where what draws it never came, and ask for it again with the next question',
    onlyInChromium,
    async () => {
      const agent = site.addAgent({
        scripts: [
          [say('It is **open**.'), block('source-list', { title: 'Hours', sources: [{ title: 'The door' }] })],
          [say('Until *nine*.')],
        ],
      });
      const visitor = await arrive(agent, 'blocked');
      await visitor.send('Are you open?');
      await visitor.hears('zaby-run-end');
      assert.deepEqual(await visitor.transcript(), ['user: Are you open?', 'agent: It is **open**.']);
      await visitor.sees('Hours');
      visitor.way('open');
      await visitor.send('Until when?');
      await visitor.sees('Until nine.');
      await visitor.sees('The door');
      assert.equal((await visitor.transcript())[1], 'agent: It is open.');
      assert.deepEqual(await visitor.heard('zaby-error'), []);
      await visitor.leave();
    },
  );

  it(
    'tell of an approval that waits, and let it be decided as soon as what draws it is here',
    onlyInChromium,
    async () => {
      const agent = site.addAgent({
        scripts: [
          [
            ask({
              tool: 'refund_order',
              title: 'Refund',
              args: { order: '1042' },
              onApprove: [say('It is **done**.')],
            }),
          ],
        ],
      });
      const visitor = await arrive(agent, 'blocked');
      await visitor.send('Refund order 1042');
      await visitor.sees('Your approval is needed');
      visitor.way('open');
      await visitor.sees('If you approve, this will be done');
      await visitor.decide(/^Approve/);
      await visitor.sees('It is done.');
      await visitor.leave();
    },
  );

  it('draw a restored answer when the network is back', onlyInChromium, async () => {
    const agent = site.addAgent({ scripts: [[say('It is **open**.')]] });
    const visitor = await arrive(agent, 'blocked');
    await visitor.send('Are you open?');
    await visitor.hears('zaby-run-end');
    await visitor.reload();
    await visitor.sees('It is **open**.');
    visitor.way('open');
    await visitor.page.setOfflineMode(true);
    await visitor.page.setOfflineMode(false);
    await visitor.sees('It is open.');
    await visitor.leave();
  });
});
