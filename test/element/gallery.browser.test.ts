import { expect, fixture, fixtureCleanup, html } from '@open-wc/testing';
import type axeCore from 'axe-core';
import { GalleryLauncher } from '../../demo/pages/gallery-launcher.js';
import { longConversation } from '../../demo/pages/gallery-long.js';
import { galleryStates } from '../../demo/pages/gallery-states.js';
import { openPanel, painted, partOf } from './views/open-panel.js';

/** `axe-core` is a classic script: it has no exports, and leaves itself on the window. */
const loadAxe = async (): Promise<typeof axeCore> => {
  await import('axe-core');
  return (globalThis as unknown as { axe: typeof axeCore }).axe;
};

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** About a whole page, which a panel on a test page is not. */
const notOurs = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };

/** What axe finds, with where and why, so that a failure can be read. */
const violations = async (element: Element): Promise<string[]> => {
  const axe = await loadAxe();
  const found = await axe.run(element, {
    runOnly: { type: 'tag', values: tags },
    rules: notOurs,
    resultTypes: ['violations'],
  });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary}`),
  );
};

/** Runs through what moves, so that colours are those that stay. */
const settle = (root: ShadowRoot): void => {
  for (const animation of root.getAnimations()) {
    const end = animation.effect?.getComputedTiming().endTime;
    if (end === Infinity) animation.cancel();
    else animation.finish();
  }
};

/** Everything that can be unfolded, unfolded; what is inside is drawn then, and may be folded itself. */
const unfold = async (root: ShadowRoot): Promise<void> => {
  for (let folded = root.querySelectorAll('details:not([open])'); folded.length > 0;) {
    for (const details of folded) (details as HTMLDetailsElement).open = true;
    // oxlint-disable-next-line no-await-in-loop -- One level after the other.
    await painted();
    folded = root.querySelectorAll('details:not([open])');
  }
};

describe('every state of the gallery', () => {
  for (const scheme of ['light', 'dark']) {
    for (const { name, state, starters = [] } of galleryStates) {
      it(`is accessible: ${name}, ${scheme}`, async () => {
        const panel = await openPanel(state, { starters });
        panel.setAttribute('color-scheme', scheme);
        settle(panel.shadowRoot!);
        await unfold(panel.shadowRoot!);
        expect(await violations(panel)).to.deep.equal([]);
      });
    }
  }

  for (const { name, state, starters = [] } of galleryStates) {
    it(`fits into 320 px, in both directions: ${name}`, async () => {
      for (const dir of ['ltr', 'rtl']) {
        const panel = await openPanel(state, { starters, dir, direction: dir });
        panel.style.inlineSize = '320px';
        const log = partOf(panel, 'log');
        expect(log.scrollWidth, dir).to.be.at.most(log.clientWidth);
        expect(partOf(panel, 'panel').scrollWidth, dir).to.be.at.most(320);
        fixtureCleanup();
      }
    });
  }
});

describe('a long conversation', () => {
  for (const scheme of ['light', 'dark'])
    it(`is accessible where it is not drawn, too, ${scheme}`, async () => {
      const panel = await openPanel(longConversation(60));
      panel.setAttribute('color-scheme', scheme);
      await painted();
      const log = partOf(panel, 'log');
      log.scrollTop = 0;
      await painted();
      expect(log.querySelector('.turn [part~=feedback]')!.closest('.turn')!.textContent).to.not.include('Question 1?');
      settle(panel.shadowRoot!);
      expect(await violations(panel)).to.deep.equal([]);
      expect(log.scrollWidth).to.be.at.most(log.clientWidth);
    });
});

customElements.define('gallery-launcher', GalleryLauncher);

describe('every state of the launcher', () => {
  for (const scheme of ['light', 'dark']) {
    it(`is accessible, ${scheme}`, async () => {
      for (const model of [
        {},
        { open: true },
        { unread: 12 },
        { unread: 120 },
        { activity: { text: 'Answering…' } },
        { activity: { text: 'Step 3 of 10', since: 0, share: 0.2 } },
        { approval: true },
      ]) {
        const launcher = await fixture<GalleryLauncher>(
          html`<gallery-launcher color-scheme=${scheme} .model=${model}></gallery-launcher>`,
        );
        settle(launcher.shadowRoot!);
        expect(await violations(launcher)).to.deep.equal([]);
      }
    });
  }

  it('is large enough for a finger', async () => {
    const launcher = await fixture<GalleryLauncher>(html`<gallery-launcher .model=${{}}></gallery-launcher>`);
    expect(launcher.shadowRoot!.querySelector('button')!.offsetWidth).to.be.at.least(44);
  });
});

describe('any surface', () => {
  for (const [scheme, surface] of [
    ['light', '#fff4dd'],
    ['dark', '#1a120b'],
  ] as const)
    it(`has code on a shade of its own, ${scheme}`, async () => {
      const panel = await openPanel('Code');
      panel.setAttribute('color-scheme', scheme);
      panel.style.setProperty('--zaby-surface', surface);
      const { backgroundColor } = getComputedStyle(partOf(panel, 'code-block'));
      // From red to blue it falls, as on the surface: no cold grey on warm paper.
      const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
      canvas.fillStyle = backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, , blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
      expect(red).to.be.greaterThan(blue);
    });
});
