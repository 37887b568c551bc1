import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { ApprovalRequestDetail } from '../../src/element/index.js';
import { ask, deny, interrupt, type Script, say } from '../../demo/emulator/script.js';
import type { HostedAgent } from '../support/host.js';
import type { Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

const request = {
  tool: 'refund_order',
  title: 'Refund 59 EUR',
  args: { order: 1042, amount: 59 },
  onApprove: [say('It is on its way.')],
  onReject: [say('Nothing was refunded: {{reason}}.')],
  onExpire: [say('You took too long.')],
};

const refund: Script = [say('I can refund that.'), ask(request)];

describe('an approval', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const decisions = ({ deploymentId }: HostedAgent) =>
    site.platform.emulator.approvals({ deploymentId }).map(({ decision, reason }) => ({ decision, reason }));

  it('shows the tool and its exact input, is given by a click, and the answer goes on', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees('Your approval is needed');
    await visitor.sees('refund_order');
    await visitor.sees('1042');
    await visitor.sees('Refund 59 EUR');
    await visitor.decide(/^Approve/);
    await visitor.sees('It is on its way.');
    await visitor.sees('Approved');
    assert.equal(await visitor.liveCards(), 0);
    assert.deepEqual(decisions(agent), [{ decision: 'approved', reason: undefined }]);
    assert.equal((await visitor.heard('zaby-approval-request')).length, 1);
    assert.equal((await visitor.heard('zaby-approval-resolved')).length, 1);
    await visitor.leave();
  });

  it('is refused with a reason, which the agent is told', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.press(/^Reject/);
    await visitor.sees('Reason (optional)');
    await visitor.focuses(/^textarea Reason/);
    await visitor.page.keyboard.type('too late');
    await visitor.decide(/^Reject/);
    await visitor.sees('Nothing was refunded: too late.');
    await visitor.sees('Reason: too late');
    assert.deepEqual(decisions(agent), [{ decision: 'rejected', reason: 'too late' }]);
    await visitor.leave();
  });

  it('is not given by a script of the page that clicks the button', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees('Your approval is needed');
    // Until the button is one that a person's click would decide by.
    await visitor.press(/^Reject/);
    await visitor.press('Back');
    await visitor.page.evaluate(() => {
      const root = document.querySelector('zaby-agent')?.shadowRoot;
      root?.querySelector<HTMLElement>('[part~="approve"]')?.click();
    });
    assert.equal(await visitor.liveCards(), 1);
    await visitor.decide(/^Approve/);
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'approvals' }).length, 1);
    await visitor.leave();
  });

  it('that expires says so, has no buttons left, and the agent goes on', async () => {
    const agent = site.addAgent({ scripts: [[ask({ ...request, expiresInMs: 120_000 })]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees(/Expires in \d/);
    site.platform.emulator.advance(120_000);
    await visitor.sees('This request has expired. Nothing was done.');
    await visitor.sees('You took too long.');
    assert.equal(await visitor.liveCards(), 0);
    await visitor.leave();
  });

  it('that was decided elsewhere shows by whom, without a click here', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees('Your approval is needed');
    const [pending] = site.platform.emulator.approvals({ deploymentId: agent.deploymentId });
    assert.ok(pending);
    site.platform.emulator.decide(pending.runId, pending.approvalId, { decision: 'approved', by: 'Maria' });
    await visitor.sees('Approved by Maria');
    await visitor.sees('It is on its way.');
    assert.equal(await visitor.liveCards(), 0);
    await visitor.leave();
  });

  it('that somebody else decided a moment before shows the real decision', async () => {
    const agent = site.addAgent({
      scripts: [
        [
          deny(409, {
            on: 'approvals',
            body: { code: 'APPROVAL_ALREADY_DECIDED', status: 'REJECTED', decidedBy: 'Maria' },
          }),
          ...refund,
        ],
      ],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.decide(/^Approve/);
    await visitor.sees('Rejected by Maria');
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    await visitor.leave();
  });

  it('of which nobody knows whether it arrived can be sent again, and counts once', async () => {
    const agent = site.addAgent({ scripts: [[deny(503, { on: 'approvals', times: 3 }), ...refund]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.decide(/^Approve/);
    await visitor.sees('nothing confirms yet');
    assert.equal((await visitor.hears('zaby-error')).detail?.['status'], 503);
    await visitor.decide('Check again');
    await visitor.sees('It is on its way.');
    assert.deepEqual(decisions(agent), [{ decision: 'approved', reason: undefined }]);
    await visitor.leave();
  });

  it("asked for in AG-UI's way is a card too", async () => {
    const agent = site.addAgent({ scripts: [[interrupt(request)]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.decide(/^Approve/);
    await visitor.sees('It is on its way.');
    await visitor.leave();
  });

  it('is not given by Enter in the composer, which keeps the text', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees('Your approval is needed');
    await visitor.send('yes');
    assert.equal(await visitor.draft(), 'yes');
    await visitor.key('Enter', 'Enter');
    assert.equal(await visitor.liveCards(), 1);
    assert.deepEqual(decisions(agent), [{ decision: undefined, reason: undefined }]);
    await visitor.decide(/^Approve/);
    await visitor.sees('It is on its way.');
    assert.equal(await visitor.draft(), 'yes');
    await visitor.leave();
  });

  it('that is left by Stop is not decided, and nothing is sent', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund order 1042');
    await visitor.sees('Your approval is needed');
    await visitor.press('Stop');
    await visitor.sees('Not decided. You stopped the answer.');
    assert.equal(await visitor.liveCards(), 0);
    assert.deepEqual(decisions(agent), [{ decision: undefined, reason: undefined }]);
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'approvals' }).length, 0);
    await visitor.leave();
  });

  it('that the page shows itself has no card here, and is decided by its approve()', async () => {
    const agent = site.addAgent({ scripts: [refund] });
    const visitor = await visit(browser, site, agent);
    await visitor.page.evaluate(() => {
      document.addEventListener('zaby-approval-request', (event) => {
        event.preventDefault();
        document.title = (event as CustomEvent<ApprovalRequestDetail>).detail.approval.request.approvalId ?? '';
      });
    });
    await visitor.send('Refund order 1042');
    await visitor.page.waitForFunction(() => document.title !== 'A shop');
    assert.doesNotMatch(await visitor.reads(), /Your approval is needed|Reject/);
    await visitor.page.evaluate(() => document.querySelector('zaby-agent')?.approve(document.title));
    await visitor.sees('It is on its way.');
    assert.doesNotMatch(await visitor.reads(), /Approve/);
    assert.deepEqual(decisions(agent), [{ decision: 'approved', reason: undefined }]);
    await visitor.leave();
  });
});
