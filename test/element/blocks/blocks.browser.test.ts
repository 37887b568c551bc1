import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { corpus } from '../hostile/corpus.js';
import { findFetched, findForeign } from '../hostile/inspect.js';
import { draw, texts } from './draw.js';

describe('Blocks', () => {
  it('draw Markdown', () => {
    expect(texts(draw({ kind: 'markdown', content: '# Hi\n\n**a**' }), 'h3, strong')).to.deep.equal(['Hi', 'a']);
  });

  it('draw code with its file and language', () => {
    const drawn = draw({ kind: 'code-block', filename: 'a.py', language: 'python', code: 'x = "<b>"' });
    expect(texts(drawn, 'figcaption > span:first-child')).to.deep.equal(['a.py · Python']);
    expect(texts(drawn, 'code')).to.deep.equal(['x = "<b>"']);
  });

  for (const [title, data] of Object.entries({
    'rows that are objects': {
      columns: [{ key: 'a', label: 'A' }, { key: 'b' }],
      rows: [{ a: 1, b: 'x' }, { b: null }],
    },
    'rows that are lists': { columns: ['A', 'b'], rows: [[1, 'x'], []] },
    'columns that nobody named': { rows: [{ A: 1, b: 'x' }, {}] },
    'everything one level below': { data: { headers: ['A', 'b'], rows: [{ A: 1, b: 'x' }, {}] } },
  })) {
    it(`draw a table of ${title}`, () => {
      const drawn = draw({ kind: 'DataTable', title: 'Prices', ...data });
      expect(texts(drawn, 'caption')).to.deep.equal(['Prices']);
      expect(texts(drawn, 'th')).to.deep.equal(['A', 'b']);
      expect(texts(drawn, 'td')).to.deep.equal(['1', 'x', '', '']);
    });
  }

  it('draw sources as numbered links with their hosts', () => {
    const sources = [
      { title: 'Manual', url: 'https://docs.example/a', snippet: 'Page 3' },
      'https://b.example/',
      { title: 'Local' },
    ];
    const drawn = draw({ kind: 'source-list', sources });
    expect(texts(drawn, '.block-title')).to.deep.equal(['Sources']);
    const named = document.getElementById(drawn.querySelector('ol')!.getAttribute('aria-labelledby')!);
    expect(named).to.equal(drawn.querySelector('.block-title'));
    for (const back of drawn.querySelectorAll('.back')) back.remove();
    expect(texts(drawn, 'ol > li')).to.deep.equal([
      'Manual (opens in a new tab) docs.example Page 3',
      'https://b.example/ (opens in a new tab)',
      'Local',
    ]);
  });

  it('draw progress with a bar, and each state in words', () => {
    const steps = [
      { label: 'Read', status: 'COMPLETED' },
      { title: 'Write', status: 'running' },
      { name: 'Send', status: 'failed' },
      'Rest',
    ];
    const tracker = { kind: 'progress-tracker', title: 'Report', steps };
    const drawn = draw(tracker, { since: () => '' });
    const bar = drawn.querySelector('progress')!;
    expect([bar.value, bar.max]).to.deep.equal([1, 4]);
    expect(texts(drawn, 'li')).to.deep.equal([
      'Read, Done',
      'Write, In progress',
      'Send, Failed',
      'Rest, Not finished',
    ]);
    expect(texts(draw({ kind: 'progress-tracker', percent: 40 }), '.muted')).to.deep.equal(['40 %']);
    expect(texts(draw(tracker), 'li')[1], 'nobody is at it').to.equal('Write, Not finished');
    expect(texts(draw({ ...tracker, current: 4 }), 'li')[1], 'all is done').to.equal('Write, Done');
  });

  it('draw an alert with its weight in words', () => {
    const drawn = draw({ kind: 'alert', severity: 'warning', title: 'Stock', message: 'Only **2** left' });
    expect(texts(drawn, '.block-title')).to.deep.equal(['Warning: Stock']);
    expect(texts(drawn, 'p')).to.contain('Only 2 left');
  });

  it('draw the words of a kind that nobody knows, as text', () => {
    expect(texts(draw({ kind: 'hologram', title: '**T**', description: '<b>D</b>' }), 'p')).to.deep.equal([
      '**T**',
      '<b>D</b>',
    ]);
    expect(texts(draw({ kind: 'hologram' }), 'p')).to.deep.equal(['Something that cannot be shown here']);
  });

  it('never draw an approval card', () => {
    const drawn = draw({ kind: 'approval-card', title: 'Refund', approvalId: 'a1', actions: ['approve'] });
    expect(texts(drawn, 'p')).to.deep.equal(['Refund']);
    expect(drawn.querySelectorAll('button').length).to.equal(0);
  });

  it('are drawn by the page where it knows better', () => {
    const custom = { hologram: () => 'of the page', alert: () => html`<b>mine</b>` };
    expect(draw({ kind: 'hologram' }, { custom }).textContent).to.equal('of the page');
    expect(texts(draw({ kind: 'alert' }, { custom }), 'b')).to.deep.equal(['mine']);
    expect(texts(draw({ kind: 'toString', title: 'T' }, { custom }), 'p')).to.deep.equal(['T']);
  });

  it('show their words when the page fails to draw them', () => {
    const custom = {
      hologram: () => {
        throw new Error('broken');
      },
    };
    expect(texts(draw({ kind: 'hologram', title: 'T' }, { custom }), 'p')).to.deep.equal(['T']);
  });

  const kinds = [
    'alert',
    'code-block',
    'data-table',
    'markdown',
    'progress-tracker',
    'prompt-form',
    'source-list',
    'hologram',
  ];
  const odd: readonly unknown[] = [
    null,
    0,
    'text',
    true,
    [],
    {},
    [null, 1, [], {}, [[]]],
    { toString: null },
    JSON.parse('{"__proto__":{"title":"x"}}'),
  ];

  it('survive every field being anything', () => {
    const fields =
      'data title description content rows columns sources steps total percent severity message code language fields filename'.split(
        ' ',
      );
    for (const kind of kinds) {
      for (const value of odd) {
        const drawn = draw({ kind, ...Object.fromEntries(fields.map((field) => [field, value])) });
        expect(findForeign(drawn), `${kind} ${JSON.stringify(value)}`).to.deep.equal([]);
      }
    }
  });

  it('draw nothing of a hostile content, wherever it stands', () => {
    for (const payload of corpus) {
      const text = {
        title: payload,
        label: payload,
        name: payload,
        url: payload,
        snippet: payload,
        description: payload,
        value: payload,
        status: payload,
      };
      const options = [payload, { label: payload, value: payload }];
      for (const kind of kinds) {
        const drawn = draw({
          ...text,
          kind,
          id: payload,
          content: payload,
          code: payload,
          language: payload,
          severity: payload,
          columns: [text, payload],
          rows: [[payload, text], { [payload]: payload }],
          sources: [text, payload],
          steps: [text, payload],
          fields: [
            { ...text, placeholder: payload, type: payload },
            { ...text, options },
          ],
          submitLabel: payload,
        });
        expect(findForeign(drawn), `${kind} ${JSON.stringify(payload.slice(0, 80))}`).to.deep.equal([]);
      }
    }
    expect(findFetched()).to.deep.equal([]);
  });
});
