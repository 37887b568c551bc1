import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import {
  call,
  deny,
  exhaustToken,
  expireToken,
  type Fault,
  revokeFamily,
  say,
  wait,
} from '../../demo/emulator/script.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

describe('a tired token', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const tired: [string, () => Fault][] = [
    ['expired', expireToken],
    ['exhausted', exhaustToken],
    ['revoked', revokeFamily],
  ];
  for (const [name, fault] of tired) {
    it(`that is ${name} when a question is asked is replaced, and nobody notices`, async () => {
      const agent = site.addAgent({ scripts: [[say('The first.'), fault()], [say('The second.')]] });
      const visitor = await visit(browser, site, agent);
      await visitor.send('One');
      await visitor.sees('The first.');
      await visitor.hears('zaby-run-end');
      await visitor.send('Two');
      await visitor.sees('The second.');
      assert.deepEqual(await visitor.transcript(), [
        'user: One',
        'agent: The first.',
        'user: Two',
        'agent: The second.',
      ]);
      assert.deepEqual(await visitor.heard('zaby-error'), []);
      assert.equal(site.platform.host.tokenRequests(agent.agentId), 2);
      assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 2);
      await visitor.leave();
    });
  }

  it('that is revoked in the middle of an answer is replaced, and the answer goes on', async () => {
    const agent = site.addAgent({ scripts: [[say('It is '), revokeFamily(), wait(pause), say('forty-two.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('What is it?');
    await visitor.sees('It is');
    site.platform.emulator.advance(pause);
    await visitor.sees('forty-two.');
    assert.deepEqual(await visitor.transcript(), ['user: What is it?', 'agent: It is forty-two.']);
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    await visitor.leave();
  });

  it('with few uses lasts through a conversation, with no use refused', async () => {
    const agent = site.addAgent({
      scripts: [[call({ tool: 'look', result: 1 }), say('Answer {{message}}.')]],
      maxUses: 3,
    });
    const visitor = await visit(browser, site, agent);
    for (const question of ['one', 'two', 'three']) {
      // oxlint-disable-next-line no-await-in-loop -- One question after the other.
      await visitor.send(question);
      // oxlint-disable-next-line no-await-in-loop
      await visitor.sees(`Answer ${question}.`);
      // oxlint-disable-next-line no-await-in-loop
      await visitor.page.waitForFunction(
        () => document.querySelector('zaby-agent')?.shadowRoot?.querySelector('[part~="send"]')?.ariaLabel === 'Send',
      );
    }
    const refused = site.platform.emulator
      .requests({ deploymentId: agent.deploymentId })
      .filter(({ status }) => status >= 400);
    assert.deepEqual(refused, []);
    await visitor.leave();
  });

  it('that cannot be replaced ends the session in words, with the transcript kept and the question in the composer', async () => {
    const agent = site.addAgent({
      scripts: [
        { when: 'One', script: [say('The first.')] },
        { when: 'Two', script: [say('Never said.')], before: [revokeFamily({ forGood: true })] },
      ],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('One');
    await visitor.sees('The first.');
    await visitor.hears('zaby-run-end');
    await visitor.send('Two');
    await visitor.sees('Your session has ended. Sign in again or reload the page.');
    assert.equal(await visitor.draft(), 'Two');
    assert.match(await visitor.reads(), /The first\./);
    const { detail } = await visitor.hears('zaby-error');
    assert.equal(detail?.['code'], 'session-ended');
    assert.ok([401, 403, 409].includes(Number(detail['status'])), String(detail['status']));
    assert.match(String(detail['url']), /\/api\/v1\/agent-runtime\/runs$/);
    // One refusal, one new token, one more try, and no storm.
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 2);
    await visitor.leave();
  });

  it('that the host cannot replace keeps all, and the next try goes on where it was', async () => {
    const agent = site.addAgent({
      scripts: [[say('The first.'), expireToken(), deny(500, { on: 'token', times: 2 })], [say('The second.')]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('One');
    await visitor.sees('The first.');
    await visitor.hears('zaby-run-end');
    await visitor.send('Two');
    await visitor.sees('A session could not be started.');
    assert.equal(await visitor.draft(), 'Two');
    await visitor.press('Retry');
    await visitor.sees('The second.');
    assert.equal(await visitor.draft(), '');
    assert.deepEqual(await visitor.transcript(), ['user: One', 'agent: The first.', 'user: Two', 'agent: The second.']);
    await visitor.leave();
  });

  it('is never written down anywhere', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent, { attributes: 'storage="local"' });
    await visitor.send('Hello');
    await visitor.hears('zaby-run-end');
    await visitor.reload();
    await visitor.sees('Hello.');
    const kept = await visitor.page.evaluate(() =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        document.cookie,
        location.href,
        document.documentElement.outerHTML,
      ]),
    );
    assert.doesNotMatch(kept, /eyJ[\w-]+\./);
    assert.doesNotMatch(visitor.console.join('\n'), /eyJ[\w-]+\./);
    await visitor.page.evaluate(() => localStorage.clear());
    await visitor.leave();
  });
});
