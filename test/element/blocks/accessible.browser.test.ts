import { expect } from '@open-wc/testing';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import { openPanel } from '../views/open-panel.js';
import { button } from './draw.js';

/** What a person does before looking, by the state of the gallery that they do it in. */
const uses: Readonly<Record<string, (root: ShadowRoot) => void>> = {
  'Table, many rows': (root) => {
    button(root, 'In stock').click();
    button(root, 'Next rows').click();
  },
  Sources: (root) => button(root, 'Source 2: What the coating of a tent is made of').click(),
  Form: (root) => {
    root.querySelector<HTMLInputElement>('input[type="number"]')!.value = '9';
    button(root, 'Use these answers').click();
  },
  'Form, edges': (root) => {
    for (const each of root.querySelectorAll<HTMLButtonElement>('form button')) each.click();
  },
};

const open = async (name: string, scheme: string): Promise<GalleryPanel> => {
  const panel = await openPanel(name);
  panel.setAttribute('color-scheme', scheme);
  uses[name]!(panel.shadowRoot!);
  await panel.updateComplete;
  return panel;
};

describe('Blocks in use', () => {
  for (const name of Object.keys(uses)) {
    for (const scheme of ['light', 'dark']) {
      it(`are accessible: ${name}, ${scheme}`, async () => {
        const panel = await open(name, scheme);
        await expect(panel).to.be.accessible({ ignoredRules: ['region', 'page-has-heading-one'] });
      });
    }

    it(`fit into 320 px: ${name}`, async () => {
      const panel = await open(name, 'light');
      panel.style.inlineSize = '320px';
      const log = panel.shadowRoot!.querySelector('.log')!;
      expect(log.scrollWidth).to.be.at.most(log.clientWidth);
    });
  }
});
