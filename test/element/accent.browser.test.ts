import { expect } from '@open-wc/testing';
import type { GalleryPanel } from '../../demo/pages/gallery-panel.js';
import { contrast } from './contrast.js';
import { randomColours } from './random-colours.js';
import { openPanel, partOf } from './views/open-panel.js';

const colours = [
  ...randomColours(200),
  'white',
  'black',
  'yellow',
  'lime',
  'blue',
  'red',
  'cyan',
  'gray',
  'teal',
  'transparent',
  'AccentColor',
  '#0000',
  '#fff8',
  'oklch(0.7 0.4 145)',
  'oklch(0.5 0.4 145)',
  'oklch(none none none)',
  'color(xyz 2 2 2)',
  'var(--brand)',
  'var(--missing, var(--brand))',
  'light-dark(var(--brand), #fafafa)',
];

/** An element in the shadow tree whose colours the panel has computed. */
const probe = (panel: GalleryPanel, className: string): HTMLElement => {
  const element = document.createElement('button');
  element.className = className;
  partOf(panel, 'panel').append(element);
  return element;
};

/** The panel in a scheme, on a page with a colour of its own. */
const panelIn = async (scheme: string): Promise<GalleryPanel> => {
  const panel = await openPanel('Writing');
  panel.setAttribute('color-scheme', scheme);
  panel.style.setProperty('--brand', '#f0c');
  return panel;
};

describe('any accent', () => {
  for (const scheme of ['light', 'dark']) {
    it(`keeps the words on it readable, ${scheme}`, async () => {
      const panel = await panelIn(scheme);
      const button = getComputedStyle(probe(panel, 'button primary'));
      for (const colour of colours) {
        panel.style.setProperty('--zaby-accent', colour);
        expect(contrast(button.color, button.backgroundColor), colour).to.be.at.least(4.5);
      }
    });

    it(`is darkened or lightened until it reads on the surface, ${scheme}`, async () => {
      const panel = await panelIn(scheme);
      const link = probe(panel, 'button');
      link.style.color = 'var(--zaby-accent-text)';
      const style = getComputedStyle(link);
      for (const surface of ['--zaby-surface', '--zaby-surface-raised', '--zaby-code-surface']) {
        link.style.backgroundColor = `var(${surface})`;
        for (const colour of colours) {
          panel.style.setProperty('--zaby-accent', colour);
          expect(contrast(style.color, style.backgroundColor), `${colour} on ${surface}`).to.be.at.least(4.5);
        }
      }
    });

    it(`reads on the darkest and the lightest surface that a page may choose, ${scheme}`, async () => {
      const panel = await panelIn(scheme);
      // A luminance of 0.82, and of 0.026.
      panel.style.setProperty(
        '--zaby-surface',
        'light-dark(color(xyz 0.7794 0.82 0.893), color(xyz 0.0247 0.026 0.0283))',
      );
      const link = probe(panel, 'button');
      link.style.color = 'var(--zaby-accent-text)';
      const style = getComputedStyle(link);
      for (const colour of colours) {
        panel.style.setProperty('--zaby-accent', colour);
        expect(contrast(style.color, style.backgroundColor), colour).to.be.at.least(4.5);
      }
    });

    it(`shows where the focus is, ${scheme}`, async () => {
      const panel = await panelIn(scheme);
      const button = probe(panel, 'button primary');
      button.focus({ focusVisible: true } as FocusOptions);
      const { backgroundColor } = getComputedStyle(partOf(panel, 'panel'));
      const ring = getComputedStyle(button);
      // A mistake is no colour at all: the ring is there all the same.
      for (const colour of [...colours, 'no-such-colour', 'var(--missing)', '12px']) {
        panel.style.setProperty('--zaby-accent', colour);
        expect(ring.outlineStyle, colour).to.equal('solid');
        expect(Number.parseFloat(ring.outlineWidth), colour).to.be.at.least(2);
        expect(contrast(ring.outlineColor, backgroundColor), colour).to.be.at.least(3);
      }
    });
  }

  it('that is a mistake leaves the words readable', async () => {
    const panel = await panelIn('light');
    const button = getComputedStyle(probe(panel, 'button primary'));
    const { backgroundColor } = getComputedStyle(partOf(panel, 'panel'));
    for (const colour of ['no-such-colour', 'var(--missing)', '12px']) {
      panel.style.setProperty('--zaby-accent', colour);
      expect(button.backgroundColor, colour).to.equal('rgba(0, 0, 0, 0)');
      expect(contrast(button.color, backgroundColor), colour).to.be.at.least(4.5);
    }
  });
});
