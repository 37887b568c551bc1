import { expect, fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { renderMarkdown } from '../../src/element/markdown/index.js';
import { markupOf } from './hostile/inspect.js';
import { markdownStrings as strings } from './hostile/strings.js';

const samples: Readonly<Record<string, string>> = {
  prose:
    'Some **bold words**, an *emphasis*, both ***at once***, ~~gone~~ and `code`.\n\nA second paragraph with __strong__ and _soft_ words.',
  headings: '# First\n\nText\n\n## Second one\n\nMore text\nover two lines\n\n### Third **bold**',
  lists:
    'Before:\n\n- one **bold** item\n- two\n  - inner `code`\n  - more\n- three\n\n1. first\n2. second *soft*\n\nAfter.',
  'a list right after text': 'The steps:\n- one\n- two\n\nDone.',
  tasks: '- [x] done\n- [ ] open **soon**\n- [ ] last',
  code: 'Look:\n\n```js\nconst a = `b`;\nif (a) {\n  c **= 2;\n}\n```\n\nThen more follows:\n\n~~~\ntext\n~~~\n\nEnd.',
  'code in a list': '1. Install\n\n   ```sh\n   npm install\n   ```\n\n2. Run `it`',
  table:
    'Prices:\n\n| Name | Price | Note |\n|:-----|------:|:----:|\n| **Pen** | 1.20 | `blue` |\n| Book | 12.00 | *new* |\n\nThat is all.',
  quotes: '> A quote with **bold**\n> on two lines\n>\n> - and a list\n\nAfter.',
  links:
    'See [the guide](https://docs.example/guide "The guide"), [a **bold** one](https://docs.example/b) and <https://docs.example/c>.',
  pictures: 'A ![small cat](https://cats.example/1.png) sleeps.',
  rules: 'Above\n\n---\n\nBelow\n\n***\n\nEnd',
};

/** What a person reads outside code. */
const readable = (node: Node): string => {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || node.matches('.visually-hidden, button, pre, code, a')) return '';
  return [...node.childNodes].map(readable).join('');
};

const letters = (node: Element): string => readable(node).replaceAll(/\P{L}/gu, '');

describe('Markdown while it streams', () => {
  for (const [title, text] of Object.entries(samples)) {
    it(`shows ${title} as what it is becoming, never as raw marks`, () => {
      const host = fixtureSync<HTMLElement>(html`<div></div>`);
      render(renderMarkdown(text, { strings }), host);
      const whole = letters(host);
      for (let length = 1; length < text.length; length += 1) {
        render(renderMarkdown(text.slice(0, length), { strings, streaming: true }), host);
        const end = JSON.stringify(text.slice(Math.max(0, length - 30), length));
        expect(readable(host), end).not.to.match(/[*`|]|~~|\]\(|^#|_\w|\[|!\[/m);
        if (title !== 'pictures' && title !== 'links') expect(whole.startsWith(letters(host)), end).to.equal(true);
      }
    });

    it(`keeps the finished elements of ${title} while text is added`, () => {
      const host = fixtureSync<HTMLElement>(html`<div></div>`);
      let finished: Element[] = [];
      for (let length = 1; length <= text.length; length += 1) {
        render(renderMarkdown(text.slice(0, length), { strings, streaming: length < text.length }), host);
        const blocks = [...host.querySelector('.markdown')!.children];
        expect(finished.every((block, index) => block === blocks[index])).to.equal(true);
        finished = blocks.slice(0, -1);
      }
      const streamed = markupOf(host);
      render(html``, host);
      render(renderMarkdown(text, { strings }), host);
      expect(streamed).to.equal(markupOf(host));
    });
  }

  it('keeps the scroll position and the selection in a code block above the end', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    const code = `\`\`\`\n${'wide '.repeat(200)}\n\`\`\`\n\n`;
    render(renderMarkdown(`${code}a`, { strings, streaming: true }), host);
    const box = host.querySelector('pre')!;
    getSelection()!.selectAllChildren(box);
    const selected = String(getSelection());
    render(renderMarkdown(`${code}a **b** c`, { strings, streaming: true }), host);
    render(renderMarkdown(`${code}a **b** c\n\n- d`, { strings }), host);
    expect(host.querySelector('pre')).to.equal(box);
    expect(String(getSelection())).to.equal(selected);
  });

  it('draws a finished block again when a link it used is defined late', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    render(renderMarkdown('See [guide].\n\nMore', { strings, streaming: true }), host);
    expect(host.querySelector('a')).to.equal(null);
    render(renderMarkdown('See [guide].\n\nMore\n\n[guide]: https://docs.example', { strings }), host);
    expect(host.querySelector('a')!.href).to.equal('https://docs.example/');
  });

  it('draws again exactly what names a link that is defined late, wherever it stands', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    const text =
      'One [a].\n\nTwo [b].\n\n- three *[c][A]*\n- four\n\n| [a] | five |\n|---|---|\n| six | [x][a] |\n\n> Seven [a][]\n\n';
    const draw = (definitions: string, streaming = true): void => {
      render(renderMarkdown(text + definitions, { strings, streaming }), host);
    };
    const cells = (): Element[] => [...host.querySelectorAll('.markdown > p, li, th, td, blockquote > p')];
    draw('');
    const before = cells();
    const words = before.map((cell) => cell.firstChild);
    draw('[a]: https://one.example\n[b');
    draw('[a]: https://one.example\n[b]: https://two.example\n\nEnd');
    expect(cells().slice(0, -1)).to.deep.equal(before);
    const changed = before.filter((cell, index) => cell.firstChild !== words[index]);
    expect(changed.map((cell) => cell.querySelector('a')?.host)).to.deep.equal([
      'one.example',
      'two.example',
      'one.example',
      'one.example',
      'one.example',
      'one.example',
    ]);
    expect(changed.length).to.equal(before.length - 3);
  });

  it('lays out a long text in parts, and none of them begins below a heading alone', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    const text = Array.from({ length: 100 }, (_, index) => `## Part ${index}\n\nWords\n\n- and\n- more`).join('\n\n');
    for (let length = 100; length < text.length; length += 100)
      render(renderMarkdown(text.slice(0, length), { strings, streaming: true }), host);
    render(renderMarkdown(text, { strings }), host);
    const parts = [...host.querySelectorAll('.part')];
    expect(parts.length).to.be.greaterThan(5);
    expect(parts.every((part) => part.children.length <= 33)).to.equal(true);
    expect(parts.slice(0, -1).some((part) => part.lastElementChild!.matches('h3'))).to.equal(false);
    expect(host.querySelectorAll('h3').length).to.equal(100);
  });

  it('goes on in another box where a paragraph is longer than people write, and changes what stands in the last alone', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    const text = 'Some **words** of a paragraph; אבג. '.repeat(1000);
    const pieces = () => [...host.querySelectorAll('.markdown > p > .piece')];
    render(renderMarkdown(text.slice(0, 20_000), { strings, streaming: true }), host);
    const before = pieces().map((piece) => [piece, [...piece.childNodes]] as const);
    render(renderMarkdown(text, { strings }), host);
    const after = pieces();
    expect(after.length).to.be.greaterThan(before.length);
    for (const [index, [piece, nodes]] of before.slice(0, -1).entries()) {
      expect(after[index]).to.equal(piece);
      expect([...piece.childNodes]).to.deep.equal(nodes);
    }
    expect(host.querySelector('p')!.textContent).to.equal(text.trimEnd().replaceAll('*', ''));
    // Enough of it is gone that the last box is another one, and that what was the last but one is longer.
    for (const length of [20_000, 4001, 3999, 10]) {
      const less = fixtureSync<HTMLElement>(html`<div></div>`);
      render(renderMarkdown(`${text.slice(0, length)}\n| a | b |`, { strings, streaming: true }), less);
      render(renderMarkdown(`${text.slice(0, length)}\n| a | b |\n|---|---|`, { strings }), less);
      const once = fixtureSync<HTMLElement>(html`<div></div>`);
      render(renderMarkdown(`${text.slice(0, length)}\n| a | b |\n|---|---|`, { strings }), once);
      expect(less.innerHTML.replaceAll(/<!--.*?-->/g, '')).to.equal(once.innerHTML.replaceAll(/<!--.*?-->/g, ''));
    }
  });

  it('goes on in another table with the same head where one is longer than people write', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    const text = `| [a](https://a.example) | b |\n|---|---|\n${'| c | d |\n'.repeat(1000)}`;
    for (let length = 2000; length < text.length; length += 2000)
      render(renderMarkdown(text.slice(0, length), { strings, streaming: true }), host);
    render(renderMarkdown(text, { strings }), host);
    const tables = [...host.querySelectorAll('.table-box table')] as HTMLTableElement[];
    expect(tables.map(({ rows }) => rows.length)).to.deep.equal([401, 401, 201]);
    expect(tables.every(({ tHead }) => tHead!.querySelector('a')?.host === 'a.example')).to.equal(true);
    expect(host.querySelectorAll('button.copy').length).to.equal(1);
  });

  it('says everything once nothing more is expected', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    for (const text of ['5 *', 'a [b', '| a', '1.', '`', '**a', 'see [x](https://a.ex']) {
      render(renderMarkdown(text, { strings, streaming: true }), host);
      render(renderMarkdown(text, { strings }), host);
      expect(host.querySelector('.markdown')!.textContent.replaceAll(/\s*\(opens in a new tab\)/g, ''), text).to.equal(
        text === '1.' ? '' : text,
      );
    }
  });
});
