import { expect } from '@open-wc/testing';
import type { GalleryPanel } from '../../demo/pages/gallery-panel.js';
import { contrast } from './contrast.js';
import { randomColours } from './random-colours.js';
import { themeNames, wearTheme } from './themes.js';
import { openPanel, partOf } from './views/open-panel.js';

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

    it('fits into 320 px', async () => {
      const panel = await openPanel('Approval');
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
