import { expect, fixtureCleanup } from '@open-wc/testing';
import { galleryStates } from '../../demo/pages/gallery-states.js';
import type { ConversationState } from '../../src/core/index.js';
import { corpus } from './hostile/corpus.js';
import { findFetched } from './hostile/inspect.js';
import { openPanel, painted } from './views/open-panel.js';

/** What programs read and nobody is shown; of other words the state would not be one. */
const structure = new Set(
  'id kind status type runId turnId code conversationId toolCallId approvalId blockId role at startedAt endedAt decidedAt format chart state'.split(
    ' ',
  ),
);

let next = 0;

/** The same value with a payload in place of every word that somebody else may have written. */
const poison = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string' && !structure.has(key)) return corpus[next++ % corpus.length];
  if (Array.isArray(value)) return value.map((item) => poison(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
};

const forbidden = 'script, style, link, base, meta, iframe, object, embed, img, video, audio, foreignObject, math';

/** What only content can have put there. */
const foreign = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll('*')]
    .filter(
      (element) =>
        element.matches(forbidden) ||
        [...element.attributes].some(
          ({ name, value }) =>
            name.startsWith('on') ||
            name === 'slot' ||
            // The ring of a launcher and bars of progress are drawn through the object model, which leaves an attribute behind.
            (name === 'style' && !/^(?:--[\w-]+: [^;]+; ?)+$/.test(value)) ||
            (/^(?:href|src|action|formaction)$/.test(name) && !/^(?:https?:|mailto:|tel:|#zaby-)/.test(value)) ||
            (/^(?:id|name|for)$/.test(name) && element.localName !== 'slot' && !/^(?:panel$|zaby-)/.test(value)),
        ),
    )
    .map((element) => element.cloneNode() as Element)
    .map(({ outerHTML }) => outerHTML);

describe('everything that the panel shows', () => {
  for (const { name, state } of galleryStates)
    it(`draws nothing of its own from any payload, and gives no name to the page: ${name}`, async () => {
      const names = Object.getOwnPropertyNames(globalThis);
      for (let round = 0; round < 3; round += 1) {
        // oxlint-disable no-await-in-loop -- One after the other.
        const panel = await openPanel(poison(state) as ConversationState, { starters: corpus.slice(round, round + 5) });
        for (const details of panel.shadowRoot!.querySelectorAll('details')) details.open = true;
        await painted();
        // oxlint-enable no-await-in-loop
        expect(foreign(panel.shadowRoot!)).to.deep.equal([]);
        expect([...document.querySelectorAll('form[name], img[name], embed[name], iframe')]).to.deep.equal([]);
        fixtureCleanup();
      }
      expect(findFetched()).to.deep.equal([]);
      expect(Object.getOwnPropertyNames(globalThis).filter((own) => !names.includes(own))).to.deep.equal([]);
    });
});
