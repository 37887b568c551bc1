import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { say } from '../../demo/emulator/script.js';
import type { ZabyAgent } from '../../src/element/index.js';
import { pageWith, type Site } from '../support/site.js';
import { visit } from './visitor.js';
import { useSite } from './use-site.js';

interface Told {
  readonly words: string;
  readonly code: string;
  readonly status?: number;
}

const unavailable = 'A session could not be started.';

/** What a visitor reads and a developer hears, by what the token endpoint does. */
const cases: Record<string, Told> = {
  404: { words: unavailable, code: 'token-unavailable', status: 404 },
  500: { words: unavailable, code: 'token-unavailable', status: 500 },
  empty: { words: unavailable, code: 'token-unavailable', status: 200 },
  garbage: { words: unavailable, code: 'token-unavailable', status: 200 },
  'no-token': { words: unavailable, code: 'token-unavailable', status: 200 },
  401: { words: 'Sign in to continue.', code: 'sign-in-required', status: 401 },
  html: { words: 'Sign in to continue.', code: 'sign-in-required', status: 200 },
  redirect: { words: 'Sign in to continue.', code: 'sign-in-required' },
};

describe('a host whose token endpoint is broken', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const assertTold = async (path: string, { words, code, status }: Told, url: string | undefined): Promise<void> => {
    const visitor = await visit(browser, site, undefined, { path });
    await visitor.send('Is anybody there?');
    await visitor.sees(words);
    assert.deepEqual(await visitor.transcript(), ['user: Is anybody there?']);
    assert.equal(await visitor.draft(), 'Is anybody there?');
    const { detail } = await visitor.hears('zaby-error');
    assert.ok(detail);
    assert.deepEqual([detail['code'], detail['url']], [code, url]);
    if (status !== undefined) assert.equal(detail['status'], status);
    assert.match(String(detail['error']), /^ZabyError: .*(token endpoint|token-url)/);
    assert.equal((await visitor.heard('zaby-error')).length, 1);
    await visitor.leave();
  };

  for (const [how, told] of Object.entries(cases)) {
    it(`F48, F49: (${how}) tells the visitor in words and the developer in detail, and keeps the question`, async () => {
      const tokenUrl = `/api/broken-token/${how}`;
      site.serve(
        `/${how}`,
        pageWith(`<zaby-agent id="chat" token-url="${tokenUrl}" api-origin="{{apiOrigin}}"></zaby-agent>`),
      );
      await assertTold(`/${how}`, told, `${site.origin}${tokenUrl}`);
    });
  }

  it('(no token-url at all) does so too', async () => {
    site.serve('/missing', pageWith('<zaby-agent id="chat"></zaby-agent>'));
    await assertTold('/missing', { words: 'This message could not be sent.', code: 'invalid-argument' }, undefined);
  });

  it('(a getToken that throws) keeps the cause', async () => {
    site.serve(
      '/thrower.js',
      "document.querySelector('zaby-agent').getToken = () => { throw new Error('No such person'); };",
    );
    site.serve('/thrower', pageWith('<zaby-agent id="chat"></zaby-agent><script src="/thrower.js"></script>'));
    const visitor = await visit(browser, site, undefined, { path: '/thrower' });
    await visitor.send('Hello');
    await visitor.sees(unavailable);
    const { detail } = await visitor.hears('zaby-error');
    assert.equal(detail?.['code'], 'token-unavailable');
    assert.equal(detail['cause'], 'Error: No such person');
    await visitor.leave();
  });

  it('goes on with the same question once it is mended', async () => {
    const agent = site.addAgent({ scripts: [[say('Here I am.')]] });
    site.serve(
      '/mended',
      pageWith(`<zaby-agent id="chat" token-url="/api/broken-token/404" api-origin="{{apiOrigin}}"></zaby-agent>`),
    );
    const visitor = await visit(browser, site, undefined, { path: '/mended' });
    await visitor.send('Is anybody there?');
    await visitor.sees(unavailable);
    await visitor.page.evaluate((url) => {
      const element = document.querySelector<ZabyAgent>('zaby-agent');
      if (element) element.storageKey = element.tokenUrl;
      element?.setAttribute('token-url', url);
    }, agent.tokenUrl);
    await visitor.sees(/Is anybody there/);
    assert.equal(await visitor.draft(), 'Is anybody there?');
    await visitor.page.focus('#chat >>> .composer-input');
    await visitor.key('Enter');
    await visitor.sees('Here I am.');
    assert.deepEqual(await visitor.transcript(), ['user: Is anybody there?', 'agent: Here I am.']);
    await visitor.leave();
  });
});
