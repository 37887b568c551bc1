import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import { actsOf, changeTurn, openPanel, partOf, stateNamed } from './open-panel.js';

const isAt = async (panel: GalleryPanel, part: string): Promise<void> => {
  await waitUntil(
    () => panel.shadowRoot!.activeElement === partOf(panel, part),
    `the focus is on ${panel.shadowRoot!.activeElement?.getAttribute('part') ?? document.activeElement?.tagName}`,
  );
};

/** Presses a button by the keyboard, and lets happen what it brings about. */
const pressAndLose = async (panel: GalleryPanel, part: string, then: () => Promise<void>): Promise<void> => {
  partOf(panel, part).focus();
  await sendKeys({ press: 'Enter' });
  await then();
  expect(panel.shadowRoot!.querySelector(`[part~=${part}]`)).to.equal(null);
};

describe('the focus, when its button goes away', () => {
  for (const name of ['Unreachable', 'Stopped', 'Some of it missing']) {
    it(`goes to the composer by Retry or Reload after "${name}", and Escape closes the panel`, async () => {
      const panel = await openPanel(name, { mode: 'floating' });
      await pressAndLose(panel, 'retry', () => changeTurn(panel, { status: 'sending' }));
      await isAt(panel, 'input');
      await sendKeys({ press: 'Escape' });
      expect(actsOf(panel)).to.deep.equal(['retry', 'close']);
    });
  }

  it('goes to the composer by a suggestion', async () => {
    const panel = await openPanel('Empty', { starters: ['Which tent?'] });
    await pressAndLose(panel, 'starter', async () => {
      panel.state = stateNamed('Sending');
      await panel.updateComplete;
    });
    await isAt(panel, 'input');
  });

  it('goes to the transcript when the last of a long text is shown', async () => {
    const panel = await openPanel('Long text');
    partOf(panel, 'show-more').focus();
    while (panel.shadowRoot!.querySelector('[part~=show-more]')) {
      // oxlint-disable-next-line no-await-in-loop -- One press after the other.
      await sendKeys({ press: 'Enter' });
      // oxlint-disable-next-line no-await-in-loop
      await panel.updateComplete;
    }
    await isAt(panel, 'log');
  });

  it('stays with an approval that is decided elsewhere', async () => {
    const panel = await openPanel('Approval');
    partOf(panel, 'approve').focus();
    const parts = panel.state.turns
      .at(-1)!
      .parts.map((part) => (part.kind === 'approval' ? { ...part, status: 'decided' as const } : part));
    await changeTurn(panel, { status: 'running', parts });
    await isAt(panel, 'approval-result');
  });

  it('is not taken from the page', async () => {
    const panel = await openPanel('Unreachable');
    const outside = document.createElement('input');
    document.body.append(outside);
    partOf(panel, 'retry').focus();
    const gone = changeTurn(panel, { status: 'sending' });
    await gone;
    outside.focus();
    await new Promise((resolve) => setTimeout(resolve));
    expect(document.activeElement).to.equal(outside);
    outside.remove();
  });
});
