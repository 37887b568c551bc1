import { expect, fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { markdownStyles, renderMarkdown } from '../../src/element/markdown/index.js';
import { tokens } from '../../src/element/themes/tokens.js';
import { unformattedStyles } from '../../src/element/views/unformatted.js';
import { markdownStrings as strings } from './hostile/strings.js';

/** What an answer has of a screen of 320 px. */
const narrow = 288;

const open = () => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  host.style.width = `${narrow}px`;
  host.style.font = '15px sans-serif';
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [tokens, unformattedStyles, ...markdownStyles].map(({ styleSheet }) => styleSheet!);
  return (text: string, streaming = false) => {
    render(renderMarkdown(text, { strings, streaming }), root);
    return [...root.querySelectorAll<HTMLElement>('li')];
  };
};

/** How wide the number before an item is, as a browser writes it. */
const widthOf = (number: number): number => {
  const text = fixtureSync<HTMLElement>(html`<span>${number}. </span>`);
  text.style.font = '15px sans-serif';
  text.style.whiteSpace = 'pre';
  text.style.fontVariantNumeric = 'tabular-nums';
  return text.getBoundingClientRect().width;
};

/** How far the items stand from the edge that they begin at. */
const roomOf = (item: HTMLElement): number => {
  const [box, list] = [item.getBoundingClientRect(), item.parentElement!.getBoundingClientRect()];
  return getComputedStyle(item.parentElement!).direction === 'rtl' ? list.right - box.right : box.left - list.left;
};

const line = (index: number): string => `  - ${index}`;

describe('A list', () => {
  for (const first of [1, 98, 1999, 12_345, 999_999_999]) {
    it(`has room for its numbers from ${first} on`, () => {
      const items = open()(`${first}. one\n${first + 1}. two\n${first + 2}. three`);
      expect(roomOf(items[0]!)).to.be.at.least(widthOf(first + 2));
    });
  }

  it('has it from right to left, and in another list', () => {
    const items = open()('- واحد\n\n  1999. اثنان\n  2000. ثلاثة');
    expect(getComputedStyle(items[1]!.parentElement!).direction).to.equal('rtl');
    expect(roomOf(items[1]!)).to.be.at.least(widthOf(2000));
  });

  it('goes on in another list where it is longer than people write, with its numbers, room and direction', () => {
    const draw = open();
    const text = Array.from({ length: 250 }, (_, index) => `${index + 5}. عنصر`).join('\n');
    for (let length = 700; length < text.length; length += 700) draw(text.slice(0, length), true);
    const items = draw(text);
    const lists = [...new Set(items.map(({ parentElement }) => parentElement as HTMLOListElement))];
    expect(lists.map(({ start, dir, children }) => [start, dir, children.length])).to.deep.equal([
      [5, 'rtl', 100],
      [105, 'rtl', 100],
      [205, 'rtl', 50],
    ]);
    expect(items.every((item) => roomOf(item) >= widthOf(254))).to.equal(true);
  });

  it('stays set apart where it goes on, and sets apart nothing around it', () => {
    const apart = Array.from({ length: 150 }, (_, index) => line(index)).join('\n\n');
    const items = open()(`- around\n${apart}\n- and after`);
    const inside = items.filter((item) => item.parentElement!.closest('li'));
    expect(inside.length).to.equal(150);
    expect(inside.every((item) => item.firstElementChild?.localName === 'p')).to.equal(true);
    expect(items.filter((item) => !inside.includes(item)).some((item) => item.querySelector(':scope > p'))).to.equal(
      false,
    );
    const close = Array.from({ length: 100 }, (_, index) => line(index)).join('\n');
    const draw = open();
    const before = draw(`${close}\n`, true);
    expect(draw(`${close}\n\n${line(100)}\n\n${line(101)}`).slice(0, 100)).to.deep.equal(before);
    expect(before.some((item) => item.querySelector('p'))).to.equal(false);
  });

  it('makes room when it comes to a longer number', () => {
    const draw = open();
    const items = draw('99. one\n', true);
    expect(roomOf(items[0]!)).to.be.at.least(widthOf(99));
    const before = roomOf(items[0]!);
    expect(draw('99. one\n100. two\n', true)[0]).to.equal(items[0]);
    expect(roomOf(items[0]!)).to.be.above(before).and.at.least(widthOf(100));
  });

  it('shows how deep an item stands, and leaves its words room however deep', () => {
    const items = open()(Array.from({ length: 30 }, (_, level) => `${'  '.repeat(level)}- item`).join('\n'));
    const lefts = items.map((item) => item.getBoundingClientRect().left);
    for (let level = 1; level < 10; level += 1) expect(lefts[level]).to.be.above(lefts[level - 1]! + 5);
    expect(items.at(-1)!.clientWidth).to.be.above(90);
    expect(items.slice(0, 3).map((item) => getComputedStyle(item).listStyleType)).to.deep.equal([
      'disc',
      'circle',
      'square',
    ]);
  });
});
