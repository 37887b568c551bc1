import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { say } from '../../demo/emulator/script.js';
import { contentPolicy, type Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

describe('a page whose content policy forgets the platform', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready), { site: { csp: () => contentPolicy('') } });

  it('F05 says so at once, asks once, and tells the developer', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Are you there?');
    await visitor.sees('This page does not allow the connection to the assistant.');
    assert.equal(await visitor.draft(), 'Are you there?');
    assert.equal((await visitor.hears('zaby-error')).detail?.['code'], 'blocked-by-csp');
    assert.deepEqual(visitor.violations, [`connect-src: ${agent.apiOrigin}/api/v1/agent-runtime/runs`]);
    const [hint, ...more] = visitor.console.filter((line) => line.startsWith('warn'));
    assert.match(hint ?? '', /connect-src/);
    assert.deepEqual(more, []);
    assert.deepEqual(visitor.errors, []);
    await visitor.page.close();
  });
});
