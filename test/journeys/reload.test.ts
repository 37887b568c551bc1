import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { ask, hang, lose, say, think, wait } from '../../demo/emulator/script.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

describe('a reload', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('F45 in the middle of an answer comes back and finishes it, without a word lost or repeated', async () => {
    const agent = site.addAgent({
      scripts: [
        [think('Let me count.'), say('One two three'), wait(pause), say(' four five'), wait(pause), say(' six.')],
      ],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Count to six');
    await visitor.sees('One two three');
    await visitor.reload();
    await visitor.sees('One two three');
    site.platform.emulator.advance(pause);
    await visitor.sees('four five');
    await visitor.reload();
    await visitor.sees('four five');
    site.platform.emulator.advance(pause);
    await visitor.sees('six.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: Count to six', 'agent: One two three four five six.']);
    assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
    assert.doesNotMatch(await visitor.reads(), /Reconnecting/);
    await visitor.leave();
  });

  it('F45 while words are arriving, again and again, ends with each of them once', async () => {
    const words = Array.from({ length: 80 }, (_, index) => `w${index}`).join(' ');
    const agent = site.addAgent({ scripts: [[say(words, { pace: 25 })]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Say them all');
    for (const seen of ['w3', 'w12', 'w30']) {
      // oxlint-disable-next-line no-await-in-loop -- One reload after the other is the point.
      await visitor.sees(seen);
      // oxlint-disable-next-line no-await-in-loop
      await visitor.reload();
    }
    await visitor.sees('w79');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await visitor.transcript(), ['user: Say them all', `agent: ${words}`]);
    await visitor.leave();
  });

  it('F45 during an approval shows exactly one card, and it works', async () => {
    const agent = site.addAgent({
      scripts: [[say('May I?'), ask({ tool: 'refund', title: 'Refund 59 EUR', onApprove: [say('Refunded.')] })]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    await visitor.reload();
    await visitor.sees('Your approval is needed');
    await visitor.reload();
    await visitor.decide(/^Approve/);
    await visitor.sees('Refunded.');
    assert.equal(await visitor.liveCards(), 0);
    assert.equal((await visitor.reads()).match(/Approval request|Your approval is needed/g)?.length, 1);
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'approvals' }).length, 1);
    await visitor.leave();
  });

  it('during which the approval was decided elsewhere shows the decision', async () => {
    const agent = site.addAgent({
      scripts: [[ask({ tool: 'refund', title: 'Refund 59 EUR', onReject: [say('Not refunded.')] })]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    await visitor.page.goto(`${site.origin}/dist/core/index.js`);
    const [pending] = site.platform.emulator.approvals({ deploymentId: agent.deploymentId });
    assert.ok(pending);
    site.platform.emulator.decide(pending.runId, pending.approvalId, { decision: 'rejected', by: 'Maria' });
    await visitor.page.goBack({ waitUntil: 'load' });
    await visitor.sees('Rejected by Maria');
    await visitor.sees('Not refunded.');
    assert.equal(await visitor.liveCards(), 0);
    await visitor.leave();
  });

  it('gives back what was typed and not sent', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.write('I was about to');
    await visitor.reload();
    await visitor.write(' say');
    assert.equal(await visitor.draft(), 'I was about to say');
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 0);
    await visitor.leave();
  });

  it('of a finished conversation shows it as it was, and asks nobody', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello there.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Hello');
    await visitor.hears('zaby-run-end');
    const asked = site.platform.emulator.requests({ deploymentId: agent.deploymentId }).length;
    await visitor.reload();
    await visitor.sees('Hello there.');
    await visitor.hears('zaby-ready');
    assert.deepEqual(await visitor.transcript(), ['user: Hello', 'agent: Hello there.']);
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId }).length, asked);
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 1);
    await visitor.leave();
  });

  for (const [name, fault] of [
    ['never answered', hang('runs')],
    ['answered to nobody', lose('runs')],
  ] as const) {
    it(`while a question was ${name} asks it again, and it counts once`, async () => {
      const agent = site.addAgent({ scripts: [[say('Only once.')]], faults: [fault] });
      const visitor = await visit(browser, site, agent);
      await visitor.send('Order one tent');
      await visitor.sees('Order one tent');
      await visitor.reload();
      await visitor.sees('Only once.');
      await visitor.sees('AI assistant');
      assert.deepEqual(await visitor.transcript(), ['user: Order one tent', 'agent: Only once.']);
      assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
      await visitor.leave();
    });
  }

  it('with the panel closed goes on in the background, and the launcher tells', async () => {
    const agent = site.addAgent({ scripts: [[say('It is '), wait(pause), say('done.')]] });
    const visitor = await visit(browser, site, agent, { attributes: 'mode="floating"' });
    const launcher = () =>
      visitor.page.evaluate(
        () => document.querySelector('zaby-agent')?.shadowRoot?.querySelector('.launcher')?.ariaLabel,
      );
    await visitor.press('Open chat');
    await visitor.send('Do it');
    await visitor.sees('It is');
    await visitor.key('Escape');
    await visitor.reload();
    await visitor.page.waitForFunction(() =>
      /answering/.test(document.querySelector('zaby-agent')?.shadowRoot?.querySelector('.launcher')?.ariaLabel ?? ''),
    );
    site.platform.emulator.advance(pause);
    await visitor.hears('zaby-run-end');
    await visitor.page.waitForFunction(() =>
      /1 new message/.test(
        document.querySelector('zaby-agent')?.shadowRoot?.querySelector('.launcher')?.ariaLabel ?? '',
      ),
    );
    await visitor.press(/^Open chat/);
    await visitor.sees('done.');
    assert.doesNotMatch((await launcher()) ?? '', /new message/);
    assert.deepEqual(await visitor.transcript(), ['user: Do it', 'agent: It is done.']);
    await visitor.leave();
  });
});
