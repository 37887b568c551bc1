import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { say } from '../../demo/emulator/script.js';
import { onlyInChromium } from '../support/browser.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { useSite } from './use-site.js';
import { nextFrame, visit } from './visitor.js';

/** What other people's style sheets say of everything, as far as it could reach us. */
const sheets: Readonly<Record<string, string>> = {
  'a reset of everything': '*, ::before, ::after { all: unset }',
  "Tailwind's preflight": `*, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid }
    html { line-height: 1.5; tab-size: 4; font-family: ui-sans-serif, system-ui, sans-serif }
    h1, h2, h3 { font-size: inherit; font-weight: inherit } ol, ul, menu { list-style: none }
    img, svg, video { display: block; vertical-align: middle } button, input, select, textarea { font: inherit; letter-spacing: inherit; color: inherit; border-radius: 0; background-color: transparent; opacity: 1 }
    ::placeholder { opacity: 1; color: color-mix(in oklab, currentcolor 50%, transparent) } [hidden] { display: none !important }`,
  "Bootstrap's reboot": `*, ::before, ::after { box-sizing: border-box } body { margin: 0; font: 400 1rem/1.5 system-ui; color: #212529; background: #fff }
    p { margin-block: 0 1rem } a { color: #0d6efd; text-decoration: underline } button { border-radius: 0; text-transform: none } label { display: inline-block }
    .btn, .card, .panel, .button { display: flex; padding: 40px; border: 9px solid red } .collapse:not(.show), .launcher { display: none }`,
  'a small root': 'html { font-size: 62.5% }',
  'words of its own': `html { line-height: 3; letter-spacing: 4px; word-spacing: 9px; text-transform: uppercase; text-align: right; text-indent: 40px; white-space: pre; font: italic 700 30px/3 serif; color: red; visibility: visible; cursor: wait; direction: ltr }`,
  'no scrolling body': 'html, body { overflow: hidden; height: 100% }',
  'a grid of everything':
    'body { display: grid; grid-template-columns: 40px 1fr; align-items: end } body > * { float: right; position: relative; filter: none }',
};

/** How every element of the widget looks and where it is, for those that matter to a reader. */
const looks = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const properties = [
      'display',
      'fontFamily',
      'fontSize',
      'fontStyle',
      'fontWeight',
      'letterSpacing',
      'lineHeight',
      'wordSpacing',
      'textTransform',
      'textIndent',
      'textAlign',
      'whiteSpace',
      'color',
      'backgroundColor',
      'boxSizing',
      'visibility',
    ] as const;
    const root = document.querySelector('#chat')?.shadowRoot;
    return [...(root?.querySelectorAll<HTMLElement>('*') ?? [])]
      .filter(
        (element) =>
          element.checkVisibility() &&
          !element.matches('slot, .visually-hidden, .launcher-frame') &&
          getComputedStyle(element).visibility === 'visible',
      )
      .map((element) => {
        const style = getComputedStyle(element);
        const { right, bottom, width, height } = element.getBoundingClientRect();
        const size = element.closest('svg')
          ? ''
          : [document.documentElement.clientWidth - right, innerHeight - bottom, width, height].map(Math.round).join();
        return `${element.localName}.${element.getAttribute('class') ?? ''} ${size} ${properties.map((name) => `${name}: ${style[name]}`).join('; ')}`;
      });
  });

/** How every element of the page itself looks, and what else a widget could leave on it. */
const pageLooks = (page: Page): Promise<unknown> =>
  page.evaluate(() => ({
    elements: [
      ...document.querySelectorAll<HTMLElement>('html, head > :not(script), body, body *:not(zaby-agent, script)'),
    ].map((element) => {
      const style = getComputedStyle(element);
      const { left, top, width, height } = element.getBoundingClientRect();
      return [
        element.localName,
        [left, top, width, height].join(),
        [...style].map((name) => `${name}: ${style.getPropertyValue(name)}`).join(';'),
      ];
    }),
    sheets: document.adoptedStyleSheets.length + document.styleSheets.length,
    attributes: [document.documentElement, document.body].map((element) => element.getAttributeNames()),
    title: document.title,
  }));

const host =
  '<header><h1>A shop</h1><a href="#a">Tents</a></header><main><p>Goods <button type="button">Buy</button></p><ul><li>One</li></ul><table><tbody><tr><td>1</td></tr></tbody></table><input></main>';

describe('a host page', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const arrive = async (css: string, attributes = 'mode="floating"') => {
    const agent = site.addAgent({
      scripts: [[say('# Tents\n\nA **good** one, says [the list](https://example.com/).\n\n- one\n- two\n')]],
    });
    const path = `/styled-${agent.agentId}`;
    site.serve(`${path}.css`, css);
    site.serve(
      path,
      pageWith(
        host + embed(agent, `id="chat" ${attributes}`),
        `<link rel="stylesheet" href="${path}.css"><script src="/dist/zaby-agent.js" defer></script>`,
      ),
    );
    return visit(browser, site, undefined, { path });
  };

  const asked = async (css: string) => {
    const visitor = await arrive(css);
    await visitor.press('Open chat');
    await visitor.send('Tents?');
    await visitor.hears('zaby-run-end');
    await visitor.press('Good answer');
    await visitor.hears('zaby-feedback');
    // Neither what is hovered nor what has the focus is of interest here.
    await visitor.page.mouse.move(5, 5);
    await visitor.page.focus('#chat >>> .composer-input');
    await visitor.page.evaluate(() => {
      for (const animation of document.querySelector('#chat')?.shadowRoot?.getAnimations() ?? []) {
        if (animation.effect?.getComputedTiming().endTime === Infinity) animation.cancel();
        else animation.finish();
      }
    });
    await nextFrame(visitor.page);
    return visitor;
  };

  let plain: string[] | undefined;
  for (const [name, css] of Object.entries(sheets))
    it(`with ${name} leaves the widget as it is, and it works`, async () => {
      if (!plain) {
        const visitor = await asked('');
        plain = await looks(visitor.page);
        await visitor.leave();
      }
      const visitor = await asked(css);
      const styled = await looks(visitor.page);
      assert.deepEqual(
        styled.filter((line, index) => line !== plain?.[index]).slice(0, 4),
        plain.filter((line, index) => line !== styled[index]).slice(0, 4),
      );
      await visitor.leave();
    });

  for (const css of ['', sheets["Tailwind's preflight"] ?? ''])
    it(`looks the same with the widget, without it and after it (${css === '' ? 'bare' : 'Tailwind'})`, async () => {
      const path = `/without-${css.length}`;
      site.serve(`${path}.css`, css);
      site.serve(path, pageWith(host, `<link rel="stylesheet" href="${path}.css">`));
      const without = await visit(browser, site, undefined, { path });
      const before = await pageLooks(without.page);
      await without.leave();
      const visitor = await asked(css);
      await visitor.page.evaluate(() => (document.activeElement as HTMLElement).blur());
      assert.deepEqual(await pageLooks(visitor.page), before);
      await visitor.page.evaluate(() => document.querySelector('#chat')?.remove());
      await nextFrame(visitor.page);
      assert.deepEqual(await pageLooks(visitor.page), before);
      await visitor.leave();
    });

  it('whose own layers are as high as they can be leaves the panel in reach', async () => {
    const visitor = await arrive('header { position: fixed; inset: 0; z-index: 999999; background: white }');
    await visitor.press('Open chat');
    await visitor.sees('How can I help?');
    await visitor.leave();
  });

  it('goes to another by a view transition, and the conversation is there', onlyInChromium, async () => {
    const visitor = await asked('@view-transition { navigation: auto }');
    await visitor.page.evaluate(async () => {
      const chat = document.querySelector('#chat');
      await document.startViewTransition(() => {
        // As Turbo, htmx and Astro do: the body is another one, and the element is carried over.
        const body = document.createElement('body');
        document.body.replaceWith(body);
        if (chat) body.append(chat);
      }).finished;
    });
    await visitor.send('And?');
    await visitor.sees('And?');
    assert.equal((await visitor.transcript()).filter((line) => line.startsWith('user')).length, 2);
    await visitor.leave();
  });

  for (const order of ['older', 'newer'] as const)
    it(`with two versions of the widget has the first, here the ${order}, which works; the other one says so once`, async () => {
      const built = await readFile(join(import.meta.dirname, '../../dist/zaby-agent.js'), 'utf8');
      assert.match(built, /How can I help\?/);
      site.serve('/older.js', built.replaceAll('How can I help?', 'Hello from before.'));
      const tags = ['/older.js', '/dist/zaby-agent.js'].map((path) => `<script src="${path}" defer></script>`);
      const agent = site.addAgent({ scripts: [[say('A good one.')]] });
      site.serve(
        `/two-${order}`,
        pageWith(embed(agent, 'id="chat"'), (order === 'older' ? tags : tags.toReversed()).join('')),
      );
      const visitor = await visit(browser, site, undefined, { path: `/two-${order}` });
      await visitor.sees(order === 'older' ? 'Hello from before.' : 'How can I help?');
      await visitor.send('Tents?');
      await visitor.sees('A good one.');
      assert.equal(visitor.console.filter((line) => line.startsWith('warn')).length, 1);
      await visitor.leave();
    });

  it('that mounts twice, as React in its strict mode, has one widget that works', async () => {
    const visitor = await arrive('', 'mode="inline"');
    await visitor.sees('How can I help?');
    await visitor.page.evaluate(() => {
      const chat = document.querySelector('#chat');
      const place = chat?.parentElement;
      chat?.remove();
      if (chat) place?.append(chat);
    });
    await visitor.send('Tents?');
    await visitor.sees('good one');
    assert.equal((await visitor.heard('zaby-run-end')).length, 1);
    await visitor.leave();
  });
});
