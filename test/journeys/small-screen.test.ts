import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Browser } from 'puppeteer-core';
import { say } from '../../demo/emulator/script.js';
import type { ZabyAgent } from '../../src/element/index.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { axeFaults } from './axe.js';
import { useSite } from './use-site.js';
import { nextFrame, type Visitor, visit } from './visitor.js';

/** A phone held upright, and across, and a screen with room. */
const upright = { width: 360, height: 640, hasTouch: true, isMobile: true };
const tablet = { width: 1024, height: 768, hasTouch: true, isMobile: true };
const across = { width: 640, height: 360, hasTouch: true, isMobile: true };

const head = `<meta name="viewport" content="width=device-width, viewport-fit=cover"><script src="/dist/zaby-agent.js" defer></script>`;
const closed = '<p id="closed" inert>Closed by the page itself</p>';
const behind = `<header><a href="#home">Home</a></header>${closed}<main><div id="around">`;
const after = '<button id="near">Near</button></div></main>';

/** What the visitor sees of a phone's keyboard: the window stays, what can be seen of it does not. */
interface Keyboard {
  keyboard(height: number, offsetTop: number, scale?: number): void;
}

/** A browser without a screen has no keyboard to lay over the window: this tells the page what one would. */
const simulateKeyboard = (): void => {
  const view = Object.assign(new EventTarget(), { height: innerHeight, offsetTop: 0, scale: 1 });
  Object.defineProperty(globalThis, 'visualViewport', { value: view });
  (globalThis as unknown as Keyboard).keyboard = (height, offsetTop, scale = 1) => {
    Object.assign(view, { height, offsetTop, scale });
    view.dispatchEvent(new Event('resize'));
  };
};

const panelBox = ({ page }: Visitor): Promise<number[]> =>
  page.evaluate(() => {
    const panel = document.querySelector('#chat')?.shadowRoot?.querySelector('.panel');
    const { left, top, width, height } = panel?.getBoundingClientRect() ?? new DOMRect();
    return [left, top, width, height].map(Math.round);
  });

/** What of the page cannot be reached. */
const inert = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[inert]')].map((each) => each.id || each.localName));

/** Looks until it is as it should be. */
const until = async <Seen>(visitor: Visitor, look: () => Promise<Seen>, wanted: Seen): Promise<void> => {
  const end = Date.now() + 5000;
  // oxlint-disable-next-line no-await-in-loop -- One look after the other.
  while (!isDeepStrictEqual(await look(), wanted) && Date.now() < end) await nextFrame(visitor.page);
  assert.deepEqual(await look(), wanted);
};

const untilInert = (visitor: Visitor, names: string[]): Promise<void> => until(visitor, () => inert(visitor), names);
const untilBox = (visitor: Visitor, box: number[]): Promise<void> => until(visitor, () => panelBox(visitor), box);

describe('a floating widget on a small screen', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const arrive = async (attributes = '', prepare?: (visitor: Visitor) => Promise<unknown>): Promise<Visitor> => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const path = `/small/${agent.agentId}`;
    site.serve(path, pageWith(behind + embed(agent, `id="chat" mode="floating" ${attributes}`) + after, head));
    const visitor = await visit(browser, site, agent, { path });
    await visitor.page.setViewport(upright);
    await prepare?.(visitor);
    await visitor.reload();
    return visitor;
  };

  it('covers it, keeps the keyboard inside, and gives the page back as it was', async () => {
    const visitor = await arrive();
    await visitor.press('Open chat');
    await visitor.focuses(/^textarea Message/);
    await untilInert(visitor, ['header', 'closed', 'near']);
    await untilBox(visitor, [0, 0, 360, 640]);
    assert.deepEqual(await axeFaults(visitor.page, '#chat'), []);
    const places: string[] = [];
    for (let presses = 0; presses < 8; presses += 1) {
      // oxlint-disable no-await-in-loop -- One press after the other.
      await visitor.key('Tab');
      places.push(await visitor.focus());
      // oxlint-enable no-await-in-loop
    }
    assert.ok(places.includes('button Close chat') && places.includes('textarea Message'), places.join());
    assert.ok(!places.includes('') && !places.some((place) => /Home|Near/.test(place)), places.join());
    await visitor.key('Escape');
    await visitor.focuses(/^button Open chat/);
    assert.deepEqual(await inert(visitor), ['closed']);
    await visitor.leave();
  });

  it('gives the page back when the element is removed while it is open', async () => {
    const visitor = await arrive();
    await visitor.press('Open chat');
    await untilInert(visitor, ['header', 'closed', 'near']);
    await visitor.page.evaluate(() => document.querySelector('#chat')?.remove());
    await untilInert(visitor, ['closed']);
    await visitor.leave();
  });

  it('covers the page that it is moved to, and gives back what it came from', async () => {
    const visitor = await arrive();
    await visitor.press('Open chat');
    await untilInert(visitor, ['header', 'closed', 'near']);
    await visitor.page.evaluate(() => document.querySelector('header')?.append(document.querySelector('#chat') ?? ''));
    await untilInert(visitor, ['a', 'closed', 'main']);
    await visitor.press('Close chat');
    await untilInert(visitor, ['closed']);
    await visitor.leave();
  });

  it('stays before the person when the phone is turned, and floats again where there is room', async () => {
    const visitor = await arrive();
    await visitor.press('Open chat');
    await visitor.write('Half a ques');
    await visitor.page.setViewport(across);
    await nextFrame(visitor.page);
    await untilBox(visitor, [0, 0, 640, 360]);
    assert.deepEqual(await inert(visitor), ['header', 'closed', 'near']);
    assert.equal(await visitor.draft(), 'Half a ques');
    assert.match(await visitor.focus(), /^textarea Message/);
    await visitor.page.setViewport(tablet);
    await untilInert(visitor, ['closed']);
    await untilBox(visitor, [1024 - 20 - 400, 768 - 20 - 56 - 12 - 640, 400, 640]);
    await visitor.leave();
  });

  it('ends where the on-screen keyboard begins, whatever part of the window the browser shows', async () => {
    const visitor = await arrive('', ({ page }) => page.evaluateOnNewDocument(simulateKeyboard));
    await visitor.press('Open chat');
    await untilInert(visitor, ['header', 'closed', 'near']);
    const show = (...part: [number, number, number?]): Promise<void> =>
      visitor.page.evaluate((values) => (globalThis as unknown as Keyboard).keyboard(...values), part);
    await show(340, 60);
    await untilBox(visitor, [0, 60, 360, 340]);
    await show(200, 100, 2);
    await untilBox(visitor, [0, 60, 360, 340]);
    await show(640, 0);
    await untilBox(visitor, [0, 0, 360, 640]);
    await show(340, 0);
    await visitor.press('Close chat');
    await visitor.page.setViewport(tablet);
    await visitor.press('Open chat');
    await untilBox(visitor, [1024 - 20 - 400, 768 - 20 - 56 - 12 - 640, 400, 640]);
    await visitor.leave();
  });

  it('keeps clear of rounded corners and what is cut out of the screen', async () => {
    const visitor = await arrive();
    const session = await visitor.page.createCDPSession();
    await session.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 44, left: 12, bottom: 34, right: 8 } });
    await visitor.press('Open chat');
    await visitor.sees('How can I help?');
    await untilBox(visitor, [0, 0, 360, 640]);
    const edges = await visitor.page.evaluate(() => {
      const root = document.querySelector('#chat')?.shadowRoot;
      const header = root?.querySelector('.header')?.getBoundingClientRect();
      const send = root?.querySelector('.send')?.getBoundingClientRect();
      const { top = 0, left = 0, right = 0 } = header ?? {};
      return [top, left, right, innerHeight - (send?.bottom ?? 0)].map(Math.round);
    });
    assert.deepEqual(edges.slice(0, 3), [44, 12, 360 - 8]);
    assert.ok((edges[3] ?? 0) >= 34, String(edges));
    await visitor.leave();
  });

  it('lets the newer of two that a page opens be used', async () => {
    const visitor = await arrive();
    await visitor.press('Open chat');
    await untilInert(visitor, ['header', 'closed', 'near']);
    await visitor.page.evaluate(() => {
      const chat = document.querySelector<ZabyAgent>('#chat');
      const other = chat?.cloneNode() as ZabyAgent;
      other.id = 'other';
      other.open = true;
      document.querySelector('header')?.append(other);
    });
    await untilInert(visitor, ['a', 'closed', 'main']);
    await visitor.page.evaluate(() => document.querySelector('#other')?.remove());
    await untilInert(visitor, ['closed']);
    await visitor.leave();
  });
});
