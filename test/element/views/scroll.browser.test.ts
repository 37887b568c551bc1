import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import type { Part } from '../../../src/core/index.js';
import { changeTurn, middleOf, openPanel, painted, partOf } from './open-panel.js';

let count = 0;

/** The agent writes another long paragraph. */
const write = async (panel: GalleryPanel): Promise<void> => {
  const part: Part = { id: `more-${count++}`, kind: 'text', text: 'Another paragraph. '.repeat(20), done: true };
  await changeTurn(panel, { status: 'running', parts: [...panel.state.turns.at(-1)!.parts, part] });
  await painted();
};

const distance = (log: HTMLElement): number => log.scrollHeight - log.clientHeight - log.scrollTop;

const leave: readonly (readonly [string, (log: HTMLElement) => Promise<unknown>])[] = [
  [
    'the wheel',
    async (log) => {
      await sendMouse({ type: 'move', position: middleOf(log) });
      log.dispatchEvent(new WheelEvent('wheel', { deltaY: -120 }));
    },
  ],
  ['a finger', async (log) => log.dispatchEvent(new Event('touchmove'))],
  [
    'the keyboard',
    async (log) => {
      log.focus();
      const ended = oneEvent(log, 'scrollend');
      await sendKeys({ press: 'PageUp' });
      await ended;
    },
  ],
  ['the scrollbar', async (log) => log.scrollBy(0, -150)],
];

describe('scrolling', () => {
  it('follows an answer while the person is at the end', async () => {
    const panel = await openPanel('History');
    await painted();
    const log = partOf(panel, 'log');
    for (let index = 0; index < 3; index += 1) {
      await write(panel);
      expect(distance(log)).to.be.lessThan(2);
    }
  });

  for (const [name, release] of leave) {
    it(`is released by ${name}, and comes back at the end`, async () => {
      const panel = await openPanel('History');
      await painted();
      const log = partOf(panel, 'log');
      await release(log);
      await waitUntil(() => !panel.controllers.scroll.following);
      await painted();
      const before = log.scrollTop;
      await write(panel);
      await write(panel);
      expect(log.scrollTop).to.be.closeTo(before, 1);
      expect(distance(log)).to.be.greaterThan(40);
      expect(partOf(panel, 'new-messages').textContent!.trim()).to.equal('2 new messages');
      log.scrollTop = log.scrollHeight;
      await waitUntil(() => panel.controllers.scroll.following);
      await write(panel);
      expect(distance(log)).to.be.lessThan(2);
    });
  }

  it('goes to the end by its button', async () => {
    const panel = await openPanel('History');
    await painted();
    const log = partOf(panel, 'log');
    log.scrollTop = 0;
    await waitUntil(() => !panel.controllers.scroll.following);
    await panel.updateComplete;
    partOf(panel, 'new-messages').click();
    expect(distance(log)).to.be.lessThan(2);
    await panel.updateComplete;
    expect(panel.shadowRoot!.querySelector('[part~=new-messages]')).to.equal(null);
  });

  it('keeps what the person unfolds where it is', async () => {
    const panel = await openPanel('Tools');
    panel.style.blockSize = '330px';
    await painted();
    const log = partOf(panel, 'log');
    const before = log.scrollTop;
    const summaries = panel.shadowRoot!.querySelectorAll<HTMLElement>('[part~=tool-call] summary');
    summaries[0]!.click();
    summaries[1]!.click();
    await painted();
    expect(log.scrollTop).to.equal(before);
  });

  it('does not move the page', async () => {
    const before = document.scrollingElement!.scrollTop;
    const panel = await openPanel('History');
    await write(panel);
    expect(document.scrollingElement!.scrollTop).to.equal(before);
  });
});
