import { expect, fixtureCleanup } from '@open-wc/testing';
import type axeCore from 'axe-core';
import type { GalleryPanel } from '../../demo/pages/gallery-panel.js';
import { contrast } from './contrast.js';
import { randomColours } from './random-colours.js';
import { themeNames, wearTheme } from './themes.js';
import { openPanel, painted, partOf } from './views/open-panel.js';

const inks = ['text', 'text-muted', 'accent-text', 'success', 'warning', 'danger'];
const papers = ['surface', 'surface-raised', 'code-surface'];

/** Reads tokens as the colours they come to. */
const reader = (panel: GalleryPanel) => {
  const probe = document.createElement('span');
  partOf(panel, 'panel').append(probe);
  return (token: string): string => {
    probe.style.color = `var(--zaby-${token})`;
    return getComputedStyle(probe).color;
  };
};

/** What axe finds too faint in a panel, at 4.5:1 or 7:1. */
const lowContrasts = async (panel: GalleryPanel, least: number): Promise<string[]> => {
  await import('axe-core');
  const { axe } = globalThis as unknown as { axe: typeof axeCore };
  const rule = least === 7 ? 'color-contrast-enhanced' : 'color-contrast';
  const { violations } = await axe.run(panel, { runOnly: [rule], resultTypes: ['violations'] });
  return violations.flatMap(({ nodes }) => nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`));
};

for (const theme of themeNames) {
  const least = theme === 'contrast' ? 7 : 4.5;

  describe(`the theme ${theme}`, () => {
    let takeOff: () => void;
    beforeEach(async () => {
      takeOff = await wearTheme(theme, 'gallery-panel');
    });
    afterEach(() => takeOff());

    for (const scheme of ['light', 'dark']) {
      const open = async (state = 'Writing'): Promise<GalleryPanel> => {
        const panel = await openPanel(state);
        panel.setAttribute('color-scheme', scheme);
        return panel;
      };

      it(`is ${scheme} where the element is`, async () => {
        const colour = reader(await open());
        const towards = scheme === 'light' ? '#fff' : '#000';
        expect(contrast(colour('surface'), towards)).to.be.below(1.25);
      });

      it(`has words that read on everything they stand on, ${scheme}`, async () => {
        const colour = reader(await open());
        for (const paper of papers)
          for (const ink of inks)
            expect(contrast(colour(ink), colour(paper)), `${ink} on ${paper}`).to.be.at.least(least);
        expect(contrast(colour('on-accent'), colour('accent-fill')), 'on the accent').to.be.at.least(least);
        expect(contrast(colour('border-strong'), colour('surface')), 'the edge of fields').to.be.at.least(3);
      });

      it(`keeps an accent of the page's own readable, ${scheme}`, async () => {
        const panel = await open();
        const colour = reader(panel);
        for (const accent of randomColours(200)) {
          panel.style.setProperty('--zaby-accent', accent);
          expect(contrast(colour('on-accent'), colour('accent-fill')), `text on ${accent}`).to.be.at.least(least);
          for (const paper of papers)
            expect(contrast(colour('accent-text'), colour(paper)), `${accent} on ${paper}`).to.be.at.least(least);
        }
      });
    }

    for (const scheme of ['light', 'dark'])
      it(`passes axe's rules on contrast with every view unfolded, ${scheme}`, async () => {
        for (const state of ['Finished', 'Tools', 'Progress', 'Blocks', 'Approval, with its call', 'Offline']) {
          const panel = await openPanel(state);
          panel.setAttribute('color-scheme', scheme);
          for (const details of panel.shadowRoot!.querySelectorAll('details')) details.open = true;
          await painted();
          for (const animation of panel.shadowRoot!.getAnimations()) animation.cancel();
          expect(await lowContrasts(panel, least), state).to.deep.equal([]);
          fixtureCleanup();
        }
      });

    it('fits into 320 px', async () => {
      const panel = await openPanel('Approval, with its call');
      panel.style.inlineSize = '320px';
      const log = partOf(panel, 'log');
      expect(log.scrollWidth).to.be.at.most(log.clientWidth);
      expect(partOf(panel, 'panel').scrollWidth).to.be.at.most(320);
    });

    it('yields to what the page says itself', async () => {
      const panel = await openPanel('Writing');
      const own = new CSSStyleSheet();
      own.replaceSync('gallery-panel { --zaby-radius: 1px; }');
      document.adoptedStyleSheets = [own, ...document.adoptedStyleSheets];
      expect(getComputedStyle(panel).getPropertyValue('--zaby-radius')).to.equal('1px');
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== own);
    });
  });
}
