import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import { longConversation } from '../../../demo/pages/gallery-long.js';
import type { Part } from '../../../src/core/index.js';
import { changeTurn, middleOf, openPanel, painted, partOf } from './open-panel.js';

const drawnTurns = (panel: GalleryPanel): number => panel.shadowRoot!.querySelectorAll('.turn [part~=feedback]').length;

const allTurns = (panel: GalleryPanel): HTMLElement[] => [...panel.shadowRoot!.querySelectorAll<HTMLElement>('.turn')];

const openLong = async (messages: number, change: Partial<GalleryPanel> = {}): Promise<[GalleryPanel, HTMLElement]> => {
  const panel = await openPanel(longConversation(messages), change);
  await painted();
  return [panel, partOf(panel, 'log')];
};

const complete = async (panel: GalleryPanel): Promise<void> => {
  await waitUntil(() => allTurns(panel).length === panel.state.turns.length, 'all turns are there', {
    timeout: 20_000,
  });
  await painted();
};

/** The first question that is wholly on the screen, and where it stands. */
const reading = (log: HTMLElement): { readonly element: HTMLElement; readonly top: number } => {
  const edge = log.getBoundingClientRect().top;
  const element = [...log.querySelectorAll<HTMLElement>('.turn')].find(
    (each) => each.getBoundingClientRect().top >= edge,
  )!;
  return { element, top: element.getBoundingClientRect().top - edge };
};

const stillAt = ({ element }: { readonly element: HTMLElement }, log: HTMLElement): number =>
  element.getBoundingClientRect().top - log.getBoundingClientRect().top;

/** A turn of the wheel, by the real mouse. */
const wheel = async (panel: GalleryPanel, log: HTMLElement, by: number): Promise<void> => {
  await sendMouse({ type: 'move', position: middleOf(log) });
  log.dispatchEvent(new WheelEvent('wheel', { deltaY: by }));
  log.scrollBy(0, by);
  await painted();
  await panel.updateComplete;
  await painted();
};

describe('a conversation of 5,000 messages', () => {
  it('shows its end at once, and the rest when the page has time', async () => {
    const [panel, log] = await openLong(5000);
    expect(log.scrollHeight - log.clientHeight - log.scrollTop).to.be.lessThan(2);
    expect(log.textContent).to.include('Question 2500');
    expect(allTurns(panel).length).to.be.lessThan(500);
    await complete(panel);
    expect(log.textContent).to.include('Question 1?');
    expect(drawnTurns(panel)).to.be.lessThan(100);
    expect(log.scrollHeight - log.clientHeight - log.scrollTop).to.be.lessThan(2);
  });

  it('can be found and read aloud everywhere: words without signs, under the names of who said them', async () => {
    const [panel] = await openLong(400);
    await complete(panel);
    const first = allTurns(panel)[0]!;
    expect(first.querySelector('[part~=feedback]')).to.equal(null);
    expect([...first.querySelectorAll('h3')].map(({ textContent }) => textContent)).to.deep.equal(['You', 'Assistant']);
    expect(first.textContent).to.include('Answer 1 is settled').and.not.include('**');
    expect(first.checkVisibility()).to.equal(true);
  });

  it('draws what the person scrolls to, and lets go of what is far away', async () => {
    const [panel, log] = await openLong(1000);
    await complete(panel);
    for (let step = 0; step < 20; step++) {
      await wheel(panel, log, -400);
      const visible = allTurns(panel).filter((turn) => {
        const { top, bottom } = turn.getBoundingClientRect();
        const box = log.getBoundingClientRect();
        return bottom > box.top && top < box.bottom;
      });
      expect(visible.length).to.be.greaterThan(0);
      for (const turn of visible) expect(turn.querySelector('[part~=feedback]'), turn.textContent!).to.not.equal(null);
    }
    expect(drawnTurns(panel)).to.be.lessThan(120);
  });

  it('leaves alone what find in page has found until the person moves', async () => {
    const [panel, log] = await openLong(1000);
    await complete(panel);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const turn = allTurns(panel)[100]!;
    const found = turn.querySelector('.literal')!.firstChild!;
    turn.scrollIntoView({ block: 'center' });
    await painted();
    await painted();
    expect(found.isConnected).to.equal(true);
    const top = stillAt({ element: turn }, log);
    expect(top).to.be.within(0, log.clientHeight);
    await sendMouse({ type: 'move', position: middleOf(log) });
    await waitUntil(() => turn.querySelector('[part~=feedback]'));
    await painted();
    expect(stillAt({ element: turn }, log)).to.be.closeTo(top, 2);
  });

  it('keeps what was typed into an old turn, however far away', async () => {
    const [panel, log] = await openLong(400);
    await complete(panel);
    const turn = allTurns(panel).at(-1)!;
    turn.querySelector<HTMLElement>('[aria-label="Bad answer"], [part~=feedback] button:nth-of-type(2)')!.click();
    await panel.updateComplete;
    const field = turn.querySelector<HTMLTextAreaElement>('textarea')!;
    field.value = 'Because of this';
    for (let step = 0; step < 10; step++) await wheel(panel, log, -3000);
    expect(field.isConnected).to.equal(true);
    expect(field.value).to.equal('Because of this');
  });
});

const seeds = [1, 2, 3, 4, 5, 6];

const createLot = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

/** What may happen while somebody reads in the middle. */
const happenings: Readonly<Record<string, (panel: GalleryPanel, log: HTMLElement, pick: number) => unknown>> = {
  'the agent writes': (panel) => {
    const { parts } = panel.state.turns.at(-1)!;
    return changeTurn(panel, {
      status: 'running',
      parts: [
        ...parts,
        { id: `more${parts.length}`, kind: 'text', text: 'Another paragraph. '.repeat(30), done: true },
      ],
    });
  },
  'an older answer grows': async (panel, log, pick) => {
    const edge = log.getBoundingClientRect().top;
    const above = allTurns(panel).filter((turn) => turn.getBoundingClientRect().bottom < edge).length;
    const index = Math.max(0, panel.state.turns.length - allTurns(panel).length + above - 1 - pick);
    const turn = panel.state.turns[index]!;
    const late: Part = { id: `late${turn.parts.length}`, kind: 'text', text: 'A late line. '.repeat(30), done: true };
    panel.state = { ...panel.state, turns: panel.state.turns.with(index, { ...turn, parts: [...turn.parts, late] }) };
    await panel.updateComplete;
  },
  'an image above arrives': (_, log) => {
    const edge = log.getBoundingClientRect().top;
    const above = [...log.querySelectorAll<HTMLElement>('.text')].findLast(
      (each) => each.getBoundingClientRect().bottom < edge,
    );
    if (above) above.style.paddingBlockEnd = `${Number.parseFloat(above.style.paddingBlockEnd || '0') + 150}px`;
  },
  'the window is made lower': (panel) => (panel.style.blockSize = '400px'),
  'the window is made higher': (panel) => (panel.style.blockSize = '620px'),
  'the keyboard opens and a line is typed': async (panel) => {
    panel.style.blockSize = '330px';
    panel.state = { ...panel.state, draft: 'Words\nin\nlines' };
    await panel.updateComplete;
  },
  'another question is sent by the page': async (panel) => {
    const last = panel.state.turns.at(-1)!;
    panel.state = {
      ...panel.state,
      turns: [...panel.state.turns, { ...last, id: `asked${panel.state.turns.length}`, question: 'And now?' }],
    };
    await panel.updateComplete;
  },
};

describe('what the person reads', () => {
  for (const seed of seeds)
    it(`stays where it is, whatever happens around it (seed ${seed})`, async () => {
      const lot = createLot(seed);
      const [panel, log] = await openLong(300);
      await wheel(panel, log, -1200 - lot(4000));
      const names = Object.keys(happenings);
      for (let step = 0; step < 14; step++) {
        const name = names[lot(names.length)]!;
        const before = reading(log);
        await happenings[name]!(panel, log, lot(3));
        await painted();
        await painted();
        expect(stillAt(before, log), `step ${step}: ${name}`).to.be.closeTo(before.top, 1.5);
        expect(panel.controllers.scroll.following, name).to.equal(false);
        // In between they read on.
        if (lot(3) === 0) await wheel(panel, log, 200 - lot(600));
      }
    });

  it('stays at the very beginning while older turns arrive above', async () => {
    const [panel, log] = await openLong(1000);
    await wheel(panel, log, -1_000_000);
    let before = reading(log);
    while (allTurns(panel).length < panel.state.turns.length) {
      await painted();
      expect(stillAt(before, log)).to.be.closeTo(before.top, 2);
      before = reading(log);
    }
  });

  it('stays where it is while a long conversation is read upwards by the keyboard', async () => {
    const [panel, log] = await openLong(600);
    await complete(panel);
    log.focus();
    for (let page = 0; page < 6; page++) {
      const before = reading(log);
      const top = log.scrollTop;
      await sendKeys({ press: 'PageUp' });
      await waitUntil(() => log.scrollTop !== top);
      await new Promise((resolve) => log.addEventListener('scrollend', resolve, { once: true }));
      await painted();
      const moved = stillAt(before, log) - before.top;
      expect(moved).to.be.within(log.clientHeight * 0.5, log.clientHeight + 2);
    }
  });
});
