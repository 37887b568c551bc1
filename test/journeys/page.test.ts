import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { ask, say } from '../../demo/emulator/script.js';
import type { ZabyAgent } from '../../src/element/index.js';
import { onlyInChromium, openPage } from '../support/browser.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { lookAt, nextFrame, visit } from './visitor.js';
import { useSite } from './use-site.js';

const moduleTag = '<script type="module" src="/dist/module/zaby-agent.js"></script>';

describe('a page with the widget on it', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('is asked for nothing while the launcher is closed, and for the rest when it is opened', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    site.serve('/closed', pageWith(embed(agent, 'id="chat" mode="floating"'), moduleTag));
    const start = site.requests.length;
    const visitor = await visit(browser, site, undefined, { path: '/closed' });
    await visitor.page.waitForSelector('#chat >>> .launcher');
    await visitor.page.waitForNetworkIdle({ idleTime: 100 });
    const atRest = site.requests.slice(start);
    assert.ok(!atRest.some((path) => /chunks\/conversation|\/api\//.test(path)), atRest.join('\n'));
    await visitor.press('Open chat');
    await visitor.sees('How can I help?');
    assert.ok(site.requests.slice(start).some((path) => /chunks\/conversation/.test(path)));
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 0);
    assert.equal(await visitor.page.evaluate(() => sessionStorage.length + localStorage.length), 0);
    await visitor.send('Hello');
    await visitor.sees('Hello.');
    await visitor.leave();
  });

  it('keeps its focus and its place when the widget mounts and answers', async () => {
    const agent = site.addAgent({ scripts: [[say('A long answer. '.repeat(200))]] });
    const tall = '<p>Goods</p>'.repeat(200);
    site.serve('/tall', pageWith(`<input id="search" autofocus>${tall}${embed(agent, 'id="chat"')}${tall}`));
    const visitor = await visit(browser, site, undefined, { path: '/tall' });
    await visitor.hears('zaby-ready');
    await visitor.page.evaluate(() => void document.querySelector<ZabyAgent>('zaby-agent')?.sendMessage('Hello'));
    await visitor.hears('zaby-run-end');
    await visitor.sees('A long answer.');
    assert.deepEqual(
      await visitor.page.evaluate(() => [document.activeElement?.id, scrollX, scrollY, document.title]),
      ['search', 0, 0, 'A shop'],
    );
    await visitor.leave();
  });

  it('may call methods before anything is loaded', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello early.')]] });
    site.serve(
      '/early.js',
      `const chat = document.querySelector('zaby-agent');
       customElements.whenDefined('zaby-agent').then(() => {
         void chat.setComposerValue('And then?');
         void chat.sendMessage('Hello');
         chat.show();
       });`,
    );
    site.serve(
      '/early',
      pageWith(embed(agent, 'id="chat" mode="floating"'), `${moduleTag}<script src="/early.js" defer></script>`),
    );
    const visitor = await visit(browser, site, undefined, { path: '/early' });
    await visitor.sees('Hello early.');
    assert.deepEqual(await visitor.transcript(), ['user: Hello', 'agent: Hello early.']);
    assert.equal(await visitor.draft(), 'And then?');
    await visitor.leave();
  });

  for (const mode of ['floating', 'inline']) {
    it(
      `on a line that loses a file says so, and asks again when the visitor wants it (${mode})`,
      onlyInChromium,
      async () => {
        const agent = site.addAgent({ scripts: [[say('Hello.')]] });
        site.serve(`/lost/${mode}`, pageWith(embed(agent, `id="chat" mode="${mode}"`), moduleTag));
        let isLost = true;
        let asked = 0;
        const watched = await openPage(browser, 'about:blank', async (page) => {
          // Else the second page takes the file from the first one and loses nothing.
          await page.setCacheEnabled(false);
          await page.setRequestInterception(true);
          page.on('request', (request) => {
            const isFile = /\/chunks\/conversation/.test(request.url());
            asked += isFile ? 1 : 0;
            void (isFile && isLost ? request.abort('failed') : request.continue());
          });
        });
        await watched.page.goto(`${site.origin}/lost/${mode}`);
        const visitor = lookAt(watched, 'chat');
        if (mode === 'floating') await visitor.press('Open chat');
        await visitor.page.waitForFunction(() =>
          document
            .querySelector('#chat')
            ?.shadowRoot?.querySelector('[role=alert]')
            ?.textContent?.includes('did not load'),
        );
        await visitor.page.evaluate(() => document.querySelector<ZabyAgent>('zaby-agent')?.requestUpdate());
        await nextFrame(visitor.page);
        const before = asked;
        await visitor.press('Chat did not load. Try again');
        isLost = false;
        while (!/How can I help/.test(await visitor.reads())) {
          // oxlint-disable no-await-in-loop -- As often as a person would.
          const again = await visitor.page.$('#chat >>> .lost');
          await again?.click().catch(() => {});
          await nextFrame(visitor.page);
          // oxlint-enable no-await-in-loop
        }
        assert.ok(before <= 2, `${before} requests without anybody asking`);
        await visitor.send('Hello');
        await visitor.sees('Hello.');
        await visitor.leave();
      },
    );
  }

  it('hears what happens, in order and with details', async () => {
    const agent = site.addAgent({
      scripts: [[say('May I?'), ask({ tool: 'refund', title: 'Refund', onApprove: [say('Refunded.')] })]],
    });
    const visitor = await visit(browser, site, agent);
    await visitor.send('Refund it');
    await visitor.decide(/^Approve/);
    await visitor.hears('zaby-run-end');
    await visitor.press('Good answer');
    await visitor.hears('zaby-feedback');
    const heard = await visitor.heard();
    assert.deepEqual(
      heard.map(({ name }) => name.slice('zaby-'.length)),
      [
        'ready',
        'before-send',
        'message',
        'run-start',
        'approval-request',
        'approval-resolved',
        'run-end',
        'message',
        'feedback',
      ],
    );
    const [, asking, question, start, , resolved, end, answer] = heard.map(({ detail }) => detail);
    const turn = question?.['turn'] as { id: string };
    assert.deepEqual(asking, { text: 'Refund it' });
    assert.deepEqual([question?.['role'], question?.['text']], ['user', 'Refund it']);
    const [run] = site.platform.emulator.runs({ deploymentId: agent.deploymentId });
    assert.deepEqual(start, { turnId: turn.id, runId: run?.runId });
    assert.equal((resolved?.['approval'] as { status: string } | undefined)?.status, 'approved');
    assert.equal(end?.['status'], 'finished');
    assert.deepEqual([answer?.['role'], answer?.['text']], ['agent', 'May I?\n\nRefunded.']);
    await visitor.leave();
  });

  it('hears when the panel is opened and closed, whoever does it', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent, { attributes: 'mode="floating"' });
    await visitor.press('Open chat');
    await visitor.sees('How can I help?');
    await visitor.press('Close chat');
    await visitor.page.evaluate(() => {
      const chat = document.querySelector('zaby-agent');
      chat?.show();
      chat?.show();
      chat?.hide();
      chat?.toggle();
    });
    await visitor.sees('How can I help?');
    const heard = (await visitor.heard()).map(({ name }) => name).filter((name) => name !== 'zaby-ready');
    assert.deepEqual(heard, ['zaby-open', 'zaby-close', 'zaby-open', 'zaby-close', 'zaby-open']);
    await visitor.leave();
  });

  it('may keep a message back, which stays in the composer', async () => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.page.evaluate(() => {
      document.addEventListener('zaby-before-send', (event) => event.preventDefault(), { once: true });
    });
    await visitor.send('Hello');
    await visitor.hears('zaby-before-send');
    assert.equal(await visitor.draft(), 'Hello');
    assert.deepEqual(await visitor.transcript(), []);
    await visitor.key('Enter');
    await visitor.sees('Hello.');
    assert.equal(await visitor.draft(), '');
    assert.equal(site.platform.emulator.runs({ deploymentId: agent.deploymentId }).length, 1);
    await visitor.leave();
  });

  it('may keep the visitor from following a link', async () => {
    const agent = site.addAgent({ scripts: [[say('See [the tents](/tents) and [more](https://example.com/more).')]] });
    const visitor = await visit(browser, site, agent);
    await visitor.page.evaluate(() => {
      document.addEventListener('zaby-link-click', (event) => event.preventDefault());
    });
    await visitor.send('Tents?');
    await visitor.sees('the tents');
    const pages = (await browser.pages()).length;
    for (const link of ['the tents', 'more'])
      // oxlint-disable-next-line no-await-in-loop -- One click after the other.
      await (await visitor.page.waitForSelector(`#chat >>> a ::-p-text(${link})`))?.click();
    const urls = (await visitor.heard('zaby-link-click')).map(({ detail }) => detail?.['url']);
    assert.deepEqual(urls, [`${site.origin}/tents`, 'https://example.com/more']);
    assert.equal((await browser.pages()).length, pages);
    assert.ok(!site.requests.includes('/tents'));
    await visitor.leave();
  });

  it('without ids, keeps the conversations of two elements apart by their order', async () => {
    const agent = site.addAgent({ scripts: [[say('You said {{message}}.')]] });
    site.serve('/order', pageWith(embed(agent) + embed(agent)));
    const { page } = await openPage(browser, `${site.origin}/order`);
    await page.evaluate(async () => {
      const [first, second] = document.querySelectorAll<ZabyAgent>('zaby-agent');
      await Promise.all([first?.sendMessage('one'), second?.sendMessage('two')]);
    });
    await page.reload({ waitUntil: 'load' });
    await page.waitForFunction(() =>
      [...document.querySelectorAll<ZabyAgent>('zaby-agent')].every(({ shadowRoot }) =>
        shadowRoot?.querySelector('[part~="text"]'),
      ),
    );
    assert.deepEqual(
      await page.evaluate(() =>
        [...document.querySelectorAll<ZabyAgent>('zaby-agent')].map(
          ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('[part~="text"]')?.innerText,
        ),
      ),
      ['You said one.', 'You said two.'],
    );
    await page.close();
  });
});
