import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { ask, call, progress, say, step, wait } from '../../demo/emulator/script.js';
import { type Site, pageWith } from '../support/site.js';
import { useSite } from './use-site.js';
import { visit, type Visitor } from './visitor.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

const request = {
  tool: 'refund_order',
  title: 'Refund 59 EUR',
  args: { order: '1042', amount: 59 },
  editable: true,
  schema: {
    type: 'object',
    properties: { amount: { type: 'number', title: 'Amount in euros', maximum: 59 }, order: { type: 'string' } },
  },
  onApprove: [say('{{args.amount}} EUR of order {{args.order}} are on their way.')],
};

/** Tabs to the field and writes in place of what it holds. */
const change = async ({ page, focuses, key }: Visitor, text: string): Promise<void> => {
  await focuses(/^textarea|^input/);
  await key('Tab');
  await focuses(/^input Amount in euros/);
  await page.keyboard.down('Control');
  await key('a');
  await page.keyboard.up('Control');
  await page.keyboard.type(text);
};

describe('an approval that may be changed', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('is given with other arguments, and the agent goes on with those', async () => {
    const agent = site.addAgent({ scripts: [[ask(request)]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.press('Change the input');
    await change(visitor, '80');
    await visitor.key('Tab', 'Tab');
    await visitor.focuses(/^button Approve with changes/);
    await visitor.key('Enter');
    await visitor.sees('At most 59');
    await visitor.focuses(/^input Amount in euros/);
    assert.equal(await visitor.liveCards(), 1);
    await visitor.page.keyboard.down('Control');
    await visitor.key('a');
    await visitor.page.keyboard.up('Control');
    await visitor.page.keyboard.type('20');
    await visitor.decide(/^Approve with changes/);
    await visitor.sees('20 EUR of order 1042 are on their way.');
    await visitor.sees(/20\s+Proposed:\s+59/);
    const [decided] = site.platform.emulator.approvals({ deploymentId: agent.deploymentId });
    assert.deepEqual(decided?.editedArgs, { order: '1042', amount: 20 });
    await visitor.leave();
  });

  it('is given so to an agent that speaks AG-UI, too', async () => {
    const agent = site.addAgent({ scripts: [[ask(request)]] });
    const path = `/${agent.agentId}`;
    const tag = `<zaby-agent id="chat" agent-url="${agent.apiOrigin}/agents/${agent.deploymentId}"></zaby-agent>`;
    site.serve(path, pageWith(tag));
    const visitor = await visit(browser, site, agent, { path });
    await visitor.send('Refund order 1042');
    await visitor.press('Change the input');
    await change(visitor, '20');
    await visitor.decide(/^Approve with changes/);
    await visitor.sees('20 EUR of order 1042 are on their way.');
    await visitor.leave();
  });
});

describe('long work', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('is told in the header, and by the launcher while the panel is closed', async () => {
    const reading = step('Reading invoices', {
      progress: { current: 1, total: 3, label: 'Report' },
      steps: [wait(pause), progress({ current: 3, total: 3, label: 'Report' })],
    });
    const script = [
      step('Collecting orders'),
      reading,
      call({ tool: 'write_report', takes: pause }),
      say('There it is.'),
    ];
    const agent = site.addAgent({ scripts: [script] });
    const visitor = await visit(browser, site, agent, { attributes: 'mode="floating"' });
    const launcherSays = (words: string): Promise<unknown> =>
      visitor.page.waitForFunction(
        (wanted) =>
          document
            .querySelector('#chat')
            ?.shadowRoot?.querySelector('.launcher')
            ?.getAttribute('aria-label')
            ?.includes(wanted),
        { timeout: 8000, polling: 30 },
        words,
      );
    await visitor.press('Open chat');
    await visitor.send('Write the report');
    await visitor.sees('Step 2 of 3: Reading invoices');
    await visitor.press('Close chat');
    await launcherSays('Open chat, Step 2 of 3: Reading invoices');
    site.platform.emulator.advance(pause);
    await launcherSays('Write report…');
    site.platform.emulator.advance(pause);
    await launcherSays('1 new message');
    await visitor.leave();
  });
});
