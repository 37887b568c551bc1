import { expect, fixtureSync } from '@open-wc/testing';
import { array, assert, constantFrom, integer, oneof, property } from 'fast-check';
import { html, render } from 'lit';
import { renderMarkdown } from '../../src/element/markdown/index.js';
import { corpus, linkForms, markup, pictures, refusedAddresses, refusedLinks } from './hostile/corpus.js';
import { cut, findFetched, findForeign, markupOf } from './hostile/inspect.js';
import { markdownStrings as strings } from './hostile/strings.js';

const surround = (payload: string): string => `Before **bold** text.\n\n${payload}\n\nAfter the end.`;
const brief = (payload: string): string => JSON.stringify(payload.length > 70 ? `${payload.slice(0, 70)}…` : payload);
const letters = (text: string): string => text.replaceAll(/\s+/g, '');

const draw = (text: string): HTMLElement => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  render(renderMarkdown(text, { strings }), host);
  return host;
};

describe('Hostile Markdown', () => {
  let before: string[];
  beforeEach(() => (before = Object.getOwnPropertyNames(globalThis)));
  afterEach(() => {
    expect(findFetched()).to.deep.equal([]);
    expect(Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name))).to.deep.equal([]);
  });

  it('is a corpus of at least one hundred and fifty', () => expect(new Set(corpus).size).to.be.at.least(150));

  it('would be noticed', () => {
    const host = fixtureSync<HTMLElement>(
      html`<div><img /><p id="x" class="y">z</p><a href="https://a.example@b.example/">z</a></div>`,
    );
    expect(findForeign(host).length).to.equal(4);
  });

  it('draws nothing of its own from any payload, and loses no text around it', () => {
    for (const payload of corpus) {
      const drawn = draw(surround(payload));
      expect(findForeign(drawn), brief(payload)).to.deep.equal([]);
      expect(drawn.textContent, brief(payload)).to.contain('Before bold text.').and.to.contain('After the end.');
    }
  });

  it('draws nothing of its own at any moment of a stream, and ends as if it had come at once', () => {
    for (const payload of corpus.filter(({ length }) => length < 1000)) {
      const text = surround(payload);
      const host = fixtureSync<HTMLElement>(html`<div></div>`);
      let shown = '';
      for (const piece of cut(text)) {
        shown += piece;
        render(renderMarkdown(shown, { strings, streaming: true }), host);
        expect(findForeign(host), brief(shown)).to.deep.equal([]);
      }
      render(renderMarkdown(text, { strings }), host);
      expect(markupOf(host), brief(payload)).to.equal(markupOf(draw(text)));
    }
  });

  it('ends as if it had come at once, whatever it is made of and however it is cut', () => {
    const pieces =
      '# |> |- |1. |```|~~~|`|``|*|**|_|__|~~|[|]|](|)|![|<|>|<b>|</b>|<!--|-->|&amp;|&#65;|&|\\|:|---|===|\n|\n\n| |    |word|two words|https://a.example/|www.b.example|[x] |[r]: /u "t"|[r]|[!NOTE]'.split(
        '|',
      );
    const fragment = constantFrom(...pieces, '|', '| a | b |\n', '|---|---|\n', '\t');
    // Now and then as long as what is drawn in pieces.
    const fragments = oneof(
      { weight: 15, arbitrary: array(fragment, { maxLength: 40 }) },
      { weight: 1, arbitrary: array(fragment, { minLength: 300, maxLength: 600 }) },
    );
    assert(
      property(fragments, integer({ min: 1, max: 1_000_000 }), (chosen, seed) => {
        const text = chosen.join('');
        const host = document.createElement('div');
        let shown = '';
        for (const piece of cut(text, seed)) {
          shown += piece;
          render(renderMarkdown(shown, { strings, streaming: true }), host);
          expect(findForeign(host)).to.deep.equal([]);
        }
        render(renderMarkdown(text, { strings }), host);
        const once = document.createElement('div');
        render(renderMarkdown(text, { strings }), once);
        expect(markupOf(host)).to.equal(markupOf(once));
      }),
      { numRuns: 300 },
    );
  });

  it('shows HTML as it was written', () => {
    for (const payload of markup.filter((text) => /^<[a-z!?/][^&*_~`[\]\\]*$/i.test(text))) {
      expect(letters(draw(payload).textContent), brief(payload)).to.contain(letters(payload));
    }
  });

  it('makes no link of an address that must not be followed, however it is written', () => {
    for (const payload of refusedLinks) {
      const links = [...draw(payload).querySelectorAll('a')].map((link) => link.protocol + link.username);
      expect(
        links.filter((link) => !/^(?:https?|mailto):$/.test(link)),
        brief(payload),
      ).to.deep.equal([]);
    }
    expect(refusedAddresses.length * linkForms.length).to.be.greaterThan(150);
  });

  it('fetches no picture', () => {
    for (const payload of pictures)
      expect(draw(payload).querySelectorAll('img, image, source').length, payload).to.equal(0);
  });
});
