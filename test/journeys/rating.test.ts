import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { deny, say, wait } from '../../demo/emulator/script.js';
import type { HostedAgent } from '../support/host.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

describe('a rating', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const given = ({ deploymentId }: HostedAgent) =>
    site.platform.emulator
      .feedback({ deploymentId })
      .map(({ rating, label, comment }) => [rating, label, ...(comment === undefined ? [] : [comment])]);

  it('by thumb reaches the platform at once, and stars with a comment replace it', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Hello');
    await visitor.press('Bad answer');
    const { detail } = await visitor.hears('zaby-feedback');
    assert.deepEqual(detail?.['feedback'], { rating: 1, label: 'thumbs-down', status: 'sent' });
    assert.deepEqual(given(agent), [[1, 'thumbs-down']]);
    await visitor.press('2 of 5');
    await (await visitor.page.waitForSelector('#chat >>> textarea[name="comment"]'))?.click();
    await visitor.page.keyboard.type('Too short');
    await visitor.press('Send feedback');
    await visitor.sees('Thank you for your feedback.');
    await visitor.page.waitForFunction(
      () =>
        (globalThis as unknown as { heard: { name: string }[] }).heard.filter(({ name }) => name === 'zaby-feedback')
          .length === 2,
    );
    assert.deepEqual(given(agent), [
      [1, 'thumbs-down'],
      [2, 'thumbs-down', 'Too short'],
    ]);
    await visitor.leave();
  });

  it('is still there after a reload, and can be changed', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Hello');
    await visitor.press('Good answer');
    await visitor.hears('zaby-feedback');
    await visitor.reload();
    await visitor.page.waitForSelector('#chat >>> [aria-label="Good answer"][aria-pressed="true"]');
    await visitor.press('Bad answer');
    await visitor.hears('zaby-feedback');
    await visitor.page.waitForSelector('#chat >>> [aria-label="Bad answer"][aria-pressed="true"]');
    assert.deepEqual(given(agent).at(-1), [1, 'thumbs-down']);
    await visitor.leave();
  });

  it('that does not arrive says so, and is sent again', async () => {
    const agent = site.addAgent({ scripts: [[deny(400, { on: 'feedback' }), say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Hello');
    await visitor.press('Good answer');
    await visitor.sees('Your rating was not sent.');
    assert.equal((await visitor.hears('zaby-error')).detail?.['status'], 400);
    await visitor.press('Retry');
    await visitor.hears('zaby-feedback');
    assert.deepEqual(given(agent), [[5, 'thumbs-up']]);
    await visitor.leave();
  });

  it('of a stopped answer counts too, and there is none where the page wants none', async () => {
    const agent = site.addAgent({ scripts: [[say('Once upon a time'), wait()]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Tell me');
    await visitor.sees('Once upon a time');
    await visitor.press('Stop');
    await visitor.press('Bad answer');
    await visitor.hears('zaby-feedback');
    assert.deepEqual(given(agent), [[1, 'thumbs-down']]);
    await visitor.page.evaluate(() => document.querySelector('zaby-agent')?.toggleAttribute('no-feedback', true));
    await visitor.page.waitForFunction(
      () => !document.querySelector('zaby-agent')?.shadowRoot?.querySelector('[part~="feedback"]'),
    );
    await visitor.leave();
  });
});
