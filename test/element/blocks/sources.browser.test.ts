import { expect } from '@open-wc/testing';
import type { ConversationState, Part } from '../../../src/core/index.js';
import { readBlock } from '../../../src/core/blocks.js';
import { openPanel, partOf } from '../views/open-panel.js';
import { button, draw, texts } from './draw.js';

const text = (id: string, markdown: string, done = true): Part => ({ id, kind: 'text', text: markdown, done });

const list = (id: string, ...sources: unknown[]): Part => ({
  id: `block:${id}`,
  kind: 'block',
  block: readBlock({ kind: 'source-list', id, sources }, id)!,
});

const conversation = (...answers: readonly (readonly Part[])[]): ConversationState => ({
  conversationId: 'c',
  turns: answers.map((parts, index) => ({
    id: `turn-${index}`,
    question: 'Why?',
    askedAt: 0,
    requestId: `r${index}`,
    status: 'finished',
    parts,
  })),
  draft: '',
  shared: undefined,
  restoring: false,
});

const names = (root: ParentNode): (string | null)[] =>
  [...root.querySelectorAll('.markdown button')].map((each) => each.getAttribute('aria-label'));

const manual = { title: 'Manual', url: 'https://docs.example/a' };

describe('Numbers in an answer', () => {
  it('lead to the entry of the same turn, and back', async () => {
    const panel = await openPanel(
      conversation(
        [text('a', 'Dry it [1].'), list('s', 'https://a.example/')],
        [text('a', 'Air it [1].'), list('s', manual)],
      ),
    );
    const root = panel.shadowRoot!;
    const citations = [...root.querySelectorAll<HTMLElement>('.markdown button')];
    expect(names(root)).to.deep.equal(['Source 1: https://a.example/', 'Source 1: Manual']);
    expect(partOf(panel, 'log').querySelectorAll('.back:not([hidden])').length).to.equal(0);
    citations[1]!.focus();
    citations[1]!.click();
    const entry = root.activeElement!;
    expect([entry.localName, entry.querySelector('a')!.href]).to.deep.equal(['li', 'https://docs.example/a']);
    const back = button(entry, 'Back to the text');
    expect(back.checkVisibility()).to.equal(true);
    back.click();
    expect(root.activeElement).to.equal(citations[1]);
    expect(back.checkVisibility()).to.equal(false);
  });

  it('stay text where there is no such source', async () => {
    const panel = await openPanel(
      conversation([text('a', 'One [1], nine [9], none [0], a year [2026] and `[1]`.'), list('s', manual)]),
    );
    expect(names(panel.shadowRoot!)).to.deep.equal(['Source 1: Manual']);
    expect(texts(panel.shadowRoot!, '.markdown')).to.deep.equal([
      'One [1], nine [9], none [0], a year [2026] and [1].',
    ]);
  });

  it('stay text in an answer without sources, and in a link', async () => {
    const panel = await openPanel(
      conversation([text('a', 'One [1].')], [text('a', '[see [1]](https://b.example)'), list('s', manual)]),
    );
    expect(names(panel.shadowRoot!)).to.deep.equal([]);
  });

  it('leave a growing text alone until one comes', async () => {
    const all = conversation([list('s', manual), text('a', 'Dry it', false)]);
    const first: ConversationState = { ...all, turns: [{ ...all.turns[0]!, status: 'running' }] };
    const panel = await openPanel(first);
    const paragraph = panel.shadowRoot!.querySelector('.markdown p')!;
    const node = paragraph.firstChild;
    const next = async (words: string) => {
      const [turn] = first.turns;
      panel.state = {
        ...first,
        turns: [{ ...turn!, status: 'running', parts: [turn!.parts[0]!, text('a', words, false)] }],
      };
      await panel.updateComplete;
      return paragraph.textContent;
    };
    expect(await next('Dry it at once, and')).to.equal('Dry it at once, and');
    expect(paragraph.firstChild === node).to.equal(true);
    expect(await next('Dry it at once, and [1] well')).to.equal('Dry it at once, and [1] well');
    expect(await next('Dry it at once, and [1] well [1].')).to.equal('Dry it at once, and [1] well [1].');
    expect(names(panel.shadowRoot!).length).to.equal(2);
  });

  it('stay text where there are more of them than anybody reads', async () => {
    const panel = await openPanel(conversation([text('a', '[1]'.repeat(10_000)), list('s', manual)]));
    // The last of the pieces in which so long a text is drawn may hold few.
    expect(names(panel.shadowRoot!).length).to.be.lessThan(100);
  });

  it('are those that agents write', async () => {
    const panel = await openPanel(
      conversation([text('a', 'a[1][^2] b【1†source】 c【2:0†manual.pdf】'), list('s', manual, 'Handbook')]),
    );
    expect(names(panel.shadowRoot!)).to.deep.equal([
      'Source 1: Manual',
      'Source 2: Handbook',
      'Source 1: Manual',
      'Source 2: Handbook',
    ]);
  });

  it('mean what the agent numbered', async () => {
    const panel = await openPanel(
      conversation([text('a', 'a [4] [1]'), list('s', { ...manual, number: 4 }, { title: 'B', index: 7 })]),
    );
    expect(names(panel.shadowRoot!)).to.deep.equal(['Source 4: Manual']);
    expect(
      [...panel.shadowRoot!.querySelectorAll('ol.sources li')].map((li) => (li as HTMLLIElement).value),
    ).to.deep.equal([4, 7]);
  });

  it('mean the next list of the answer, else the last one before', async () => {
    const panel = await openPanel(
      conversation([
        text('a', 'a [1]'),
        list('s', 'First'),
        text('b', 'b [1]'),
        list('t', 'Second'),
        text('c', 'c [1]'),
      ]),
    );
    const root = panel.shadowRoot!;
    expect(names(root)).to.deep.equal(['Source 1: First', 'Source 1: Second', 'Source 1: Second']);
    for (const [index, expected] of ['First', 'Second', 'Second'].entries()) {
      root.querySelectorAll<HTMLElement>('.markdown button')[index]!.click();
      expect(root.activeElement!.firstElementChild!.textContent).to.equal(expected);
    }
  });

  it('lead there as soon as the sources have come', async () => {
    const parts = [text('a', 'Dry it [1], then', false)];
    const panel = await openPanel(conversation(parts));
    expect(names(panel.shadowRoot!)).to.deep.equal([]);
    const [turn] = panel.state.turns;
    panel.state = { ...panel.state, turns: [{ ...turn!, status: 'running', parts: [...parts, list('s', manual)] }] };
    await panel.updateComplete;
    expect(names(panel.shadowRoot!)).to.deep.equal(['Source 1: Manual']);
    panel.state = {
      ...panel.state,
      turns: [
        { ...turn!, status: 'running', parts: [text('a', 'Dry it [1], then air it [1].', false), list('s', manual)] },
      ],
    };
    await panel.updateComplete;
    expect(names(panel.shadowRoot!)).to.deep.equal(['Source 1: Manual', 'Source 1: Manual']);
  });
});

describe('A list of sources', () => {
  it('takes no title for an address of the page', () => {
    const drawn = draw({ kind: 'source-list', sources: ['Handbook', 'a:b c', '/returns', 3, null, {}] });
    expect([...drawn.querySelectorAll('a')].map(({ pathname }) => pathname)).to.deep.equal(['/returns']);
    expect(texts(drawn, 'li > :first-child').map((label) => label.replace(/ \(.*/, ''))).to.deep.equal([
      'Handbook',
      'a:b c',
      '/returns',
      '3',
    ]);
  });

  it('fetches nothing', () => {
    const before = performance.getEntriesByType('resource').length;
    const drawn = draw({ kind: 'source-list', sources: [{ ...manual, icon: 'https://docs.example/favicon.ico' }] });
    expect(drawn.querySelectorAll('img').length).to.equal(0);
    expect(performance.getEntriesByType('resource').length).to.equal(before);
  });
});
