import { expect } from '@open-wc/testing';
import { galleryStates } from '../../../demo/pages/gallery-states.js';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import { en } from '../../../src/element/locales/en.js';
import { registerLocale } from '../../../src/element/locales/index.js';
import { ja } from '../../../src/element/locales/ja.js';
import { openPanel, painted } from './open-panel.js';

registerLocale('ja', ja);

const textsOf = (strings: object): string[] =>
  Object.values(strings).flatMap((value: unknown) => {
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null ? textsOf(value) : [];
  });

/** What English says of its own accord, and how its sentences begin or end that depend on something. */
const english = new Set(textsOf(en));
const beginnings =
  /^(?:Thought for|Step \d|Show (?:all|more) \(|Approve: |Reject: |Expires in|Approved by|Rejected by|Reason: |Already decided by|Not sent\.|You can try again|Next try|Reference: |Source \d|Code in|Image from|Assistant: |At (?:least|most) |Sorted by)|\d+ (?:steps?|failed|of \d+|more|entr\w+|characters|new messages?)\b|\) left\)$/;

/** Everything that is read on the screen or out loud. */
const readsIn = (panel: GalleryPanel): string[] => {
  const texts: string[] = [];
  const elements = [...panel.shadowRoot!.querySelectorAll('*')].filter(
    // What a person or the agent wrote, and data with their names, are in whatever language they are.
    (element) => !element.closest('style, .bubble, .markdown, .timeline, td, dt'),
  );
  for (const element of elements) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext'])
      texts.push(element.getAttribute(name) ?? '');
    for (const node of element.childNodes) if (node instanceof Text) texts.push(node.data);
  }
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim()).filter(Boolean);
};

describe('a panel in another language', () => {
  for (const { name, state } of galleryStates)
    it(`says nothing in English: ${name}`, async () => {
      const panel = await openPanel(state, { locale: 'ja', mode: 'floating' });
      for (const folded of panel.shadowRoot!.querySelectorAll('details')) folded.open = true;
      await painted();
      const said = readsIn(panel);
      expect(said.some((text) => /[\u3040-\u30FF\u4E00-\u9FFF]/.test(text))).to.equal(true);
      expect(said.filter((text) => english.has(text) || beginnings.test(text))).to.deep.equal([]);
    });
});
