import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { say } from '../../demo/emulator/script.js';
import { embed, pageWith, type Site } from '../support/site.js';
import { axeFaults } from './axe.js';
import { useSite } from './use-site.js';
import { nextFrame, type Visitor, visit } from './visitor.js';

const [width, height] = [1200, 800];
const head = `<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/row.css">
  <script src="/dist/zaby-agent.js" defer></script>`;
const row = 'body { display: flex; margin: 0 } main { flex: 1; min-inline-size: 0 }';

interface Place {
  readonly attributes: string;
  readonly dir?: 'ltr' | 'rtl';
  /** Stands before the page's content, not after it. */
  readonly first?: boolean;
}

/** Where a part of the widget stands: left, top, width, height. */
const boxOf = ({ page }: Visitor, selector: string): Promise<number[]> =>
  page.evaluate((wanted) => {
    const found = document.querySelector('#chat')?.shadowRoot?.querySelector(wanted)?.getBoundingClientRect();
    return found ? [found.left, found.top, found.width, found.height].map(Math.round) : [];
  }, selector);

const until = async <Seen>(visitor: Visitor, look: () => Promise<Seen>, wanted: Seen): Promise<void> => {
  const end = Date.now() + 5000;
  // oxlint-disable-next-line no-await-in-loop -- One look after the other.
  while (!isDeepStrictEqual(await look(), wanted) && Date.now() < end) await nextFrame(visitor.page);
  assert.deepEqual(await look(), wanted);
};

const untilBox = (visitor: Visitor, selector: string, box: number[]): Promise<void> =>
  until(visitor, () => boxOf(visitor, selector), box);

const untilWidth = (visitor: Visitor, wanted: number): Promise<void> =>
  until(visitor, async () => (await boxOf(visitor, '.panel'))[2], wanted);

const edge = async ({ page }: Visitor, axis: 'width' | 'height'): Promise<ElementHandle> => {
  const found = await page.waitForSelector(`#chat >>> .edge.${axis}`);
  if (!found) throw new Error('unreachable');
  return found;
};

/** What the edge tells a screen reader. */
const told = async (visitor: Visitor, axis: 'width' | 'height'): Promise<(string | null)[]> =>
  (await edge(visitor, axis)).evaluate((found) =>
    ['aria-label', 'aria-valuemin', 'aria-valuenow', 'aria-valuemax'].map((name) => found.getAttribute(name)),
  );

const drag = async (visitor: Visitor, axis: 'width' | 'height', right: number, down: number): Promise<void> => {
  const { page } = visitor;
  const { x, y } = await (await edge(visitor, axis)).clickablePoint();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right / 2, y + down / 2);
  await page.mouse.move(x + right, y + down);
  await page.mouse.up();
};

const topOf = (end: 'top' | 'bottom', size: number, from: number): number =>
  end === 'top' ? from : height - from - size;

describe('the modes', () => {
  let browser: Browser;
  let site: Site;

  useSite((ready) => ({ browser, site } = ready));

  const arrive = async ({ attributes, dir = 'ltr', first = false }: Place): Promise<Visitor> => {
    const agent = site.addAgent({ scripts: [[say('Hello.')]] });
    const path = `/modes/${agent.agentId}`;
    site.serve('/row.css', row);
    const chat = embed(agent, `id="chat" ${attributes}`);
    const main = '<main><h1>A shop</h1></main>';
    site.serve(path, pageWith(first ? chat + main : main + chat, head).replace('<html', `<html dir="${dir}"`));
    const visitor = await visit(browser, site, agent, { path });
    await visitor.page.setViewport({ width, height });
    return visitor;
  };

  const offset = 20;
  const launcher = 56;
  const beside = offset + launcher + 12;
  const corners = [
    ['bottom-end', 'ltr', 'right', 'bottom'],
    ['bottom-start', 'ltr', 'left', 'bottom'],
    ['top-end', 'ltr', 'right', 'top'],
    ['top-start', 'rtl', 'right', 'top'],
    ['bottom-end', 'rtl', 'left', 'bottom'],
  ] as const;
  for (const [placement, dir, side, end] of corners) {
    it(`floats at the ${end} ${side}: ${placement}, ${dir}`, async () => {
      const visitor = await arrive({ attributes: `mode="floating" placement="${placement}"`, dir });
      const left = (size: number): number => (side === 'left' ? offset : width - offset - size);
      await untilBox(visitor, '.launcher', [left(launcher), topOf(end, launcher, offset), launcher, launcher]);
      await visitor.press('Open chat');
      await untilBox(visitor, '.panel', [left(400), topOf(end, 640, beside), 400, 640]);
      await visitor.leave();
    });
  }

  it('keeps the distances from the edges that the page wants', async () => {
    const visitor = await arrive({ attributes: 'mode="floating"' });
    await visitor.page.evaluate(() => {
      const { style } = document.querySelector<HTMLElement>('#chat') as HTMLElement;
      style.setProperty('--zaby-offset-inline', '72px');
      style.setProperty('--zaby-offset-block', '8px');
    });
    await untilBox(visitor, '.launcher', [width - 72 - launcher, height - 8 - launcher, launcher, launcher]);
    await visitor.press('Open chat');
    await untilBox(visitor, '.panel', [width - 72 - 400, height - (8 + launcher + 12) - 640, 400, 640]);
    await visitor.leave();
  });

  it('floats where it always did, and says so once, where the placement is no corner', async () => {
    const visitor = await arrive({ attributes: 'mode="floating" placement="top-left"' });
    await untilBox(visitor, '.launcher', [width - offset - launcher, height - offset - launcher, launcher, launcher]);
    assert.deepEqual(
      visitor.console.filter((line) => line.includes('placement')),
      ['warn: <zaby-agent>: placement="top-left" is not known; use bottom-end, bottom-start, top-end, top-start'],
    );
    await visitor.page.close();
  });

  it('stands beside the page, which has the rest, and takes the width that the mouse gives it, after a reload, too', async () => {
    const visitor = await arrive({ attributes: 'mode="panel"' });
    await untilBox(visitor, '.panel', [width - 400, 0, 400, height]);
    await drag(visitor, 'width', -120, 30);
    await untilBox(visitor, '.panel', [width - 520, 0, 520, height]);
    const main = await visitor.page.$eval('main', (found) => found.getBoundingClientRect().width);
    assert.equal(main, width - 520);
    await visitor.reload();
    await untilWidth(visitor, 520);
    assert.deepEqual(await told(visitor, 'width'), ['Width of the chat', '280', '520', '900']);
    assert.deepEqual(await axeFaults(visitor.page, '#chat'), []);
    await drag(visitor, 'width', 900, 0);
    await untilWidth(visitor, 280);
    await (await edge(visitor, 'width')).click({ count: 2 });
    await untilWidth(visitor, 400);
    await visitor.reload();
    await visitor.sees('How can I help?');
    await edge(visitor, 'width');
    await untilWidth(visitor, 400);
    await visitor.leave();
  });

  it('takes the width that a finger gives it', async () => {
    const visitor = await arrive({ attributes: 'mode="panel"' });
    await visitor.page.setViewport({ width, height, hasTouch: true });
    await visitor.sees('How can I help?');
    const { x, y } = await (await edge(visitor, 'width')).clickablePoint();
    const touch = await visitor.page.touchscreen.touchStart(x, y);
    await touch.move(x - 40, y);
    await touch.move(x - 80, y);
    await touch.end();
    await untilWidth(visitor, 480);
    await visitor.leave();
  });

  it('takes the width that the keyboard gives it', async () => {
    const visitor = await arrive({ attributes: 'mode="panel"' });
    await (await edge(visitor, 'width')).focus();
    assert.equal(await visitor.focus(), 'separator Width of the chat');
    await visitor.key('ArrowLeft', 'ArrowLeft', 'ArrowRight');
    await untilWidth(visitor, 424);
    await visitor.key('End');
    await untilWidth(visitor, 900);
    await visitor.key('Home');
    await untilWidth(visitor, 280);
    assert.deepEqual((await told(visitor, 'width'))[2], '280');
    await visitor.key('Enter');
    await untilWidth(visitor, 900);
    await visitor.leave();
  });

  it('grows away from the side that it stands at, on a page from right to left, too', async () => {
    for (const [place, right] of [
      [{ attributes: 'mode="panel" placement="bottom-start"', first: true }, 60],
      [{ attributes: 'mode="panel"', dir: 'rtl' }, 60],
      [{ attributes: 'mode="panel" placement="top-start"', dir: 'rtl', first: true }, -60],
    ] as const) {
      // oxlint-disable no-await-in-loop -- One page after the other.
      const visitor = await arrive(place);
      await untilWidth(visitor, 400);
      await drag(visitor, 'width', right, 0);
      await untilWidth(visitor, 460);
      await (await edge(visitor, 'width')).focus();
      await visitor.key(right > 0 ? 'ArrowRight' : 'ArrowLeft');
      await untilWidth(visitor, 484);
      await visitor.leave();
      // oxlint-enable no-await-in-loop
    }
  });

  it('expands and collapses by one press, and stays so over a reload', async () => {
    const visitor = await arrive({ attributes: 'mode="panel"' });
    await visitor.press('Expand');
    await untilWidth(visitor, 900);
    await visitor.reload();
    await untilWidth(visitor, 900);
    await visitor.press('Collapse');
    await untilWidth(visitor, 400);
    await visitor.leave();
  });

  it('lets a floating panel be resized where the page wants that, and not otherwise', async () => {
    const plain = await arrive({ attributes: 'mode="floating" open' });
    await plain.sees('How can I help?');
    assert.deepEqual(await boxOf(plain, '.edge'), []);
    await plain.leave();
    const visitor = await arrive({ attributes: 'mode="floating" resizable open' });
    const bottom = height - beside;
    await untilBox(visitor, '.panel', [width - offset - 400, bottom - 640, 400, 640]);
    await drag(visitor, 'width', -100, 0);
    await drag(visitor, 'height', 0, 140);
    await untilBox(visitor, '.panel', [width - offset - 500, bottom - 500, 500, 500]);
    await visitor.press('Expand');
    await untilBox(visitor, '.panel', [width - offset - 760, offset, 760, bottom - offset]);
    await visitor.press('Collapse');
    await untilBox(visitor, '.panel', [width - offset - 500, bottom - 500, 500, 500]);
    await (await edge(visitor, 'height')).focus();
    await visitor.key('End');
    await untilBox(visitor, '.panel', [width - offset - 500, offset, 500, bottom - offset]);
    assert.deepEqual(await axeFaults(visitor.page, '#chat'), []);
    await visitor.page.setViewport({ width: 360, height: 640 });
    await untilBox(visitor, '.panel', [0, 0, 360, 640]);
    await untilBox(visitor, '.edge', []);
    await visitor.page.setViewport({ width, height });
    await untilBox(visitor, '.panel', [width - offset - 500, offset, 500, bottom - offset]);
    await visitor.leave();
  });
});
