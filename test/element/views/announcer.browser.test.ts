import { expect, waitUntil } from '@open-wc/testing';
import type { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import type { Turn } from '../../../src/core/index.js';
import { plainText } from '../../../src/element/markdown/plain-text.js';
import { changeTurn, openPanel, stateNamed } from './open-panel.js';

/** Writes down everything that the two live regions say from now on. */
const listenTo = (panel: GalleryPanel) => {
  const said: string[] = [];
  let mutations = 0;
  for (const [role, prefix] of [
    ['status', ''],
    ['alert', '! '],
  ] as const) {
    const region = panel.shadowRoot!.querySelector(`[role=${role}]`)!;
    new MutationObserver((records) => {
      mutations += records.length;
      if (region.textContent !== '') said.push(prefix + region.textContent);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  }
  return { said, mutations: () => mutations };
};

const ask = async (panel: GalleryPanel, change: Partial<Turn> = {}): Promise<void> => {
  const turn: Turn = {
    id: 'asked',
    question: 'Why?',
    askedAt: 0,
    requestId: 'r',
    status: 'running',
    parts: [],
    ...change,
  };
  panel.state = { ...panel.state, turns: [...panel.state.turns, turn] };
  await panel.updateComplete;
};

describe('announcements', () => {
  it('say once that an answer began, and once the whole answer in plain words', async () => {
    const panel = await openPanel('Empty');
    const heard = listenTo(panel);
    await ask(panel);
    await waitUntil(() => heard.said.length === 1);
    let text = '';
    for (let index = 0; index < 200; index += 1) {
      text += `**word** ${index} `;
      await changeTurn(panel, { parts: [{ id: 'text', kind: 'text', text, done: false }] });
    }
    expect(heard.mutations(), 'while words arrive').to.be.at.most(2);
    await changeTurn(panel, { status: 'finished', parts: [{ id: 'text', kind: 'text', text, done: true }] });
    await waitUntil(() => heard.said.length === 2, 'the answer', { timeout: 4000 });
    expect(heard.said[0]).to.equal('The assistant is answering.');
    expect(heard.said[1])
      .to.match(/^Assistant: word 0 word 1 /)
      .and.to.not.contain('*');
    expect(heard.mutations()).to.be.at.most(6);
  });

  it('are cleared again, so that nobody finds them later', async () => {
    const panel = await openPanel('Empty');
    await ask(panel, { status: 'sending' });
    const region = panel.shadowRoot!.querySelector('[role=status]')!;
    expect(region.textContent).to.equal('The assistant is answering.');
    await waitUntil(() => region.textContent === '', 'cleared', { timeout: 4000 });
  });

  it('never read history again', async () => {
    const panel = await openPanel({ ...stateNamed('Empty'), restoring: true });
    const heard = listenTo(panel);
    panel.state = stateNamed('History');
    await panel.updateComplete;
    expect(heard.mutations()).to.equal(0);
  });

  it('interrupt for an approval, and name the key that leads to it', async () => {
    const panel = await openPanel('Empty');
    const heard = listenTo(panel);
    panel.state = stateNamed('Approval');
    await panel.updateComplete;
    await waitUntil(() => heard.said.some((text) => text.startsWith('!')));
    expect(heard.said).to.include(
      '! Your approval is needed: Refund order: order id 1042, amount 49.90 EUR. Press Alt+Shift+A to go to it.',
    );
  });

  it('name no key for an approval while the panel is closed, where none would work', async () => {
    const panel = await openPanel({ ...stateNamed('Empty'), restoring: true }, { mode: 'floating', open: false });
    const heard = listenTo(panel);
    panel.state = stateNamed('Approval');
    await panel.updateComplete;
    await waitUntil(() => heard.said.length > 0);
    expect(heard.said).to.deep.equal([
      '! Your approval is needed: Refund order: order id 1042, amount 49.90 EUR. Open the chat to decide.',
    ]);
  });

  it('say at once that an answer was stopped, and do not read what there is of it', async () => {
    const panel = await openPanel('Empty');
    const heard = listenTo(panel);
    await ask(panel);
    await changeTurn(panel, { status: 'reconnecting' });
    await changeTurn(panel, {
      status: 'stopped',
      parts: [{ id: 'text', kind: 'text', text: 'Half of', done: true }],
    });
    await waitUntil(() => heard.said.length > 1);
    await waitUntil(() => panel.shadowRoot!.querySelector('[role=status]')!.textContent === '', 'silence', {
      timeout: 4000,
    });
    expect(heard.said).to.deep.equal(['The assistant is answering.', '! You stopped this answer.']);
  });

  it('say what keeps an answer from coming, once however often the line comes and goes', async () => {
    const panel = await openPanel('Empty');
    await ask(panel);
    const heard = listenTo(panel);
    for (const status of ['reconnecting', 'running', 'reconnecting', 'offline', 'reconnecting', 'running'] as const)
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      await changeTurn(panel, { status });
    await waitUntil(() => heard.said.length === 2, 'both', { timeout: 4000 });
    await changeTurn(panel, { status: 'finished', parts: [{ id: 'text', kind: 'text', text: 'Yes.', done: true }] });
    await waitUntil(() => heard.said.length === 3, 'the answer', { timeout: 4000 });
    expect(heard.said).to.deep.equal([
      'Connection lost. Reconnecting…',
      'You are offline. The answer goes on when you are back.',
      'Assistant: Yes.',
    ]);
  });

  it('say once that an answer waits for its turn', async () => {
    const panel = await openPanel('Empty');
    await ask(panel, { status: 'sending' });
    const heard = listenTo(panel);
    const wait = { attempt: 1, nextAt: panel.clock + 7000, code: 'rate-limited' } as const;
    await changeTurn(panel, { reconnect: wait });
    await changeTurn(panel, { reconnect: { ...wait, attempt: 2 } });
    await waitUntil(() => heard.said.length > 0, 'the sentence', { timeout: 4000 });
    expect(heard.said).to.deep.equal(['Too many messages in a short time.']);
  });

  it('tell of an approval that came back with its conversation, once', async () => {
    const panel = await openPanel({ ...stateNamed('Empty'), restoring: true });
    const heard = listenTo(panel);
    panel.state = stateNamed('Approval');
    await panel.updateComplete;
    await changeTurn(panel, { status: 'running' });
    await changeTurn(panel, { status: 'waiting-approval' });
    await waitUntil(() => heard.said.length > 0);
    expect(heard.said).to.deep.equal([
      '! Your approval is needed: Refund order: order id 1042, amount 49.90 EUR. Press Alt+Shift+A to go to it.',
    ]);
  });

  it('tell of a very long answer without reading it', async () => {
    const panel = await openPanel('Empty');
    await ask(panel);
    const heard = listenTo(panel);
    const { parts } = stateNamed('Long text').turns[0]!;
    await changeTurn(panel, { status: 'finished', parts });
    await waitUntil(() => heard.said.length > 0, 'the sentence', { timeout: 4000 });
    expect(heard.said).to.deep.equal(['The assistant has answered.']);
  });

  it('say why an answer failed', async () => {
    const panel = await openPanel('Empty');
    await ask(panel);
    const heard = listenTo(panel);
    await changeTurn(panel, { status: 'failed', error: { code: 'network', message: '', retryable: true } });
    await waitUntil(() => heard.said.length > 0);
    expect(heard.said).to.deep.equal(['! The assistant cannot be reached. Check your connection and try again.']);
  });
});

describe('plain words', () => {
  const samples = [
    ['**bold** and `code`', 'bold and code'],
    ['# Title\n\nText [link](https://example.com)', 'Title\nText link'],
    ['- one\n- two', 'one\ntwo'],
    ['| a | b |\n| - | - |\n| 1 | 2 |', 'a, b\n1, 2'],
    ['```js\nlet a;\n```', 'let a;'],
    ['> quoted\n\n---\n\n![alt](https://example.com/a.png)', 'quoted\nalt'],
    ['a &amp; b', 'a & b'],
  ] as const;
  for (const [markdown, words] of samples) {
    it(`are what ${JSON.stringify(markdown)} says`, () => {
      expect(plainText(markdown)).to.equal(words);
    });
  }
});
