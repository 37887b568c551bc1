import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import { renderMarkdown } from '../../src/element/markdown/index.js';
import { attacks } from './hostile/attacks.js';
import { markupOf } from './hostile/inspect.js';
import { markdownStrings as strings } from './hostile/strings.js';

const draw = (text: string, host = document.createElement('div'), streaming = false): HTMLElement => {
  render(renderMarkdown(text, { strings, streaming }), host);
  return host;
};

/** Addresses, titles, languages and definitions are no text; of all others every letter is there to read. */
const hides = /link|image|every length|label|definition|reference|characters that are none|language/;

const ours = '.visually-hidden, .link-host, button, figcaption, .table-foot, .piece thead';

const lettersOf = (text: string): string => text.replaceAll(/\P{L}/gu, '');

/** What a person reads, without what we say ourselves. */
const readable = (host: HTMLElement): string => {
  for (const element of host.querySelectorAll(ours)) element.remove();
  return host.textContent;
};

/** How many nodes are added, removed and changed while a text grows by so many characters at a time. */
const changesFor = (text: string, step: number): number => {
  const host = document.createElement('div');
  let changes = 0;
  const count = (records: readonly MutationRecord[]): void => {
    for (const { addedNodes, removedNodes } of records) changes += 1 + addedNodes.length + removedNodes.length;
  };
  const observer = new MutationObserver(count);
  observer.observe(host, { childList: true, subtree: true, characterData: true, attributes: true });
  for (let length = step; length < text.length; length += step) {
    draw(text.slice(0, length), host, true);
    count(observer.takeRecords());
  }
  draw(text, host);
  count(observer.takeRecords());
  observer.disconnect();
  return changes;
};

describe('Markdown made to cost much', () => {
  it('is of at least a hundred kinds', () => expect(Object.keys(attacks).length).to.be.at.least(100));

  for (const [name, attack] of Object.entries(attacks)) {
    it(`is drawn to its end: ${name}`, () => {
      const text = `The beginning.\n\n${attack}\n\nThe end.`;
      const drawn = readable(draw(text));
      expect(drawn.startsWith('The beginning.')).to.equal(true);
      expect(drawn.trimEnd().endsWith('The end.')).to.equal(true);
      if (!hides.test(name) && !/^number|tasks|mail|address|www/.test(name)) {
        const letters = lettersOf(drawn);
        expect(letters.length).to.equal(lettersOf(text).length);
      }
    });

    it(`costs what is added, and ends as if it had come at once: ${name}`, () => {
      const [less, more] = [attack.slice(0, 5000), attack.slice(0, 10_000)];
      const changes = changesFor(less, 200);
      expect(changesFor(more, 200)).to.be.below(2.5 * changes + 500);
      const host = document.createElement('div');
      for (let length = 333; length < more.length; length += 333) draw(more.slice(0, length), host, true);
      expect(markupOf(draw(more, host))).to.equal(markupOf(draw(more)));
      render(html``, host);
    });
  }
});
