import { expect, fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { type MarkdownContext, renderMarkdown } from '../../src/element/markdown/index.js';
import { markdownStrings as strings } from './hostile/strings.js';

const draw = (text: string, context: Partial<MarkdownContext> = {}): HTMLElement => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  render(renderMarkdown(text, { strings, ...context }), host);
  return host.querySelector<HTMLElement>('.markdown')!;
};

/** The elements and their text, without what is ours alone: comments, classes, parts and hints. */
const outline = (node: Node): string => {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || node.matches('.visually-hidden, .code-buttons, .copy')) return '';
  const inside = [...node.childNodes].map(outline).join('');
  return node.matches('.markdown') ? inside : `<${node.localName}>${inside}</${node.localName}>`;
};

const samples: readonly (readonly [title: string, markdown: string, drawn: string])[] = [
  ['paragraphs', 'One\ntwo\n\nThree', '<p>One\ntwo</p><p>Three</p>'],
  [
    'emphasis',
    '*a* **b** ***c*** _d_ __e__',
    '<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <em>d</em> <strong>e</strong></p>',
  ],
  ['strikethrough', '~~gone~~', '<p><del>gone</del></p>'],
  ['code spans', 'Use `a < b && c`', '<p>Use <code>a < b && c</code></p>'],
  ['character references in code as they are', '`&amp;`', '<p><code>&amp;</code></p>'],
  [
    'character references in text',
    '&amp; &copy; &#35; &#x22; &nbsp;&mdash; &unknown; AT&T',
    '<p>& © # " \u00A0— &unknown; AT&T</p>',
  ],
  ['a reference made of references once', '&#38;copy; &amp;lt;', '<p>&copy; &lt;</p>'],
  ['impossible characters as replacements', '&#0; &#xD800; &#x110000;', '<p>\uFFFD \uFFFD \uFFFD</p>'],
  ['backslash escapes', '\\*a\\* \\<b> \\&amp;', '<p>*a* <b> &amp;</p>'],
  ['hard breaks', 'a  \nb\\\nc', '<p>a<br></br>b<br></br>c</p>'],
  ['headings below the panel', '# a\n## b\n#### d\n###### f', '<h3>a</h3><h4>b</h4><h5>d</h5><h6>f</h6>'],
  ['underlined headings', 'a\n===\nb\n---', '<h3>a</h3><h4>b</h4>'],
  ['tight lists', '- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
  ['loose lists', '- a\n\n- b', '<ul><li><p>a</p></li><li><p>b</p></li></ul>'],
  ['numbered lists', '3. a\n4. b', '<ol><li>a</li><li>b</li></ol>'],
  ['task lists', '- [x] a\n- [ ] b', '<ul><li><input></input> a</li><li><input></input> b</li></ul>'],
  ['quotes', '> a\n> > b', '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>'],
  ['rules', 'a\n\n---\n\nb', '<p>a</p><hr></hr><p>b</p>'],
  [
    'fenced code',
    '```js\nlet a = "<b>";\n```',
    '<figure><figcaption><span>JavaScript</span></figcaption><pre><code>let a = "<b>";</code></pre></figure>',
  ],
  [
    'indented code',
    '    a\n    b',
    '<figure><figcaption><span></span></figcaption><pre><code>a\nb</code></pre></figure>',
  ],
  [
    'tables',
    '| a | b |\n|:-:|--:|\n| 1 | `x` |',
    '<div><div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>x</code></td></tr></tbody></table></div><div></div></div>',
  ],
  [
    'tables with pipes in code',
    '| a |\n|---|\n| `x \\| y` |',
    '<div><div><table><thead><tr><th>a</th></tr></thead><tbody><tr><td><code>x | y</code></td></tr></tbody></table></div><div></div></div>',
  ],
  [
    'line breaks in cells',
    '| a |\n|---|\n| 1<br>2 |',
    '<div><div><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1<br></br>2</td></tr></tbody></table></div><div></div></div>',
  ],
  ['links', '[a *b*](https://a.example "T")', '<p><a>a <em>b</em></a></p>'],
  ['reference links', '[a][r] [r]\n\n[r]: https://a.example', '<p><a>a</a> <a>r</a></p>'],
  [
    'links written out',
    'https://a.example/?a=1&amp;b www.b.example <c@d.example>',
    '<p><a>https://a.example/?a=1&amp;b</a> <a>www.b.example</a> <a>c@d.example</a></p>',
  ],
  ['HTML as it was written', '<b onclick="x()">a</b> *b*', '<p><b onclick="x()">a</b> <em>b</em></p>'],
  ['blocks of HTML as they were written', '<div>\n*a*\n</div>\n\nb', '<p><div>\n*a*\n</div></p><p>b</p>'],
  ['line breaks that are tags', 'a<br>b\n\n<br>\n\nc', '<p>a<br></br>b</p><p><br></br></p><p>c</p>'],
  ['markup that opens in HTML', '<pre>&amp; **a** https://a.example', '<p><pre>&amp; **a** https://a.example</p>'],
  ['markup inside inline HTML', 'x <pre>&amp; **a**', '<p>x <pre>& <strong>a</strong></p>'],
];

describe('Markdown', () => {
  for (const [title, markdown, drawn] of samples) {
    it(`draws ${title}`, () => expect(outline(draw(markdown))).to.equal(drawn));
  }

  it('closes up the ranks of headings that an answer skips', () => {
    expect(outline(draw('### a\n##### b\n# c\n> ## d\n\n## e'))).to.equal(
      '<h3>a</h3><h4>b</h4><h3>c</h3><blockquote><h4>d</h4></blockquote><h4>e</h4>',
    );
  });

  it('starts headings at the level it is told', () => {
    expect(outline(draw('# a', { headingLevel: 2 }))).to.equal('<h2>a</h2>');
    expect(outline(draw('## a', { headingLevel: 6 }))).to.equal('<h6>a</h6>');
  });

  it('names scroll boxes, puts them on the keyboard path and keeps code left to right', () => {
    const drawn = draw('```python\nx\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |');
    const code = drawn.querySelector('pre')!;
    const table = drawn.querySelector('.table-box')!;
    expect([code.tabIndex, code.getAttribute('aria-label')]).to.deep.equal([0, 'Code, Python']);
    expect(code.closest('figure')!.dir).to.equal('ltr');
    expect([(table as HTMLElement).tabIndex, table.getAttribute('aria-label')]).to.deep.equal([0, 'Table']);
    expect([...drawn.querySelectorAll('th')].map((cell) => cell.scope)).to.deep.equal(['col', 'col']);
  });

  it('numbers a list from where it starts', () => expect(draw('7. a').querySelector('ol')!.start).to.equal(7));

  it('ticks boxes that nobody can change, each with a name', () => {
    const boxes = [...draw('- [x] a\n- [ ] b').querySelectorAll('input')];
    expect(boxes.map((box) => [box.disabled, box.checked, box.ariaLabel])).to.deep.equal([
      [true, true, 'Done'],
      [true, false, 'To do'],
    ]);
  });

  it('gives every block the direction of its own text', () => {
    const drawn = draw('Hello\n\n`code` שלום עולם\n\n- [مرحبا](https://a.example)\n\n| שם |\n|---|\n| a |');
    const directions = [...drawn.children].map((block) => getComputedStyle(block).direction);
    expect(directions).to.deep.equal(['ltr', 'rtl', 'rtl', 'rtl']);
  });

  for (const mark of [
    '>',
    '[',
    '*',
    '`',
    '_',
    '~',
    '- ',
    '*a **b ',
    '![',
    '[a](',
    '<a ',
    '|',
    '#',
    '&',
    '(',
    '1. ',
    '> - ',
    '~~a ~b ',
    '_a',
    '![a ',
    '[a]: /x\n',
    '&amp;',
    'a@b.',
    '(a*',
  ]) {
    it(`survives ten thousand "${mark}" in a row`, () => {
      const text = `${mark.repeat(10_000)}\n\nend`;
      for (const streaming of [false, true])
        expect(draw(text, { streaming }).textContent.endsWith('end')).to.equal(true);
    });
  }

  it('nests thirty-two quotes and shows the rest as text', () => {
    const drawn = draw(`${'> '.repeat(40)}deep`);
    expect(drawn.querySelectorAll('blockquote').length).to.equal(32);
    expect(drawn.textContent).to.equal(`${'> '.repeat(8)}deep`);
  });

  it('copies code without the clipboard API and says so', async () => {
    const said: string[] = [];
    const drawn = draw('```\nlet a;\n```', { announce: (message) => said.push(message) });
    // The browser copies only for a real key or click; what it is asked to copy is what counts here.
    const asked: string[] = [];
    document.execCommand = (command) => asked.push(command, String(getSelection())) > 0;
    const clipboard = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard')!;
    Object.defineProperty(Navigator.prototype, 'clipboard', { configurable: true, get: () => undefined });
    try {
      const button = drawn.querySelector<HTMLButtonElement>('[part=copy]')!;
      button.focus();
      button.click();
      await Promise.resolve();
      await Promise.resolve();
      expect(asked).to.deep.equal(['copy', 'let a;']);
      expect(said).to.deep.equal(['Copied']);
      expect(button.textContent).to.equal('Copied');
      expect(document.activeElement).to.equal(button);
    } finally {
      Reflect.deleteProperty(document, 'execCommand');
      Object.defineProperty(Navigator.prototype, 'clipboard', clipboard);
    }
  });
});
