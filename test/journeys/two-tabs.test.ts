import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { say, wait } from '../../demo/emulator/script.js';
import type { HostedAgent } from '../support/host.js';
import type { Site } from '../support/site.js';
import { type Visitor, visit } from './visitor.js';
import { useSite } from './use-site.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

describe('two tabs with one conversation', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const inTwoTabs = async (
    agent: HostedAgent,
    before: (first: Visitor) => Promise<void>,
    story: (first: Visitor, second: Visitor) => Promise<void>,
  ): Promise<void> => {
    const first = await visit(browser, site, agent, { attributes: 'storage="local"' });
    await before(first);
    const second = await visit(browser, site, agent, { path: `/${agent.agentId}` });
    await story(first, second);
    await first.page.evaluate(() => localStorage.clear());
    await second.leave();
    await first.leave();
  };

  const runs = ({ deploymentId }: HostedAgent): number => site.platform.emulator.runs({ deploymentId }).length;

  it('both show an answer that is being given, to its end', async () => {
    const agent = site.addAgent({ scripts: [[say('It is '), wait(pause), say('forty-two.')]] });
    await inTwoTabs(
      agent,
      async (first) => {
        await first.send('What is it?');
        await first.sees('It is');
      },
      async (first, second) => {
        await second.sees('It is');
        site.platform.emulator.advance(pause);
        const story = ['user: What is it?', 'agent: It is forty-two.'];
        for (const tab of [second, first]) {
          // oxlint-disable no-await-in-loop -- One tab after the other.
          await tab.page.bringToFront();
          await tab.sees('forty-two.');
          assert.deepEqual(await tab.transcript(), story);
          // oxlint-enable no-await-in-loop
        }
        assert.equal(runs(agent), 1);
      },
    );
  });

  it('go on one after the other, and lose nothing that either has said', async () => {
    const agent = site.addAgent({ scripts: [[say('You said {{message}}.')]] });
    await inTwoTabs(
      agent,
      async (first) => {
        await first.send('one');
        await first.sees('You said one.');
        await first.hears('zaby-run-end');
      },
      async (first, second) => {
        await second.send('two');
        await second.sees('You said two.');
        await second.hears('zaby-run-end');
        await first.page.bringToFront();
        await first.sees('You said two.');
        await first.send('three');
        await first.sees('You said three.');
        await first.reload();
        await first.sees('You said three.');
        const words = ['one', 'two', 'three'].flatMap((word) => [`user: ${word}`, `agent: You said ${word}.`]);
        assert.deepEqual(await first.transcript(), words);
        assert.equal(runs(agent), 3);
      },
    );
  });
});
