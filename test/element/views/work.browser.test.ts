import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { GalleryLauncher } from '../../../demo/pages/gallery-launcher.js';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import { galleryNow } from '../../../demo/pages/gallery-states.js';
import type { Part, ToolPart } from '../../../src/core/index.js';
import { changeTurn, openPanel, painted, partOf } from './open-panel.js';

const words = (element: HTMLElement): string => element.innerText.replaceAll(/\s+/g, ' ').trim();

const status = (panel: GalleryPanel): string => words(partOf(panel, 'status'));

const summaries = (panel: GalleryPanel): string[] =>
  [...panel.shadowRoot!.querySelectorAll<HTMLElement>('.aside > summary')]
    .filter((summary) => summary.checkVisibility())
    .map(words);

/** Presses the line, as by the keyboard, and waits until what is inside is drawn. */
const unfold = async (panel: GalleryPanel, part: string): Promise<HTMLElement> => {
  const details = partOf<HTMLDetailsElement>(panel, part);
  details.querySelector('summary')!.focus();
  await sendKeys({ press: 'Enter' });
  await waitUntil(() => details.querySelector('.aside-body') !== null);
  return details.querySelector<HTMLElement>('.aside-body')!;
};

const changePart = (panel: GalleryPanel, index: number, change: object): Promise<void> => {
  const { parts } = panel.state.turns.at(-1)!;
  return changeTurn(panel, { parts: parts.with(index, { ...parts[index]!, ...change } as Part) });
};

describe('a tool call', () => {
  it('is one line that says what is done and for how long', async () => {
    const panel = await openPanel('Tool, running');
    expect(summaries(panel)).to.deep.equal(['Read invoices Working 0:04']);
    await changePart(panel, 0, { status: 'done', endedAt: galleryNow + 3000 });
    expect(summaries(panel)).to.deep.equal(['Read invoices Done 0:07']);
  });

  it('shows its arguments as they arrive, as far as they are complete', async () => {
    const panel = await openPanel('Tool, arguments arriving');
    const body = await unfold(panel, 'tool-call');
    expect(words(body)).to.equal('Input To ada@example.com Copies 2 Text Dear Ada, your order');
    await changePart(panel, 0, { args: '{"to":"ada@example.com","copies":2,"text":"Dear Ada","urg' });
    expect(words(body)).to.equal('Input To ada@example.com Copies 2 Text Dear Ada');
  });

  it('stays unfolded when it is done', async () => {
    const panel = await openPanel('Tool, arguments arriving');
    await unfold(panel, 'tool-call');
    await changePart(panel, 0, { args: '{"to":"Ada"}', status: 'done', result: '{"sent":true}', endedAt: galleryNow });
    expect(words(partOf(panel, 'tool-call'))).to.contain('Input To Ada Result Sent true');
  });

  it('shows a result with much in it as a tree to look into', async () => {
    const panel = await openPanel('Tool, a result with much in it');
    const body = await unfold(panel, 'tool-call');
    await waitUntil(() => body.querySelector('.json summary') !== null);
    expect(words(body))
      .to.contain('Customer { "id": 7, "name": "Ada" } Limit 3')
      .and.to.contain('Orders')
      .and.to.contain('2 entries');
  });

  it('says why it failed', async () => {
    const panel = await openPanel('Tool, failed');
    expect(summaries(panel)).to.deep.equal(['Track parcel Failed The carrier did not answer. 0:04']);
    expect(words(await unfold(panel, 'tool-call'))).to.contain('The carrier did not answer.');
  });

  it('says that it waits for the person, in its line and in the header', async () => {
    const panel = await openPanel('Approval, with its call');
    expect(summaries(panel)).to.deep.equal(['Refund order Waiting for your approval']);
    expect(status(panel)).to.equal('Waiting for your approval');
  });

  it('keeps its arrow on the first line when there is no room for the words', async () => {
    const panel = await openPanel('Approval, with its call');
    for (const width of ['360px', '320px', '240px']) {
      panel.style.inlineSize = width;
      const arrow = partOf(panel, 'tool-call').querySelector('.chevron')!.getBoundingClientRect();
      const name = partOf(panel, 'tool-call').querySelector('.name')!.getBoundingClientRect();
      expect(arrow.bottom, width).to.be.within(name.top, name.bottom + 4);
    }
  });

  it('tells whose it is where several agents are at work', async () => {
    const panel = await openPanel('Steps of helpers');
    expect(summaries(panel)).to.deep.equal(['Researcher Comparing tents 0:12', 'Critic Read reviews Working 0:04']);
    expect(status(panel)).to.equal('Critic: Read reviews… 0:12');
    expect(words(partOf(panel, 'text'))).to.equal('Researcher The Ridge 3 is the stronger one.');
  });
});

describe('many steps in a row', () => {
  it('are one line that opens', async () => {
    const panel = await openPanel('Steps in a row');
    expect(summaries(panel)).to.deep.equal(['5 steps 0:12 1 failed']);
    await unfold(panel, 'steps');
    await painted();
    expect(summaries(panel)).to.have.length(6);
    expect(summaries(panel).slice(1, 3)).to.deep.equal(['Thought for 12 seconds', 'Find orders Done 0:04']);
  });

  it('say what is being done while they go on', async () => {
    const panel = await openPanel('Steps in a row, at work');
    expect(summaries(panel)).to.deep.equal(['Read invoices 0:12 6 steps 1 failed']);
  });

  it('keep open what the person opened before they were many', async () => {
    const panel = await openPanel('Tools');
    await unfold(panel, 'tool-call');
    const { parts } = panel.state.turns.at(-1)!;
    const next = { ...(parts[2] as ToolPart), id: 'tool:next', toolCallId: 'next' };
    await changeTurn(panel, { parts: [...parts, next] });
    await painted();
    expect(summaries(panel)).to.have.length(6);
    expect(partOf<HTMLDetailsElement>(panel, 'tool-call').open).to.equal(true);
    expect(words(partOf(panel, 'tool-call'))).to.contain('Customer me');
  });
});

describe('thoughts', () => {
  it('are one line with the time they take, and the text is inside', async () => {
    const panel = await openPanel('Thinking');
    expect(summaries(panel)).to.deep.equal(['Comparing the tents 0:04']);
    expect(words(await unfold(panel, 'reasoning'))).to.equal('The Col 2 is lighter, but');
  });

  it('that took long are told in minutes', async () => {
    expect(summaries(await openPanel('Thought for long'))).to.deep.equal(['Thought for 13 minutes']);
  });
});

describe('long work', () => {
  it('is summed up in the header: which step, which one, and for how long', async () => {
    const panel = await openPanel('Long work');
    expect(status(panel)).to.equal('Step 3 of 10: Reading invoices 0:42');
    expect(words(partOf(panel, 'progress'))).to.contain('2 of 10 0:42');
  });

  it('of a hundred is told in percent', async () => {
    expect(status(await openPanel('Long work, in percent'))).to.equal('40 %: Importing 0:42');
  });

  it('is over when it is done', async () => {
    const panel = await openPanel('Long work, finished');
    expect(status(panel)).to.equal('AI assistant');
    expect(words(partOf(panel, 'progress'))).to.not.contain('0:42');
    expect(words(partOf(panel, 'progress')))
      .to.contain('Reading invoices , done')
      .and.not.contain('in progress');
  });

  it('is told to who listens, at most every ten seconds', async () => {
    const panel = await openPanel('Empty');
    const said: string[] = [];
    const region = panel.shadowRoot!.querySelector('[role=status]')!;
    const observer = new MutationObserver(() => region.textContent && said.push(region.textContent));
    observer.observe(region, { childList: true, characterData: true, subtree: true });
    const { state } = await openPanel('Long work');
    const at = async (seconds: number, step: string): Promise<void> => {
      panel.clock = galleryNow + seconds * 1000;
      const [turn] = state.turns;
      const part = { ...turn!.parts[0]!, current: 0, steps: [{ name: step, status: 'running' }] } as Part;
      panel.state = { ...state, conversationId: panel.state.conversationId, turns: [{ ...turn!, parts: [part] }] };
      await panel.updateComplete;
    };
    for (const [seconds, step] of [
      [0, 'One'],
      [4, 'Two'],
      [11, 'Three'],
      [15, 'Four'],
      [22, 'Four'],
      [23, 'Four'],
    ] as const)
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      await at(seconds, step);
    await waitUntil(() => said.includes('Step 1 of 10: Four'), 'the last step is said', { timeout: 8000 });
    observer.disconnect();
    expect(said).to.deep.equal(['The assistant is answering.', 'Step 1 of 10: Three', 'Step 1 of 10: Four']);
  });

  it('shows in the launcher how much of it is done', async () => {
    const activity = { text: 'Step 3 of 10: Reading invoices', since: 0, share: 0.2 };
    const launcher = await fixture<GalleryLauncher>(html`<gallery-launcher .model=${{ activity }}></gallery-launcher>`);
    expect(launcher.shadowRoot!.querySelector('[stroke-dasharray]')!.getAttribute('stroke-dasharray')).to.equal(
      '20 200',
    );
  });
});

describe('the header', () => {
  it('says that a question waits where the platform asks for patience', async () => {
    expect(status(await openPanel('Waiting for its turn'))).to.equal('Waiting to try again…');
    expect(status(await openPanel('Sending'))).to.equal('Answering…');
  });
});

if (!customElements.get('gallery-launcher')) customElements.define('gallery-launcher', GalleryLauncher);
