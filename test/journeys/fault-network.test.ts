import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { deny, say } from '../../demo/emulator/script.js';
import { onlyInChromium } from '../support/browser.js';
import type { HostedAgent } from '../support/host.js';
import { contentPolicy, embed, pageWith, type Site } from '../support/site.js';
import { type Visitor, visit } from './visitor.js';
import { useSite } from './use-site.js';

const unreachable = 'The assistant cannot be reached. Check your connection and try again.';
const platformName = 'platform.example';

const warnings = ({ console }: Visitor): string[] => console.filter((line) => line.startsWith('warn'));

/** Answers every preflight with these headers, and nothing else. */
const startPreflights = async (headers: Record<string, string>) => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    response.writeHead(204, { 'access-control-allow-origin': request.headers.origin ?? '', ...headers }).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

/** Takes from the answers of the platform what lets a page read their headers. */
const hideHeaders = async (page: Page): Promise<void> => {
  const session = await page.createCDPSession();
  session.on('Fetch.requestPaused', ({ requestId, responseStatusCode: responseCode = 0, responseHeaders = [] }) => {
    const left = responseHeaders.filter(({ name }) => name.toLowerCase() !== 'access-control-expose-headers');
    void session.send('Fetch.continueResponse', { requestId, responseHeaders: left, responseCode });
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/agent-runtime/runs', requestStage: 'Response' }] });
};

const givesUp = async (visitor: Visitor): Promise<void> => {
  await visitor.send('Are you there?');
  await visitor.sees(unreachable);
  assert.equal(await visitor.draft(), 'Are you there?');
  const [error, ...more] = await visitor.heard('zaby-error');
  assert.equal(error?.detail?.['code'], 'network');
  assert.deepEqual(more, []);
};

describe('a page that cannot reach the platform', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready), {
    browser: { args: [`--host-resolver-rules=MAP ${platformName} ~NOTFOUND`] },
    site: { csp: () => contentPolicy(`http://localhost:* https://localhost:* http://${platformName}`) },
  });

  /** The same agent behind another address. */
  const behind = async (agent: HostedAgent, apiOrigin: string): Promise<Visitor> => {
    const path = `/${agent.agentId}`;
    site.serve(path, pageWith(embed({ ...agent, apiOrigin }, 'id="chat"')));
    return visit(browser, site, agent, { path });
  };

  it('F02 keeps the question and offers Retry when the name of the platform is not known', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await behind(agent, `http://${platformName}`);
    let asked = 0;
    visitor.page.on(
      'request',
      (request) => (asked += request.method() === 'POST' && request.url().includes(platformName) ? 1 : 0),
    );
    await givesUp(visitor);
    assert.ok(asked <= 3, `${asked} requests`);
    await visitor.press('Retry');
    await visitor.sees(unreachable);
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 1);
    await visitor.leave();
  });

  it('F03 keeps the question and offers Retry when the line cannot be made safe', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await behind(agent, agent.apiOrigin.replace('http:', 'https:'));
    await givesUp(visitor);
    await visitor.leave();
  });

  it('F04 tells the developer once, with origin and headers, when the platform does not allow the page', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]], origins: ['https://elsewhere.example'] });
    const visitor = await visit(browser, site, agent);
    await givesUp(visitor);
    await visitor.press('Retry');
    await visitor.page.waitForFunction(
      () =>
        (globalThis as unknown as { heard: { name: string }[] }).heard.filter(({ name }) => name === 'zaby-error')
          .length === 2,
    );
    const [hint, ...more] = warnings(visitor);
    assert.ok(hint?.includes(site.origin), hint);
    assert.match(hint ?? '', /authorization/);
    assert.deepEqual(more, []);
    assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 0);
    await visitor.leave();
  });

  it('F04 asks only a few times when the platform allows the page, and not its headers', async () => {
    const server = await startPreflights({ 'access-control-allow-methods': 'GET, POST' });
    const visitor = await behind(site.addAgent({ scripts: [[say('Hello.')]] }), server.origin);
    await givesUp(visitor);
    assert.ok(server.asked() >= 1 && server.asked() <= 3, `${server.asked()} requests`);
    assert.equal(warnings(visitor).length, 1);
    await visitor.leave();
    server.close();
  });

  it('F06 asks only a few times while an extension blocks the platform, and Retry works without it', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    let blocked = 0;
    await visitor.page.setRequestInterception(true);
    visitor.page.on('request', (request) => {
      const blocks = blocked < 3 && request.url().includes('/agent-runtime/');
      blocked += blocks ? 1 : 0;
      void (blocks ? request.abort('blockedbyclient') : request.continue());
    });
    await givesUp(visitor);
    assert.equal(blocked, 3);
    await visitor.press('Retry');
    await visitor.sees('Hello.');
    assert.deepEqual(await visitor.transcript(), ['user: Are you there?', 'agent: Hello.']);
    assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
    await visitor.leave();
  });

  for (const [row, status, code, words] of [
    ['F10', 403, 'MANAGED_AGENT_RUNTIME_QUOTA_EXCEEDED', 'The limit for this assistant is reached.'],
    ['F14', 429, 'RATE_LIMITED', 'Too many messages in a short time.'],
  ] as const) {
    it(`${row} says when it can be asked again where that is in an hour, and is not asked before`, async () => {
      const agent = site.addAgent({
        scripts: [[say('At last.')]],
        faults: [deny(status, { on: 'runs', code, retryAfter: 3600 })],
      });
      const visitor = await visit(browser, site, agent);
      await visitor.send('Now!');
      await visitor.sees(words);
      await visitor.sees(/You can try again in (?:1:00:00|59:\d\d)\./);
      assert.equal(await visitor.draft(), 'Now!');
      await visitor.send('!');
      await visitor.page.click('#chat >>> [part~="send"]');
      assert.equal(await visitor.draft(), 'Now!!');
      assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'runs' }).length, 1);
      await visitor.leave();
    });
  }

  it('F11 counts down when the platform asks for patience, and then asks once more by itself', async () => {
    const agent = site.addAgent({ scripts: [[say('At last.')]], faults: [deny(429, { on: 'runs', retryAfter: 4 })] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Now!');
    await visitor.sees(/0:0[34]/);
    await visitor.sees('At last.');
    assert.doesNotMatch(await visitor.reads(), /0:0\d/);
    assert.deepEqual(await visitor.transcript(), ['user: Now!', 'agent: At last.']);
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'runs' }).length, 2);
    await visitor.leave();
  });

  it('F13 waits by its own measure where the page may not read how long to wait', onlyInChromium, async () => {
    const agent = site.addAgent({ scripts: [[say('At last.')]], faults: [deny(429, { on: 'runs', retryAfter: 300 })] });
    const visitor = await visit(browser, site, agent);
    await hideHeaders(visitor.page);
    await visitor.send('Now!');
    await visitor.sees('At last.');
    assert.deepEqual(await visitor.heard('zaby-error'), []);
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'runs' }).length, 2);
    await visitor.leave();
  });
});
