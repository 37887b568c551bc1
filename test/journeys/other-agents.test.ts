import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { AgentDefinition } from '../../demo/emulator/index.js';
import { ask, drop, finish, say, wait } from '../../demo/emulator/script.js';
import { pageWith, type Site } from '../support/site.js';
import { useSite } from './use-site.js';
import { visit, type Visitor } from './visitor.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

const scripts = {
  classic: '<script src="/dist/zaby-agent.js" defer></script>',
  module: '<script type="module" src="/dist/module/zaby-agent.js"></script>',
};

describe('an agent that speaks AG-UI, without a platform and without a token', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const open = async (definition: AgentDefinition, script: keyof typeof scripts = 'classic') => {
    const hosted = site.addAgent(definition);
    const { deploymentId, apiOrigin, agentId } = hosted;
    const path = `/${agentId}`;
    const tag = `<zaby-agent id="chat" agent-url="${apiOrigin}/agents/${deploymentId}"></zaby-agent>`;
    site.serve(path, pageWith(tag, scripts[script]));
    const visitor: Visitor = await visit(browser, site, hosted, { path });
    const asked = () =>
      site.platform.emulator
        .requests({ deploymentId, name: 'agent' })
        .map(({ method, status }) => `${method} ${status}`);
    return { visitor, asked, tokens: () => site.platform.host.tokenRequests(agentId) };
  };

  for (const script of ['classic', 'module'] as const) {
    it(`answers, by the ${script} script, under the content policy`, async () => {
      const { visitor, asked, tokens } = await open({ scripts: [[say('We open at nine.')]] }, script);
      await visitor.send('When do you open?');
      await visitor.hears('zaby-run-end');
      assert.deepEqual(await visitor.transcript(), ['user: When do you open?', 'agent: We open at nine.']);
      assert.deepEqual(asked(), ['POST 200']);
      assert.equal(tokens(), 0);
      await visitor.leave();
    });
  }

  it('whose line is cut leaves what was said, and Retry brings the whole answer', async () => {
    const { visitor, asked } = await open({
      scripts: [[say('We open at '), wait(pause), drop(), say('nine.'), finish()], [say('We open at nine.')]],
    });
    await visitor.send('When do you open?');
    await visitor.sees('We open at');
    site.platform.emulator.advance(pause);
    await visitor.hears('zaby-run-end');
    await visitor.sees('We open at');
    assert.deepEqual(asked(), ['POST 200']);
    await visitor.press('Retry');
    await visitor.sees('nine.');
    assert.deepEqual(await visitor.transcript(), ['user: When do you open?', 'agent: We open at nine.']);
    assert.deepEqual(asked(), ['POST 200', 'POST 200']);
    await visitor.leave();
  });

  it('asks for permission, waits through a reload, and hears the decision once', async () => {
    const { visitor, asked } = await open({
      scripts: [[ask({ tool: 'refund', title: 'Refund order 1042', onApprove: [say('It is refunded.')] })]],
    });
    await visitor.send('Refund my order');
    await visitor.sees('Refund order 1042');
    await visitor.reload();
    await visitor.sees('Refund order 1042');
    assert.equal(await visitor.liveCards(), 1);
    await visitor.decide('Approve');
    await visitor.sees('It is refunded.');
    assert.deepEqual(asked(), ['POST 200', 'POST 200']);
    await visitor.leave();
  });
});
