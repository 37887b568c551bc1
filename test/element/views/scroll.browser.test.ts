import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import { longConversation } from '../../../demo/pages/gallery-long.js';
import type { Part, Turn } from '../../../src/core/index.js';
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

  it('is released by pressing the scrollbar, before it is moved', async () => {
    const panel = await openPanel('History');
    await painted();
    const log = partOf(panel, 'log');
    const { top, right } = log.getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(right) - 3, Math.round(top) + 5] });
    await sendMouse({ type: 'down' });
    const released = !panel.controllers.scroll.following;
    await sendMouse({ type: 'up' });
    // Where scrollbars lie over the content there is nothing to press.
    expect(released).to.equal(log.offsetWidth > log.clientWidth);
  });

  it('is released by selecting text', async () => {
    const panel = await openPanel('History');
    await painted();
    const log = partOf(panel, 'log');
    const words = [...log.querySelectorAll('.text p')].at(-1)!;
    const [x, y] = middleOf(words);
    await sendMouse({ type: 'move', position: [x - 60, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x, y] });
    const before = log.scrollTop;
    await write(panel);
    await write(panel);
    expect(log.scrollTop).to.be.closeTo(before, 1);
    await sendMouse({ type: 'up' });
    await panel.updateComplete;
    partOf(panel, 'new-messages').click();
    await write(panel);
    expect(distance(log)).to.be.lessThan(2);
  });

  it('is released when the focus moves through it', async () => {
    const panel = await openPanel('History');
    await painted();
    const log = partOf(panel, 'log');
    log.focus();
    await write(panel);
    expect(distance(log)).to.be.lessThan(2);
    await sendKeys({ press: 'Tab' });
    await waitUntil(() => !panel.controllers.scroll.following);
    const focused = panel.shadowRoot!.activeElement!;
    const { top } = focused.getBoundingClientRect();
    await write(panel);
    expect(focused.getBoundingClientRect().top).to.be.closeTo(top, 1);
  });

  it('covers no button of a card that waits, wherever the person stands', async () => {
    const panel = await openPanel('Approval');
    panel.style.blockSize = '380px';
    await painted();
    const log = partOf(panel, 'log');
    const approve = partOf(panel, 'approve');
    for (let top = log.scrollHeight; top >= 0; top -= 15) {
      log.scrollTop = top;
      await painted();
      const box = approve.getBoundingClientRect();
      const { bottom, top: edge } = log.getBoundingClientRect();
      if (box.bottom > bottom || box.top < edge) continue;
      const over = panel.shadowRoot!.elementFromPoint(...middleOf(approve));
      expect(approve.contains(over), `at ${top}`).to.equal(true);
    }
  });
});

describe('the way to the end', () => {
  it('lies over no field of a form', async () => {
    const panel = await openPanel('Form');
    panel.style.blockSize = '380px';
    await painted();
    const log = partOf(panel, 'log');
    log.dispatchEvent(new WheelEvent('wheel', { deltaY: -1 }));
    log.scrollTop = 0;
    await painted();
    expect(partOf(panel, 'new-messages').getBoundingClientRect().top).to.be.at.least(
      log.getBoundingClientRect().bottom,
    );
  });
});

/** The person asks; the panel shows the question, and the answer as far as it is. */
const ask = async (panel: GalleryPanel): Promise<void> => {
  const { state } = panel;
  const turn: Turn = {
    ...state.turns.at(-1)!,
    id: `asked-${count++}`,
    question: 'What else?',
    status: 'running',
    parts: [],
  };
  panel.controllers.scroll.toEnd();
  panel.state = { ...state, turns: [...state.turns, turn] };
  await panel.updateComplete;
  await painted();
};

const topOfLast = (log: HTMLElement): number =>
  [...log.querySelectorAll('.turn')].at(-1)!.getBoundingClientRect().top - log.getBoundingClientRect().top;

describe('scroll-mode', () => {
  it('pin-to-question: brings the question to the top, and lets the answer grow below it without moving', async () => {
    const panel = await openPanel('History', { scrollMode: 'pin-to-question' });
    await painted();
    const log = partOf(panel, 'log');
    expect(distance(log)).to.be.lessThan(2);
    await ask(panel);
    expect(topOfLast(log)).to.be.closeTo(12, 1);
    const height = log.scrollHeight;
    await write(panel);
    // What the answer fills was free before.
    expect(log.scrollHeight).to.equal(height);
    expect(panel.shadowRoot!.querySelector('[part~=new-messages]')).to.equal(null);
    for (let index = 0; index < 6; index++) await write(panel);
    expect(topOfLast(log)).to.be.closeTo(12, 1);
    expect(distance(log)).to.be.greaterThan(40);
    expect(partOf(panel, 'new-messages').checkVisibility()).to.equal(true);
    partOf(panel, 'new-messages').click();
    expect(distance(log)).to.be.lessThan(2);
    await ask(panel);
    expect(topOfLast(log)).to.be.closeTo(12, 1);
  });

  it('pin-to-question: begins at the end of a long conversation, and brings up the next question there', async () => {
    for (const messages of [98, 100, 200]) {
      const panel = await openPanel(longConversation(messages), { scrollMode: 'pin-to-question' });
      await painted();
      await painted();
      const log = partOf(panel, 'log');
      expect(distance(log)).to.be.lessThan(2);
      await ask(panel);
      await painted();
      expect(topOfLast(log), `${messages} messages`).to.be.closeTo(12, 1);
      expect(panel.shadowRoot!.querySelector('[part~=new-messages]')).to.equal(null);
    }
  });

  it('pin-to-question: keeps the room when the window is made higher', async () => {
    const panel = await openPanel('History', { scrollMode: 'pin-to-question' });
    await ask(panel);
    panel.style.blockSize = '800px';
    await painted();
    await painted();
    expect(topOfLast(partOf(panel, 'log'))).to.be.closeTo(12, 1);
  });

  it('pin-to-question: leaves the person alone who reads further up', async () => {
    const panel = await openPanel('History', { scrollMode: 'pin-to-question' });
    await painted();
    const log = partOf(panel, 'log');
    log.scrollTop = 0;
    await waitUntil(() => !panel.controllers.scroll.following);
    const { state } = panel;
    panel.state = { ...state, turns: [...state.turns, { ...state.turns.at(-1)!, id: 'by the page' }] };
    await painted();
    expect(log.scrollTop).to.equal(0);
  });

  it('none: shows what was asked, and moves no further', async () => {
    const panel = await openPanel('History', { scrollMode: 'none' });
    await painted();
    const log = partOf(panel, 'log');
    await ask(panel);
    expect(distance(log)).to.be.lessThan(2);
    const before = log.scrollTop;
    await write(panel);
    await write(panel);
    expect(log.scrollTop).to.be.closeTo(before, 1);
    expect(partOf(panel, 'new-messages').textContent!.trim()).to.equal('2 new messages');
  });
});
