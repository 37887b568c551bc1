import { expect, fixtureSync, waitUntil } from '@open-wc/testing';
import { html, render } from 'lit';
import { jsonTree } from '../../../src/element/blocks/json-tree.js';
import { en } from '../../../src/element/locales/en.js';
import { corpus } from '../hostile/corpus.js';
import { findFetched, findForeign } from '../hostile/inspect.js';
import { openPanel, painted } from '../views/open-panel.js';
import { draw, drawAgain, texts } from './draw.js';
import { english, figuresLoaded, said, summaryIn, unfold } from './figures.js';

describe('A figure', () => {
  it('shows its title until what draws it has come', async () => {
    const first = draw({ kind: 'timeline', title: 'Soon', description: 'What will be', events: ['one'] });
    expect(texts(first, 'p')).to.deep.equal(['Soon', 'What will be']);
    await figuresLoaded();
    expect(texts(first, 'p, li')).to.deep.equal(['Soon', 'What will be', 'one', 'one']);
  });
});

const figuresOf = (metrics: unknown): string[] =>
  texts(draw({ kind: 'metrics', metrics }, english), 'dt, .metric-value');

describe('Metrics', () => {
  it('say how they changed in words', () => {
    const drawn = draw(
      {
        kind: 'metrics-card',
        title: 'This week',
        metrics: [
          {
            label: 'Revenue',
            value: 1200.5,
            currency: 'EUR',
            changePercent: 12,
            sentiment: 'positive',
            period: 'since May',
          },
          { label: 'Returns', value: 3, unit: '%', change: '-0.4 %' },
          { label: 'Stock', value: '2 weeks', change: 0 },
          { label: 'Mood', value: 'good', trend: 'rising' },
          { label: 'Queue', value: 4, change: 'twice as many' },
          { label: 'Visits', value: 0 },
        ],
      },
      english,
    );
    expect(texts(drawn, '.block-title')).to.deep.equal(['This week']);
    expect(texts(drawn, 'dt')).to.deep.equal(['Revenue', 'Returns', 'Stock', 'Mood', 'Queue', 'Visits']);
    expect(texts(drawn, '.metric-value')).to.deep.equal(['€1,200.50', '3%', '2 weeks', 'good', '4', '0']);
    expect(texts(drawn, 'dd.small')).to.deep.equal([
      '↑ up 12% since May',
      '↓ down 0.4%',
      '→ unchanged',
      '↑ up',
      'twice as many',
    ]);
    expect(texts(drawn, '.good')).to.deep.equal(['↑ up 12% since May']);
  });

  it('may be one, named by the block', () => {
    const drawn = draw({ kind: 'metrics', title: 'Open orders', value: 17, history: [1, 2, 3] }, english);
    expect(texts(drawn, 'dt')).to.deep.equal(['Open orders']);
    expect(drawn.querySelectorAll('.trend').length).to.equal(1);
  });

  it('are read from a map and from bare values', () => {
    expect(figuresOf({ Revenue: 5, Orders: { value: 7, unit: 'kg' } })).to.deep.equal([
      'Revenue',
      '5',
      'Orders',
      '7 kg',
    ]);
    expect(figuresOf([5, 'many'])).to.deep.equal(['', '5', '', 'many']);
  });
});

describe('A timeline', () => {
  it('tells when, what and how it stands', async () => {
    const panel = await openPanel('Timeline');
    const list = panel.shadowRoot!.querySelector('ol.timeline')!;
    expect(list.childElementCount).to.equal(7);
    expect([...list.querySelectorAll('time')].map(({ dateTime }) => dateTime)).to.deep.equal([
      '2026-05-01T08:12:00.000Z',
      '2026-05-02T00:00:00.000Z',
      '2026-05-04T06:30:00.000Z',
      '2026-05-05T11:30:00.000Z',
    ]);
    expect(texts(list, 'time')[1]).to.equal('May 2, 2026');
    const [first, , third, fourth] = texts(list, 'li');
    expect(first).to.match(/^Order placed done ?May 1, 2026.* · 3 days ago$/);
    expect(third).to.contain('3 hours ago');
    expect(fourth).to.contain('tomorrow');
  });

  it('shows an event that it cannot read as it came', () => {
    const drawn = draw({ kind: 'timeline', events: [{ what: 'Rain' }, 7] }, english);
    expect(texts(drawn, 'li')).to.deep.equal(['{"what":"Rain"}', '7']);
  });

  it('draws a hundred at first, and the next hundred when they are unfolded', async () => {
    const events = Array.from({ length: 250 }, (_, index) => `Event ${index}`);
    const drawn = draw({ kind: 'timeline', events }, english);
    expect(drawn.querySelectorAll('.timeline > li').length).to.equal(100);
    await unfold(summaryIn(drawn, '150 more'));
    expect(texts(drawn, '.timeline > li').length).to.equal(200);
    expect(texts(drawn, '.timeline > li').at(-1)).to.equal('Event 199');
  });
});

const tree = (value: unknown): HTMLElement => draw({ kind: 'json-tree', json: value }, english);

describe('A JSON tree', () => {
  it('shows the first level, and the next one when it is unfolded', async () => {
    const drawn = tree({ a: 1, b: { c: [true, null] }, d: 'x\u200By', e: [] });
    expect(texts(drawn, 'li')).to.deep.equal(['a: 1', 'b: {} 1 entry', 'd: "x\\u{200B}y"', 'e: [] 0 entries']);
    await unfold(summaryIn(drawn, 'b:'));
    expect(texts(drawn, 'li li')).to.deep.equal(['c: [] 2 entries']);
  });

  it('draws a hundred of a million, and as many more each time they are unfolded', async () => {
    const drawn = tree({ list: Array.from({ length: 1_000_000 }, (_, index) => index) });
    expect(drawn.querySelectorAll('li').length).to.equal(1);
    await unfold(summaryIn(drawn, 'list'));
    expect(drawn.querySelectorAll('li li').length).to.equal(100);
    await unfold(summaryIn(drawn, '999900 more'));
    expect(drawn.querySelectorAll('li li').length).to.equal(200);
    expect(texts(drawn, 'li li').at(-1)).to.equal('199: 199');
    expect(summaryIn(drawn, '999900 more')).to.equal(document.activeElement);
    expect(summaryIn(drawn, '999800 more').parentElement!.matches('[open]')).to.equal(false);
  });

  it('shortens a long text, and has the whole of it', async () => {
    const text = 'word \u{1F600} '.repeat(2000);
    const drawn = tree({ text });
    expect(drawn.textContent.length).to.be.lessThan(400);
    await unfold(summaryIn(drawn, '16000 characters'));
    await unfold(summaryIn(drawn, 'more'));
    expect(
      texts(drawn, '.json bdi:not(.preview bdi, .key)')
        .map((piece) => JSON.parse(piece))
        .join(''),
    ).to.equal(text.replaceAll(/\s+/g, ' '));
  });

  it('is read from text, and shows a text that is no JSON', () => {
    expect(texts(tree('{"a":[1]}'), 'li')).to.deep.equal(['a: [] 1 entry']);
    expect(texts(tree('{"a":'), '.json code')).to.deep.equal(['"{\\"a\\":"']);
  });

  it('does not mind how deep it is', () => {
    const drawn = tree(JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`));
    expect(texts(drawn, 'li')).to.deep.equal(['0: [] 1 entry']);
  });

  it('can be copied', async () => {
    const drawn = tree({ a: 1 });
    said.length = 0;
    drawn.querySelector<HTMLElement>('.copy')!.click();
    await waitUntil(() => said.length > 0);
    expect(said).to.deep.equal(['Copied']);
  });

  it('stands wherever data are shown', () => {
    const host = fixtureSync<HTMLElement>(html`<div></div>`);
    render(jsonTree({ a: 1 }, { strings: en }), host);
    expect(texts(host, 'li')).to.deep.equal(['a: 1']);
  });
});

describe('Every figure', () => {
  it('shows its title where it cannot be drawn, and what comes after it', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(10_000)}1${']'.repeat(10_000)}`);
    const drawn = draw(
      { kind: 'chart', title: 'Too deep', data: [{ a: 1 }], series: [deep], columns: [deep] },
      english,
    );
    expect(texts(drawn, 'p')).to.deep.equal(['Too deep']);
    drawAgain(drawn, { kind: 'chart', title: 'Better', data: { a: 1, b: 2 } }, english);
    expect(texts(drawn, '.below span')).to.deep.equal(['a', 'b']);
  });

  for (const kind of ['chart', 'pie-chart', 'metrics-card', 'timeline', 'json-tree'])
    it(`draws nothing of a hostile content, wherever it stands: ${kind}`, () => {
      const drawn = draw({ kind });
      for (const payload of corpus) {
        const text = {
          title: payload,
          label: payload,
          text: payload,
          unit: payload,
          period: payload,
          sentiment: payload,
        };
        drawAgain(drawn, {
          ...text,
          kind,
          description: payload,
          type: payload,
          labels: [payload, payload],
          series: [{ name: payload, data: [1, { x: payload, y: 2, color: payload }] }],
          metrics: [{ ...text, value: payload, change: payload }],
          events: [payload, { ...text, time: payload, status: payload }],
          json: { [payload]: [payload], text: payload },
        });
        expect(findForeign(drawn), JSON.stringify(payload.slice(0, 80))).to.deep.equal([]);
      }
      expect(findFetched()).to.deep.equal([]);
    });

  for (const name of ['Chart, lines', 'Chart, bars', 'Chart, area and pie', 'Metrics', 'JSON tree'])
    it(`stays inside 320 px when it is unfolded: ${name}`, async () => {
      const panel = await openPanel(name);
      panel.style.inlineSize = '320px';
      for (const details of panel.shadowRoot!.querySelectorAll('details')) details.open = true;
      await painted();
      const log = panel.shadowRoot!.querySelector('[part~="log"]')!;
      expect(log.scrollWidth).to.be.at.most(log.clientWidth);
    });
});
