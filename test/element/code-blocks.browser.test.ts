import { expect, fixtureSync, nextFrame, waitUntil } from '@open-wc/testing';
import { html, render } from 'lit';
import { finish, say } from '../../demo/emulator/script.js';
import type { ErrorDetail } from '../../src/element/index.js';
import { highlightStyles } from '../../src/element/markdown/highlight.js';
import {
  codeBlock,
  type FenceRenderer,
  type MarkdownContext,
  markdownStyles,
  renderMarkdown,
} from '../../src/element/markdown/index.js';
import { panelTokens } from '../../src/element/themes/panel-tokens.js';
import { tokens } from '../../src/element/themes/tokens.js';
import { openAgent } from '../support/agent.js';
import { contrast } from './contrast.js';
import { markdownStrings as strings } from './hostile/strings.js';

/** Stands in for the setting of the system, which no test can reach. */
const forcedColours = Object.assign(new EventTarget(), { matches: false });
const ask = matchMedia.bind(globalThis);
globalThis.matchMedia = (query) =>
  query === '(forced-colors: active)' ? (forcedColours as MediaQueryList) : ask(query);

/** Draws into a shadow root, as the element does. */
const open = () => {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [tokens, panelTokens, ...markdownStyles].map(({ styleSheet }) => styleSheet!);
  return {
    host,
    root,
    draw: (text: string, context: Partial<MarkdownContext> = {}) => {
      render(renderMarkdown(text, { strings, ...context }), root);
      return root.querySelector('figure')!;
    },
  };
};

const button = (figure: Element, name: string): HTMLButtonElement =>
  [...figure.querySelectorAll('button')].find(({ textContent }) => textContent === name)!;

const source = '```ts\nconst answer: Count = 42; // all of it\n```';

/** What of a text has which colour, by the lists of the document. */
const kindsIn = (place: Element): Record<string, string> =>
  Object.fromEntries(
    [...CSS.highlights].flatMap(([kind, ranges]) =>
      [...ranges]
        .filter(({ startContainer }) => place.contains(startContainer))
        .map(({ startContainer, startOffset, endOffset }) => [
          (startContainer as Text).data.slice(startOffset, endOffset),
          kind.replace('zaby-code-', ''),
        ]),
    ),
  );

const isColoured = (place: Element | undefined): boolean =>
  place !== undefined && Object.keys(kindsIn(place)).length > 0;

describe('A code block', () => {
  it('is coloured once it is finished and seen, and its text stays the same', async () => {
    const { draw } = open();
    const figure = draw(`${source.slice(0, -4)}`, { streaming: true });
    await waitUntil(() => figure.querySelector('code')!.textContent.endsWith('it'));
    expect(draw(`${source}\n\nMore`, { streaming: true })).to.equal(figure);
    await waitUntil(() => isColoured(figure));
    expect(kindsIn(figure)).to.deep.equal({
      const: 'keyword',
      Count: 'type',
      '42': 'number',
      '// all of it': 'comment',
    });
    const code = figure.querySelector('code')!;
    expect([code.textContent.trim(), code.childElementCount]).to.deep.equal([
      'const answer: Count = 42; // all of it',
      0,
    ]);
    const colours = ['keyword', 'type', 'number'].map(
      (kind) => getComputedStyle(code, `::highlight(zaby-code-${kind})`).color,
    );
    expect(new Set([...colours, getComputedStyle(code).color]).size).to.equal(4);
  });

  it('stands in pieces where it is long, is read and coloured as one, and keeps its buttons in reach', async () => {
    const { draw } = open();
    const lines = Array.from({ length: 250 }, (_, index) => `const answer${index} = 42; // "all" of it`);
    const text = `${lines.join('\n')}\n/* a\n\n${'x'.repeat(8000)} */\n`;
    const fence = `\`\`\`ts\n${text}\`\`\``;
    for (let length = 0; length < fence.length; length += 997) draw(fence.slice(0, length), { streaming: true });
    const figure = draw(fence);
    const code = figure.querySelector('code')!;
    expect(code.textContent).to.equal(text.trimEnd());
    expect(code.querySelectorAll('.piece').length).to.equal(2);
    expect(code.querySelector('.piece')!.textContent.startsWith('const answer')).to.equal(true);
    expect(getComputedStyle(figure.querySelector('figcaption')!).position).to.equal('sticky');
    await waitUntil(() => isColoured(figure));
    const coloured = [...CSS.highlights].flatMap(([kind, ranges]) =>
      [...ranges].map(({ startContainer, startOffset, endContainer, endOffset }) => {
        const range = new Range();
        range.setStart(startContainer, startOffset);
        range.setEnd(endContainer, endOffset);
        return `${kind.replace('zaby-code-', '')}: ${range.toString()}`;
      }),
    );
    expect(coloured.filter((each) => each === 'keyword: const').length).to.equal(250);
    expect(coloured.filter((each) => each === 'comment: // "all" of it').length).to.equal(250);
    expect(coloured.find((each) => each.startsWith('comment: /*'))).to.equal(`comment: /* a\n\n${'x'.repeat(8000)} */`);
    const head = figure.querySelector('figcaption')!;
    code.querySelector('.piece')!.scrollIntoView({ block: 'start' });
    const { left, top } = head.getBoundingClientRect();
    expect(head.contains((figure.getRootNode() as ShadowRoot).elementFromPoint(left + 20, top + 20))).to.equal(true);
    scrollTo(0, 0);
    const once = open().draw(fence);
    expect(once.querySelector('code')!.innerHTML).to.equal(code.innerHTML);
  });

  it('does not stick where it is short', () => {
    const { draw } = open();
    expect(getComputedStyle(draw(source).querySelector('figcaption')!).position).to.equal('static');
  });

  it('has no colours while it grows', async () => {
    const { root, draw } = open();
    draw(`${source}\n\n${source.slice(0, -4)}`, { streaming: true });
    await waitUntil(() => isColoured(root.querySelectorAll('figure')[0]));
    expect(isColoured(root.querySelectorAll('figure')[1])).to.equal(false);
  });

  it('is coloured as a block of its own, too', async () => {
    const { root } = open();
    render(codeBlock('SELECT 1', 'sql', { strings }), root);
    await waitUntil(() => isColoured(root.querySelector('code')!));
    expect(kindsIn(root.querySelector('code')!)).to.deep.equal({ SELECT: 'keyword', '1': 'number' });
  });

  it('keeps what a person has selected in it while it is coloured', async () => {
    const { draw } = open();
    const figure = draw(source.slice(0, -4), { streaming: true });
    getSelection()!.selectAllChildren(figure.querySelector('code')!);
    const selected = String(getSelection());
    draw(`${source}\n\nMore`, { streaming: true });
    await waitUntil(() => isColoured(figure));
    expect(String(getSelection()).trim()).to.equal(selected.trim());
    expect(selected).to.contain('answer');
    getSelection()!.removeAllRanges();
  });

  it('leaves nothing of itself in the lists of the document', async () => {
    const { root, draw } = open();
    const figure = draw(source);
    await waitUntil(() => isColoured(figure));
    render(html``, root);
    await waitUntil(() => !isColoured(figure));
  });

  it('has no colours on a screen whose colours the person has chosen, from then on', async () => {
    const { draw } = open();
    const figure = draw(source);
    await waitUntil(() => isColoured(figure));
    forcedColours.matches = true;
    forcedColours.dispatchEvent(Object.assign(new Event('change'), { matches: true }));
    expect(isColoured(figure)).to.equal(false);
    const other = open().draw(source);
    await nextFrame();
    await nextFrame();
    await new Promise((resolve) => requestIdleCallback(resolve));
    expect(isColoured(other)).to.equal(false);
    forcedColours.matches = false;
    const last = open().draw(source);
    await waitUntil(() => isColoured(last));
  });

  it('wraps its lines where the person asks for it, and keeps doing so while it grows', () => {
    const { draw } = open();
    const figure = draw('```\none', { streaming: true });
    const wrap = button(figure, 'Wrap');
    expect([wrap.ariaPressed, getComputedStyle(figure.querySelector('pre')!).whiteSpaceCollapse]).to.deep.equal([
      'false',
      'preserve',
    ]);
    wrap.click();
    draw('```\none\ntwo\nthree', { streaming: true });
    draw('```\none\ntwo\nthree\n```\n\nMore');
    expect(button(figure, 'Wrap')).to.equal(wrap);
    expect([wrap.ariaPressed, getComputedStyle(figure.querySelector('pre')!).textWrapMode]).to.deep.equal([
      'true',
      'wrap',
    ]);
    wrap.click();
    expect([wrap.ariaPressed, getComputedStyle(figure.querySelector('pre')!).textWrapMode]).to.deep.equal([
      'false',
      'nowrap',
    ]);
  });

  it('scrolls in its own box, which holds what is left of the movement', () => {
    const { draw } = open();
    const box = draw(`\`\`\`\n${'wide '.repeat(400)}\n\`\`\``).querySelector('pre')!;
    expect(box.scrollWidth).to.be.greaterThan(box.clientWidth);
    expect([box.tabIndex, getComputedStyle(box).overscrollBehaviorX]).to.deep.equal([0, 'contain']);
  });

  it('copies all that is in it by the time it is asked', async () => {
    const { draw } = open();
    const figure = draw('```\none', { streaming: true });
    draw('```\none\ntwo\n```\n\nMore', { streaming: true });
    const asked: string[] = [];
    document.execCommand = () => asked.push(String(getSelection())) > 0;
    const clipboard = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard')!;
    Object.defineProperty(Navigator.prototype, 'clipboard', { configurable: true, get: () => undefined });
    try {
      button(figure, 'Copy').click();
      await waitUntil(() => asked.length > 0);
      expect(asked.map((text) => text.trim())).to.deep.equal(['one\ntwo']);
    } finally {
      Reflect.deleteProperty(document, 'execCommand');
      Object.defineProperty(Navigator.prototype, 'clipboard', clipboard);
    }
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`has colours that can be read in the ${scheme} scheme`, () => {
      const { host, root, draw } = open();
      host.style.colorScheme = scheme;
      host.setAttribute('color-scheme', scheme);
      root.adoptedStyleSheets.push(highlightStyles.styleSheet!);
      const code = draw('```\nx\n```').querySelector('code')!;
      const behind = getComputedStyle(root.querySelector('.code')!).backgroundColor;
      for (const kind of ['comment', 'keyword', 'string', 'number', 'name', 'type', 'key', 'added', 'removed']) {
        const { color } = getComputedStyle(code, `::highlight(zaby-code-${kind})`);
        expect(color, kind).not.to.equal(getComputedStyle(code).color);
        expect(contrast(color, behind), kind).to.be.greaterThan(4.5);
      }
    });
  }
});

/** What a page might give. */
const drawn = (text: string): HTMLElement => {
  const box = document.createElement('output');
  box.textContent = text;
  return box;
};

const formula = '```math\na^2\n```';

describe('A fenced block that the page draws', () => {
  it('shows the drawing among the children of the element, and the code behind a button', async () => {
    const { host, draw } = open();
    const asked: string[] = [];
    const renderers: Record<string, FenceRenderer> = {
      math: (text, { language }) => {
        asked.push(language, text.trim());
        return drawn('a squared');
      },
    };
    draw(formula.slice(0, -4), { streaming: true, renderers });
    expect(asked).to.deep.equal([]);
    const figure = draw(`${formula}\n\nMore`, { streaming: true, renderers });
    await waitUntil(() => figure.matches('.drawn'));
    expect(asked).to.deep.equal(['math', 'a^2']);
    const output = host.querySelector('output')!;
    expect(output.parentElement!.assignedSlot!.closest('figure')).to.equal(figure);
    expect([output.checkVisibility(), figure.querySelector('pre')!.checkVisibility()]).to.deep.equal([true, false]);
    button(figure, 'Code').click();
    expect([output.checkVisibility(), figure.querySelector('pre')!.checkVisibility()]).to.deep.equal([false, true]);
  });

  it('stays code where the function fails, gives nothing, or is for another language', async () => {
    const failures: unknown[] = [];
    const error = new Error('no such symbol');
    const worse = (): Node => {
      throw error;
    };
    const { draw, root } = open();
    draw(`${formula}\n\n\`\`\`none\nb\n\`\`\`\n\n\`\`\`constructor\nc\n\`\`\`\n\n\`\`\`worse\nd\n\`\`\``, {
      renderers: { math: () => Promise.reject(error), none: () => undefined, worse },
      failed: (language, cause) => failures.push(language, cause),
    });
    await waitUntil(() => failures.length > 2);
    expect(failures).to.deep.equal(['worse', error, 'math', error]);
    expect([...root.querySelectorAll('pre')].every((code) => code.checkVisibility())).to.equal(true);
    expect(
      [...root.querySelectorAll('button')].filter((each) => each.textContent === 'Code' && each.checkVisibility()),
    ).to.have.length(0);
  });

  it('shows the code while the page takes its time, and lets go of what is drawn with the block', async () => {
    const { host, root, draw } = open();
    let give: ((node: Node) => void) | undefined;
    const slow: FenceRenderer = () => new Promise((resolve) => (give = resolve));
    const figure = draw(formula, { renderers: { math: slow } });
    await waitUntil(() => figure.querySelector('code')!.textContent !== '');
    expect(figure.querySelector('pre')!.checkVisibility()).to.equal(true);
    give!(drawn('at last'));
    await waitUntil(() => host.querySelector('output'));
    render(html``, root);
    const next = draw(formula, { renderers: { math: () => drawn('again') } });
    await waitUntil(() => next.matches('.drawn'));
    expect([...host.querySelectorAll('output')].map(({ textContent }) => textContent)).to.deep.equal(['again']);
  });
});

/** What the button of the only table puts on the clipboard. */
const copyTable = async (text: string): Promise<string[]> => {
  const { root, draw } = open();
  draw(text);
  const written: string[] = [];
  const clipboard = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard')!;
  const writeText = async (copied: string): Promise<void> => void written.push(copied);
  Object.defineProperty(Navigator.prototype, 'clipboard', { configurable: true, get: () => ({ writeText }) });
  try {
    button(root.querySelector('.table-frame')!, 'Copy as CSV').click();
    await waitUntil(() => written.length > 0);
    return written;
  } finally {
    Object.defineProperty(Navigator.prototype, 'clipboard', clipboard);
  }
};

describe('A table in an answer', () => {
  it('is copied as a spreadsheet reads it: without hidden words, formulas as text', async () => {
    const written = await copyTable('| a | b |\n|---|---|\n| [x](https://a.example) | =1+1 |\n| "c", d<br>e | **f** |');
    expect(written).to.deep.equal(['a,b\r\nx,\'=1+1\r\n"""c"", d\ne",f']);
  });

  it('is copied whole, with one head, where it is longer than one is drawn', async () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => String(index));
    const written = await copyTable(`| n |\n|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`);
    expect(written).to.deep.equal([['n', ...rows].join('\r\n')]);
  });

  it('is copied with its head where it stands in a long list', async () => {
    expect(await copyTable(`${'- x\n'.repeat(150)}- | a |\n  |---|\n  | 1 |`)).to.deep.equal(['a\r\n1']);
  });

  it('offers to be copied once all of it is there, at no change of its height', () => {
    const { root, draw } = open();
    const text = '| a |\n|---|\n| 1 |\n';
    draw(text, { streaming: true });
    const frame = root.querySelector('.table-frame')!;
    const isOffered = (): boolean => button(frame, 'Copy as CSV').checkVisibility({ visibilityProperty: true });
    const before = frame.clientHeight;
    expect(isOffered()).to.equal(false);
    draw(`${text}\nMore`, { streaming: true });
    expect(root.querySelector('.table-frame')).to.equal(frame);
    expect(isOffered()).to.equal(true);
    expect(frame.clientHeight).to.equal(before);
  });

  it('keeps its head in sight while its rows scroll in their own box', () => {
    const { root, draw } = open();
    draw(`| a |\n|---|\n${'| row |\n'.repeat(100)}`);
    const box = root.querySelector('.table-box')!;
    box.scrollTop = 500;
    const [head, frame] = [root.querySelector('th')!.getBoundingClientRect(), box.getBoundingClientRect()];
    expect(Math.abs(head.top - frame.top)).to.be.lessThan(2);
    expect(box.scrollTop).to.equal(500);
  });
});

describe('A conversation with drawings of the page', () => {
  it('draws them in answers by functions that may change, and tells the page which failed', async () => {
    const errors: ErrorDetail[] = [];
    const agent = await openAgent([say('The formula:\n\n```math\na^2\n```\n\nThat is all.'), finish()], {
      properties: { renderers: { math: () => drawn('a squared') } },
    });
    const { element } = agent;
    const shown = (): string[] =>
      [...element.querySelectorAll('output')]
        .filter((output) => output.checkVisibility())
        .map(({ textContent }) => textContent);
    element.addEventListener('zaby-error', ({ detail }) => errors.push(detail));
    await agent.send('Which formula?');
    await agent.until(() => shown().length > 0);
    expect(shown()).to.deep.equal(['a squared']);
    const cause = new Error('no such symbol');
    Object.assign(element, { renderers: { math: () => Promise.reject(cause) } });
    await agent.until(() => errors.length > 0);
    expect([errors[0]!.code, errors[0]!.cause]).to.deep.equal(['invalid-argument', cause]);
    expect(shown()).to.deep.equal([]);
    expect((await agent.part('code-block')).querySelector('pre')!.checkVisibility()).to.equal(true);
    Object.assign(element, { renderers: { math: async () => drawn('again') } });
    await agent.until(() => shown().length > 0);
    expect(shown()).to.deep.equal(['again']);
    expect(element.querySelectorAll('output')).to.have.length(1);
  });
});
