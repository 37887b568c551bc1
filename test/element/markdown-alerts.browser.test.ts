import { expect, fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { renderMarkdown } from '../../src/element/markdown/index.js';
import { plainText } from '../../src/element/markdown/plain-text.js';
import { markdownStrings as strings } from './hostile/strings.js';

const open = () => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  return (text: string, streaming = false): string[] => {
    render(renderMarkdown(text, { strings, streaming }), host);
    return [...host.querySelectorAll('p')].map(({ textContent }) => textContent);
  };
};

const quoteOf = (text: string): HTMLElement => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  render(renderMarkdown(text, { strings }), host);
  return host.querySelector('blockquote')!;
};

describe('A quote that GitHub draws as an alert', () => {
  it('has its kind as its title, in the words of the page', () => {
    const draw = open();
    for (const [mark, title] of [
      ['NOTE', 'Note'],
      ['tip', 'Tip'],
      ['IMPORTANT', 'Important'],
      ['WARNING', 'Warning'],
      ['CAUTION', 'Caution'],
    ] as const)
      expect(draw(`> [!${mark}]\n> Mind **this**.`)).to.deep.equal([title, 'Mind this.']);
  });

  it('is never spelled out while it comes', () => {
    const draw = open();
    const text = '> [!WARNING]\n> Mind this.';
    for (let end = 1; end < text.length; end += 1)
      expect(draw(text.slice(0, end), true).join(' ')).not.to.match(/[[!\]]/);
    expect(draw(text)).to.deep.equal(['Warning', 'Mind this.']);
  });

  it('is an ordinary quote where the mark is another, or not alone at its beginning', () => {
    const draw = open();
    expect(draw('> [!PARTY]\n> Mind this.')).to.deep.equal(['[!PARTY]\nMind this.']);
    expect(draw('> [!NOTE] Mind this.')).to.deep.equal(['[!NOTE] Mind this.']);
    expect(draw('> Mind\n> [!NOTE]')).to.deep.equal(['Mind\n[!NOTE]']);
    expect(draw('[!NOTE]')).to.deep.equal(['[!NOTE]']);
  });

  it('has the direction of what it says, and is read aloud with its kind', () => {
    expect(quoteOf('> [!NOTE]\n> שלום').dir).to.equal('rtl');
    expect(plainText('> [!NOTE]\n> Mind *this*.')).to.equal('note\nMind this.');
  });
});
