import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { ask, say, wait } from '../../demo/emulator/script.js';
import type { Site } from '../support/site.js';
import { nextFrame, type Visitor, visit } from './visitor.js';
import { useSite } from './use-site.js';

/** Presses Tab until the focus is where it should be, as someone without a mouse does. */
const tabTo = async (visitor: Visitor, where: RegExp, { back = false } = {}): Promise<void> => {
  const path: string[] = [];
  for (let presses = 0; presses < 25; presses += 1) {
    // oxlint-disable no-await-in-loop -- One press after the other.
    path.push(await visitor.focus());
    if (where.test(path.at(-1) ?? '')) return;
    if (back) await visitor.page.keyboard.down('Shift');
    await visitor.key('Tab');
    if (back) await visitor.page.keyboard.up('Shift');
    // oxlint-enable no-await-in-loop
  }
  assert.fail(`Tab does not reach ${where}; it passes ${path.join(' · ')}`);
};

/** Presses Enter on the focused button until it counts: a card nobody can have read yet does not take a decision. */
const enterUntil = async (visitor: Visitor, words: RegExp): Promise<void> => {
  for (let presses = 0; presses < 200; presses += 1) {
    // oxlint-disable no-await-in-loop -- One press after the other.
    if (words.test(await visitor.reads())) return;
    await visitor.key('Enter');
    await nextFrame(visitor.page);
    // oxlint-enable no-await-in-loop
  }
  assert.fail(`Enter did not bring ${words}; there is:\n${await visitor.reads()}`);
};

const goToApproval = async (visitor: Visitor): Promise<void> => {
  await visitor.page.keyboard.down('Alt');
  await visitor.page.keyboard.down('Shift');
  await visitor.page.keyboard.press('KeyA');
  await visitor.page.keyboard.up('Shift');
  await visitor.page.keyboard.up('Alt');
};

describe('the keyboard alone', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('opens the chat, writes, sends, stops and closes it, and the focus comes back', async () => {
    const agent = site.addAgent({ scripts: [[say('Once upon a time'), wait()]] });
    const visitor = await visit(browser, site, agent, { attributes: 'mode="floating"' });
    await tabTo(visitor, /^button Open chat/);
    await visitor.key('Enter');
    await visitor.focuses(/^textarea Message/);
    await visitor.page.keyboard.type('Tell me');
    await visitor.key('Enter');
    await visitor.sees('Once upon a time');
    assert.match(await visitor.focus(), /^textarea Message/);
    await tabTo(visitor, /^button Stop/);
    await visitor.key('Enter');
    await visitor.sees('You stopped this answer.');
    await visitor.key('Escape');
    await visitor.hears('zaby-close');
    assert.equal(await visitor.reads(), '');
    assert.match(await visitor.focus(), /^button Open chat/);
    // From the launcher it closes as well, being the other half of the same thing.
    await visitor.key('Enter');
    await visitor.focuses(/^textarea Message/);
    await tabTo(visitor, /^button Close chat$/);
    await visitor.key('Escape');
    await visitor.focuses(/^button Open chat/);
    await visitor.leave();
  });

  it('goes to a request, reads it first, and approves', async () => {
    const agent = site.addAgent({
      scripts: [[ask({ tool: 'refund', title: 'Refund 59 EUR', onApprove: [say('Refunded.')] })]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    assert.match(await visitor.focus(), /^textarea Message/);
    await goToApproval(visitor);
    assert.match(await visitor.focus(), /^group/);
    await visitor.key('Enter');
    assert.equal(await visitor.liveCards(), 1);
    await tabTo(visitor, /^button Approve: /);
    await enterUntil(visitor, /Refunded\./);
    await visitor.sees('Approved');
    await visitor.leave();
  });

  it('rejects with a reason', async () => {
    const agent = site.addAgent({
      scripts: [[ask({ tool: 'refund', title: 'Refund 59 EUR', onReject: [say('Not refunded: {{reason}}.')] })]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.sees('Your approval is needed');
    await goToApproval(visitor);
    await tabTo(visitor, /^button Reject: /);
    await visitor.key('Enter');
    await visitor.focuses(/^textarea Reason/);
    await visitor.page.keyboard.type('too dear');
    await tabTo(visitor, /^button Reject: /);
    await enterUntil(visitor, /Not refunded: too dear\./);
    assert.match(await visitor.reads(), /Reason: too dear/);
    await visitor.leave();
  });

  it('rates an answer, with stars and a comment', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Hello');
    await visitor.hears('zaby-run-end');
    await tabTo(visitor, /^button Good answer/, { back: true });
    await visitor.key('Enter');
    await visitor.sees('How helpful was it?');
    await tabTo(visitor, /^input 1 of 5/);
    await visitor.key(' ', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await tabTo(visitor, /^textarea Comment/);
    await visitor.page.keyboard.type('Quick');
    await tabTo(visitor, /^button Send feedback/);
    await visitor.key('Enter');
    await visitor.sees('Thank you for your feedback.');
    await visitor.page.waitForFunction(() =>
      document.querySelector('zaby-agent')?.shadowRoot?.activeElement?.matches('.thanks'),
    );
    await visitor.page.waitForFunction(
      (count) =>
        (globalThis as unknown as { heard: { name: string }[] }).heard.filter(({ name }) => name === 'zaby-feedback')
          .length === count,
      {},
      2,
    );
    const given = site.platform.emulator.feedback({ deploymentId: agent.deploymentId }).at(-1);
    assert.deepEqual([given?.['rating'], given?.['comment'], given?.['label']], [4, 'Quick', 'thumbs-up']);
    await visitor.leave();
  });

  it('never triggers the hotkeys of the page by typing, and still does outside', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.page.evaluate(() => {
      for (const target of [document, globalThis]) {
        for (const type of ['keydown', 'keypress', 'keyup'])
          target.addEventListener(type, (event) => (document.title += (event as KeyboardEvent).key));
      }
    });
    await visitor.write('go / ?');
    await visitor.key('ArrowLeft', 'Backspace', 'Enter');
    await visitor.sees('Hello.');
    assert.equal(await visitor.page.title(), 'A shop');
    await visitor.page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement as HTMLElement | null | undefined;
      inside?.blur();
    });
    await visitor.page.keyboard.press('g');
    await visitor.page.waitForFunction(() => document.title === 'A shopgggggg', { timeout: 8000 });
    await visitor.leave();
  });
});
