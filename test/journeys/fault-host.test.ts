import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { ask, say, wait } from '../../demo/emulator/script.js';
import type { ZabyAgent } from '../../src/element/index.js';
import { openPage } from '../support/browser.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { lookAt, nextFrame, visit } from './visitor.js';
import { useSite } from './use-site.js';

/** Longer than any test: it ends when the test moves the platform's clock. */
const pause = 60_000;

/** Keeps in `held` the timers that have not run, and the listeners on what outlives an element. A text: what the compiler adds to functions is unknown in the page. */
const countWhatIsHeld = `{
  const held = (globalThis.held = new Map());
  for (const kind of ['Timeout', 'Interval']) {
    const [start, stop] = [globalThis['set' + kind], globalThis['clear' + kind]];
    globalThis['set' + kind] = (callback, delay, ...values) => {
      const timer = start(() => {
        if (kind === 'Timeout') held.delete(timer);
        callback(...values);
      }, delay);
      held.set(timer, kind + ' ' + callback);
      return timer;
    };
    globalThis['clear' + kind] = (timer) => {
      held.delete(timer);
      stop(timer);
    };
  }
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? globalThis;
    if (target === globalThis || target === document || target instanceof MediaQueryList) {
      held.set(listener, type);
      options?.signal?.addEventListener('abort', () => held.delete(listener));
    }
    return addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    held.delete(listener);
    return removeEventListener.call(this ?? globalThis, type, listener, options);
  };
}`;

describe('a page with the widget on it', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  it('F63 may move the element, and its run goes on over the same line', async () => {
    const agent = site.addAgent({ scripts: [[say('It is '), wait(pause), say('forty-two.')]] });
    site.serve('/move', pageWith(`<main>${embed(agent, 'id="chat"')}</main><aside></aside>`));
    const visitor = await visit(browser, site, undefined, { path: '/move' });
    await visitor.send('What is it?');
    await visitor.sees('It is');
    await visitor.page.evaluate(() =>
      document.querySelector('aside')?.append(document.querySelector<ZabyAgent>('zaby-agent') as Node),
    );
    site.platform.emulator.advance(pause);
    await visitor.sees('forty-two.');
    assert.deepEqual(await visitor.transcript(), ['user: What is it?', 'agent: It is forty-two.']);
    assert.equal(site.platform.emulator.requests({ deploymentId: agent.deploymentId, name: 'aiui' }).length, 1);
    assert.equal((await visitor.heard('zaby-ready')).length, 1);
    await visitor.leave();
  });

  for (const [name, script] of [
    ['an answer', [say('It is '), wait(pause), say('forty-two.')]],
    ['an approval', [say('It is '), ask({ tool: 'look', title: 'Look', expiresInMs: 10 * pause })]],
  ] as const) {
    it(`F63 may remove the element in the middle of ${name}: no line, no timer and no listener stay`, async () => {
      const agent = site.addAgent({ scripts: [script] });
      const path = `/remove/${agent.agentId}`;
      site.serve(path, pageWith(`<main>${embed(agent, 'id="chat"')}</main>`));
      const watched = await openPage(browser, `${site.origin}${path}`, async (page) => {
        await page.evaluateOnNewDocument(countWhatIsHeld);
      });
      const visitor = lookAt(watched, 'chat');
      await visitor.send('What is it?');
      await visitor.sees('It is');
      assert.equal(site.platform.emulator.openStreams(), 1);
      const held = await visitor.page.evaluate(async () => {
        document.querySelector<ZabyAgent>('zaby-agent')?.remove();
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
        return [...(globalThis as unknown as { held: Map<unknown, string> }).held.values()];
      });
      assert.deepEqual(held, []);
      const end = Date.now() + 8000;
      while (site.platform.emulator.openStreams() > 0) {
        assert.ok(Date.now() < end, 'a line is still open');
        // oxlint-disable-next-line no-await-in-loop -- The line closes when the browser says so.
        await nextFrame(visitor.page);
      }
      await visitor.leave();
    });
  }

  it('F63 may remove the element and put it back, and its run goes on', async () => {
    const agent = site.addAgent({ scripts: [[say('It is '), wait(pause), say('forty-two.')]] });
    site.serve('/remove', pageWith(`<main>${embed(agent, 'id="chat"')}</main>`));
    const watched = await openPage(browser, `${site.origin}/remove`, async (page) => {
      await page.evaluateOnNewDocument(countWhatIsHeld);
    });
    const visitor = lookAt(watched, 'chat');
    await visitor.send('What is it?');
    await visitor.sees('It is');
    assert.equal(site.platform.emulator.openStreams(), 1);
    const element = await visitor.page.evaluateHandle(() => document.querySelector<ZabyAgent>('zaby-agent') as Element);
    await visitor.page.evaluate((chat) => chat.remove(), element);
    while (site.platform.emulator.openStreams() > 0)
      // oxlint-disable-next-line no-await-in-loop -- The line closes when the browser says so.
      await nextFrame(visitor.page);
    await visitor.page.evaluate((chat) => document.querySelector('main')?.append(chat), element);
    await visitor.sees('It is');
    site.platform.emulator.advance(pause);
    await visitor.sees('forty-two.');
    assert.deepEqual(await visitor.transcript(), ['user: What is it?', 'agent: It is forty-two.']);
    await visitor.leave();
  });

  it('F64 may hold two elements of equal settings, which know nothing of one another, also after a reload', async () => {
    const agent = site.addAgent({ scripts: [[say('You said {{message}}.')]] });
    site.serve('/two', pageWith(embed(agent, 'id="first"') + embed(agent, 'id="second"')));
    const first = await visit(browser, site, undefined, { path: '/two', id: 'first' });
    const second = lookAt(first, 'second');
    await first.send('one');
    await second.send('two');
    await first.sees('You said one.');
    await second.sees('You said two.');
    await second.write('and three');
    await first.reload();
    await first.sees('You said one.');
    await second.sees('You said two.');
    assert.deepEqual(await first.transcript(), ['user: one', 'agent: You said one.']);
    assert.deepEqual(await second.transcript(), ['user: two', 'agent: You said two.']);
    assert.deepEqual([await first.draft(), await second.draft()], ['', 'and three']);
    const runs = site.platform.emulator.runs({ deploymentId: agent.deploymentId });
    assert.equal(new Set(runs.map(({ agentSessionId }) => agentSessionId)).size, 2);
    assert.equal(site.platform.host.tokenRequests(agent.agentId), 2);
    await first.page.evaluate(() => document.getElementById('first')?.remove());
    await second.send('');
    await second.sees('You said and three.');
    await first.leave();
  });

  it('F64 may hold two elements of different agents, which answer at the same time', async () => {
    const one = site.addAgent({ scripts: [[say('One says '), wait(pause), say('{{message}}.')]] });
    const two = site.addAgent({ scripts: [[say('Two says '), wait(pause), say('{{message}}.')]] });
    site.serve('/different', pageWith(embed(one, 'id="one"') + embed(two, 'id="two"')));
    const first = await visit(browser, site, undefined, { path: '/different', id: 'one' });
    const second = lookAt(first, 'two');
    await first.send('a');
    await first.sees('One says');
    await second.send('b');
    await second.sees('Two says');
    await first.press('Stop');
    site.platform.emulator.advance(pause);
    await second.sees('Two says b.');
    assert.deepEqual(await first.transcript(), ['user: a', 'agent: One says']);
    assert.deepEqual(
      [one, two].map(({ agentId }) => site.platform.host.tokenRequests(agentId)),
      [1, 1],
    );
    await first.leave();
  });

  it('F60 has one line for each answer at work, none at rest, and a decision that waits behind none', async () => {
    const agent = site.addAgent({ scripts: [[say('Working. '), wait(pause), say('Done.')]] });
    const asks = site.addAgent({
      scripts: [[ask({ tool: 'refund', title: 'Refund', onApprove: [say('Refunded.')] })]],
    });
    // HTTP/1.1 gives a page six connections to one server.
    const ids = ['a', 'b', 'c', 'd'];
    site.serve('/six', pageWith(ids.map((id) => embed(agent, `id="${id}"`)).join('') + embed(asks, 'id="asks"')));
    const first = await visit(browser, site, undefined, { path: '/six', id: 'a' });
    const all = ids.map((id) => lookAt(first, id));
    assert.equal(site.platform.emulator.openStreams(), 0);
    for (const visitor of all) {
      // oxlint-disable no-await-in-loop -- One question after the other.
      await visitor.send('Go on');
      await visitor.sees('Working.');
      // oxlint-enable no-await-in-loop
    }
    const asker = lookAt(first, 'asks');
    await asker.send('Refund it');
    await asker.sees('Your approval is needed');
    assert.equal(site.platform.emulator.openStreams(), 5);
    await asker.decide(/^Approve/);
    await asker.sees('Refunded.');
    site.platform.emulator.advance(pause);
    await Promise.all(all.map((visitor) => visitor.sees('Done.')));
    await Promise.all(all.map((visitor) => visitor.hears('zaby-run-end')));
    const end = Date.now() + 8000;
    while (site.platform.emulator.openStreams() > 0) {
      assert.ok(Date.now() < end, 'a line is still open');
      // oxlint-disable-next-line no-await-in-loop -- The line closes when the server says so.
      await nextFrame(first.page);
    }
    await first.leave();
  });
});

/** What pages do to the language they run in, and leave it working. */
const harmless: Record<string, string> = {
  'wraps fetch': `{ const own = fetch; globalThis.fetch = function (...values) { return own.apply(this, values); }; }`,
  'brings a Promise of its own': `globalThis.Promise = class extends Promise {};`,
  'brings a slow Array.prototype.map': `Array.prototype.map = function (make, self) {
    const made = [];
    for (let index = 0; index < this.length; index++) made.push(make.call(self, this[index], index, this));
    return made;
  };`,
  'adds enumerable properties to Object and Array': `Object.prototype.toJSONString = function () { return ''; };
    Array.prototype.last = function () { return this[this.length - 1]; };
    String.prototype.shout = function () { return this.toUpperCase(); };`,
  'wraps JSON.parse': `{ const own = JSON.parse; JSON.parse = (...values) => own(...values); }`,
  'wraps attachShadow': `{
    const own = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) { return own.call(this, init); };
  }`,
  'freezes prototypes': `for (const type of [Object, Array, Function, Promise, String, Map, Set, RegExp, Error]) {
    Object.freeze(type.prototype);
    Object.freeze(type);
  }
  Object.freeze(JSON);`,
};

/** What breaks whoever is on the page. */
const hostile: Record<string, string> = {
  'a fetch that throws': `globalThis.fetch = () => { throw new Error('No fetch here'); };`,
  'a fetch that gives nothing': `globalThis.fetch = () => undefined;`,
  'a JSON.parse that throws': `JSON.parse = () => { throw new Error('No JSON here'); };`,
  'a JSON.parse that gives nothing': `JSON.parse = () => undefined;`,
  'an attachShadow that throws': `Element.prototype.attachShadow = () => { throw new Error('No shadow here'); };`,
  'a Promise that throws': `globalThis.Promise = function () { throw new Error('No promises here'); };`,
  'an Array.prototype.map that gives nothing': `Array.prototype.map = () => [];`,
};

describe('a page that changes the language', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const serve = (script: string, tag = '<script src="/dist/zaby-agent.js" defer></script>') => {
    const agent = site.addAgent({
      scripts: [[say('Hello **there**.'), ask({ tool: 'refund', title: 'Refund', onApprove: [say('Refunded.')] })]],
    });
    const path = `/changed/${agent.agentId}`;
    site.serve(`${path}.js`, script);
    site.serve(path, pageWith(embed(agent, 'id="chat"'), `<script src="${path}.js"></script>${tag}`));
    return { agent, path };
  };

  const works = async (path: string): Promise<void> => {
    const visitor = await visit(browser, site, undefined, { path });
    await visitor.send('Hello');
    await visitor.sees('Hello there.');
    await visitor.decide(/^Approve/);
    await visitor.sees('Refunded.');
    await visitor.reload();
    await visitor.sees('Refunded.');
    await visitor.leave();
  };

  for (const [name, script] of Object.entries(harmless)) {
    it(`F65 and ${name} has a widget that works`, () => works(serve(script).path));
  }

  it('F65 and does all of that has one that works in modules, too', () =>
    works(
      serve(Object.values(harmless).join('\n'), '<script type="module" src="/dist/module/zaby-agent.js"></script>')
        .path,
    ));

  for (const [build, tag] of [
    ['one file', '<script src="/dist/zaby-agent.js" defer></script>'],
    ['modules', '<script type="module" src="/dist/module/zaby-agent.js"></script>'],
  ] as const) {
    it(`F65 and adds a word to every object has a widget that works, as ${build}`, async () => {
      const { path } = serve(`Object.prototype.foo = 'bar';`, tag);
      const visitor = await visit(browser, site, undefined, { path });
      const end = Date.now() + 8000;
      while (!(await visitor.page.evaluate(() => customElements.get('zaby-agent') !== undefined))) {
        assert.ok(Date.now() < end, visitor.errors.join());
        // oxlint-disable-next-line no-await-in-loop
        await nextFrame(visitor.page);
      }
      await visitor.page.evaluate(() => void document.querySelector<ZabyAgent>('zaby-agent')?.sendMessage('Hello'));
      // By no means but plain evaluation: what the browser's driver brings for more does not stand such a page.
      while ((await visitor.transcript()).length < 2) {
        assert.ok(Date.now() < end, await visitor.reads());
        // oxlint-disable-next-line no-await-in-loop
        await nextFrame(visitor.page);
      }
      assert.deepEqual(await visitor.transcript(), ['user: Hello', 'agent: Hello there.']);
      assert.equal(await visitor.liveCards(), 1);
      await visitor.leave();
    });
  }

  for (const [name, script] of Object.entries(hostile)) {
    it(`F65 and has ${name} gets one clear failure at most, and no token`, async () => {
      const { path, agent } = serve(script);
      const visitor = await visit(browser, site, undefined, { path });
      await visitor.page.evaluate(
        () =>
          void document
            .querySelector<ZabyAgent>('zaby-agent')
            ?.sendMessage('Hello')
            .catch(() => {}),
      );
      await visitor.page.waitForNetworkIdle({ idleTime: 300 });
      if (/fetch|JSON/.test(name)) {
        const end = Date.now() + 8000;
        while (!/A session could not be started\./.test(await visitor.reads())) {
          assert.ok(Date.now() < end, await visitor.reads());
          // oxlint-disable-next-line no-await-in-loop
          await nextFrame(visitor.page);
        }
      }
      assert.ok(visitor.errors.length <= 1, visitor.errors.join('\n'));
      const said = [...visitor.errors, ...visitor.console, JSON.stringify(await visitor.heard())].join('\n');
      assert.doesNotMatch(said, /eyJ[\w-]+\./);
      const asked = site.platform.emulator.requests({ deploymentId: agent.deploymentId });
      assert.ok(asked.length <= 20, `${asked.length} requests`);
      await visitor.page.close();
    });
  }

  it('F66 and has another <zaby-agent> already keeps that one, and is warned once', async () => {
    site.serve('/other.js', `customElements.define('zaby-agent', class extends HTMLElement {});`);
    site.serve(
      '/other',
      pageWith(
        '<zaby-agent></zaby-agent>',
        '<script src="/other.js"></script><script src="/dist/zaby-agent.js"></script><script src="/dist/zaby-agent.js"></script>',
      ),
    );
    const visitor = await visit(browser, site, undefined, { path: '/other' });
    const warning = visitor.console.find((line) => line.startsWith('warn'));
    assert.match(warning ?? '', /already defined/);
    assert.equal(await visitor.page.evaluate(() => document.querySelector('zaby-agent')?.shadowRoot ?? null), null);
    await visitor.leave();
  });
});
