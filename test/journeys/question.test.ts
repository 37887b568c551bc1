import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import {
  block,
  call,
  custom,
  deny,
  emit,
  fail,
  finish,
  lose,
  say,
  step,
  think,
  wait,
} from '../../demo/emulator/script.js';
import { openPage } from '../support/browser.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { type Visitor, lookAt, visit } from './visitor.js';
import { useSite } from './use-site.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

describe('a question', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('is answered as the answer is written, and the next one goes on in the same conversation', async () => {
    const agent = site.addAgent({
      scripts: [[say('The shop opens '), wait(pause), say('at nine.')], [say('And closes at six.')]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('When do you open?');
    await visitor.sees('The shop opens');
    assert.equal(await visitor.draft(), '');
    site.platform.emulator.advance(pause);
    await visitor.sees('at nine.');
    await visitor.hears('zaby-run-end');
    await visitor.send('And close?');
    await visitor.sees('And closes at six.');
    assert.deepEqual(await visitor.transcript(), [
      'user: When do you open?',
      'agent: The shop opens at nine.',
      'user: And close?',
      'agent: And closes at six.',
    ]);
    const runs = site.platform.emulator.runs({ deploymentId: agent.deploymentId });
    assert.deepEqual(
      runs.map(({ input }) => input),
      [{ message: 'When do you open?' }, { message: 'And close?' }],
    );
    assert.equal(new Set(runs.map(({ agentSessionId }) => agentSessionId)).size, 1);
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 1);
    await visitor.leave();
  });

  it('shows what the agent thinks, calls and sends, and passes by what nobody knows', async () => {
    const agent = site.addAgent({
      scripts: [
        [
          think('They want a tent.'),
          call({ tool: 'find_tent', args: { persons: 2 }, result: { name: 'Ridge 2' } }),
          custom('shop-visited', { floor: 2 }),
          emit({ type: 'FROM_THE_FUTURE', surprise: true }),
          emit('{"type":"TEXT_MESSAGE_CONTENT","delta":'),
          block('hologram', { title: 'The tent from all sides', frames: 360 }),
          say('Take the Ridge 2.'),
        ],
      ],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Which tent?');
    await visitor.sees('Take the Ridge 2.');
    await visitor.sees('The tent from all sides');
    await visitor.press(/Thought/);
    await visitor.sees('They want a tent.');
    await visitor.press(/Find tent/);
    await visitor.sees('Ridge 2');
    const kinds = (await visitor.heard('zaby-run-event')).map(({ detail }) => detail?.['event'] as { type: string });
    assert.ok(kinds.some(({ type }) => type === 'unknown'));
    assert.ok(kinds.some(({ type }) => type === 'custom'));
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    await visitor.leave();
  });

  it('shows a report with ten steps and a bar that says how far it is', async () => {
    const agent = site.addAgent({
      scripts: [
        [
          ...Array.from({ length: 10 }, (_, index) =>
            step(`Chapter ${index + 1}`, {
              progress: { current: index + 1, total: 10, label: 'Writing the report', messageId: 'report' },
              steps: index === 3 ? [wait(pause)] : [],
            }),
          ),
          say('The report is done.'),
        ],
      ],
    });
    const visitor = await visit(browser, site, agent);
    const bar = () =>
      visitor.page.evaluate(() => {
        const root = document.querySelector('zaby-agent')?.shadowRoot;
        const progress = root?.querySelector('progress');
        return [progress?.value, progress?.max, root?.querySelectorAll('.steps li.done').length];
      });
    await visitor.send('Write the report');
    await visitor.sees('Chapter 4');
    await visitor.sees(/[34] of 10/);
    const [value, max, done] = await bar();
    assert.ok(value === 3 || value === 4, String(value));
    assert.deepEqual([max, done], [10, 3]);
    site.platform.emulator.advance(pause);
    await visitor.sees('The report is done.');
    await visitor.hears('zaby-run-end');
    assert.deepEqual(await bar(), [10, 10, 10]);
    await visitor.leave();
  });

  it('that the agent fails at says so, keeps what was said, and can be asked again', async () => {
    const agent = site.addAgent({
      scripts: [[say('I look it up.'), fail('The ledger is closed.', 'LEDGER_CLOSED')], [say('It is paid.')]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Is it paid?');
    await visitor.sees('The assistant could not finish this answer.');
    await visitor.sees('The ledger is closed.');
    assert.equal((await visitor.hears('zaby-run-end')).detail?.['status'], 'failed');
    await visitor.press('Retry');
    await visitor.sees('It is paid.');
    assert.deepEqual(await visitor.transcript(), [
      'user: Is it paid?',
      'agent: I look it up.',
      'user: Is it paid?',
      'agent: It is paid.',
    ]);
    await visitor.leave();
  });

  it('is stopped by the same button that sent it, and the next one is free', async () => {
    const agent = site.addAgent({
      scripts: [
        [say('Once upon a time'), wait(), say(' the end.')],
        [say('Hello again.'), finish()],
      ],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Tell me everything');
    await visitor.sees('Once upon a time');
    await visitor.press('Stop');
    await visitor.sees('You stopped this answer.');
    assert.equal((await visitor.hears('zaby-run-end')).detail?.['status'], 'stopped');
    await visitor.send('Hello');
    await visitor.sees('Hello again.');
    await visitor.leave();
  });

  const twice: [string, (visitor: Visitor) => Promise<void>][] = [
    ['Enter twice', (visitor) => visitor.key('Enter', 'Enter')],
    ['a double click on Send', (visitor) => visitor.page.click('#chat >>> [part~="send"]', { count: 2 })],
  ];
  for (const [name, act] of twice) {
    it(`is asked once by ${name}, although its answer is lost at first`, async () => {
      const agent = site.addAgent({ scripts: [[say('You have ordered one tent.')]], faults: [lose('runs')] });
      const visitor = await visit(browser, site, agent);
      await visitor.write('Order one tent');
      await act(visitor);
      await visitor.sees('You have ordered one tent.');
      assert.deepEqual(await visitor.transcript(), ['user: Order one tent', 'agent: You have ordered one tent.']);
      assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
      await visitor.leave();
    });
  }

  it('is asked once by Retry pressed twice', async () => {
    const agent = site.addAgent({
      scripts: [[say('You have ordered one tent.')]],
      faults: [deny(503, { on: 'runs', times: 3 }), lose('runs')],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Order one tent');
    await visitor.sees('The assistant has a problem right now.');
    await visitor.page.click('#chat >>> [part~="retry"]', { count: 2 });
    await visitor.sees('You have ordered one tent.');
    assert.deepEqual(await visitor.transcript(), ['user: Order one tent', 'agent: You have ordered one tent.']);
    assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
    await visitor.leave();
  });

  it('is asked and answered where the browser keeps nothing for the page', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const watched = await openPage(browser, 'about:blank', async (page) => {
      // A text: what the compiler adds to functions is unknown in the page.
      await page.evaluateOnNewDocument(`for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(globalThis, name, { get() { throw new DOMException('Denied', 'SecurityError'); } });`);
    });
    site.serve('/denied', pageWith(embed(agent, 'id="chat" mode="floating"')));
    await watched.page.goto(`${site.origin}/denied`);
    const visitor = lookAt(watched, 'chat');
    await visitor.press('Open chat');
    await visitor.send('Hello');
    await visitor.sees('Hello.');
    await visitor.reload();
    await visitor.press('Open chat');
    await visitor.sees('How can I help?');
    await visitor.leave();
  });
});
