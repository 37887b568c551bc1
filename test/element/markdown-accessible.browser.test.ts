import { expect, fixtureSync } from '@open-wc/testing';
import { html, render } from 'lit';
import { readBlock } from '../../src/core/blocks.js';
import { blockStyles, renderBlock } from '../../src/element/blocks/index.js';
import { markdownStyles, renderMarkdown } from '../../src/element/markdown/index.js';
import { base } from '../../src/element/themes/base.js';
import { frame as frameStyles } from '../../src/element/themes/frame.js';
import { panelTokens } from '../../src/element/themes/panel-tokens.js';
import { tokens } from '../../src/element/themes/tokens.js';
import { unformattedStyles } from '../../src/element/views/unformatted.js';
import { blockStrings, markdownStrings as strings } from './hostile/strings.js';

const answer = `# Your order

Text with **bold**, *emphasis*, ~~gone~~, \`code\` and [a link](https://docs.example).

> A quote

- [x] done
- [ ] open

1. first
2. second

\`\`\`js
const a = 1;
\`\`\`

| Item | Price |
|------|------:|
| Pen  | 1.20  |

![a cat](https://cats.example/1.png) and [bank.example](https://evil.example)

---

### What <b>next</b>?`;

const blocks: readonly object[] = [
  { kind: 'alert', severity: 'warning', title: 'Stock', message: 'Only **2** left' },
  { kind: 'alert', severity: 'error', message: 'It failed' },
  { kind: 'alert', severity: 'success', message: 'It worked' },
  { kind: 'alert', message: 'By the way' },
  { kind: 'code-block', language: 'python', filename: 'a.py', code: 'x = 1' },
  { kind: 'data-table', title: 'Prices', columns: ['Item', 'Price'], rows: [['Pen', 1.2]] },
  {
    kind: 'progress-tracker',
    title: 'Report',
    steps: [
      { label: 'Read', status: 'done' },
      { label: 'Write', status: 'running' },
      { label: 'Check', status: 'failed' },
      'Send',
    ],
  },
  { kind: 'source-list', sources: [{ title: 'Manual', url: 'https://docs.example', snippet: 'Page 3' }] },
  { kind: 'hologram', title: 'Something', description: 'new' },
  {
    kind: 'prompt-form',
    title: 'Your order',
    fields: [
      {
        name: 'email',
        label: 'Email',
        required: true,
        description: 'For the receipt',
        placeholder: 'you@shop.example',
      },
      { name: 'size', options: ['S', 'L'] },
      { name: 'count', type: 'number' },
      { name: 'note', type: 'textarea' },
      { name: 'gift', type: 'boolean' },
    ],
  },
];

/** A host as the widget is one: a shadow root with our styles. */
const mount = (scheme: string, content: unknown): HTMLElement => {
  const host = fixtureSync<HTMLElement>(html`<div color-scheme=${scheme}></div>`);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [
    tokens,
    panelTokens,
    frameStyles,
    base,
    unformattedStyles,
    ...markdownStyles,
    ...blockStyles,
  ]
    .flat(2)
    .map(({ styleSheet }) => styleSheet!);
  render(html`<div class="frame"><h2>Chat</h2>${content}</div>`, root);
  const frame = root.querySelector<HTMLElement>('.frame')!;
  frame.style.background = 'var(--zaby-surface)';
  return host;
};

describe('What the agent draws', () => {
  for (const scheme of ['light', 'dark']) {
    it(`is accessible in the ${scheme} scheme`, async () => {
      const markdown = { strings };
      const drawn = blocks.map((data, index) => {
        const block = readBlock(data, String(index))!;
        return renderBlock(block, { strings: blockStrings, markdown, busy: false, submit: () => {} });
      });
      const host = mount(scheme, html`${renderMarkdown(answer, markdown)}${drawn}`);
      await expect(host).to.be.accessible();
    });
  }

  it('keeps its headings below that of the panel', () => {
    const headings = [
      ...mount('light', renderMarkdown(answer, { strings })).shadowRoot!.querySelectorAll('h1, h2, h3, h4, h5, h6'),
    ];
    expect(headings.map(({ localName, textContent }) => `${localName} ${textContent}`)).to.deep.equal([
      'h2 Chat',
      'h3 Your order',
      'h4 What <b>next</b>?',
    ]);
  });

  it('is no wider than its box, however long its words are', () => {
    const word = 'x'.repeat(300);
    const host = mount(
      'light',
      renderMarkdown(
        `${word}\n\n\`${word}\`\n\n\`\`\`\n${word}\n\`\`\`\n\n| ${word} |\n|---|\n| a |\n\nhttps://a.example/${word}`,
        { strings },
      ),
    );
    host.style.inlineSize = '320px';
    expect(host.shadowRoot!.querySelector('.markdown')!.scrollWidth).to.be.at.most(320);
  });
});
