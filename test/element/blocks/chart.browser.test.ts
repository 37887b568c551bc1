import { expect } from '@open-wc/testing';
import { contrast } from '../contrast.js';
import { openPanel } from '../views/open-panel.js';
import { draw, drawAgain, texts } from './draw.js';
import { english, figuresLoaded, summaryIn, unfold } from './figures.js';

const chart = (data: object): HTMLElement => draw({ kind: 'chart', ...data }, english);

const nameOf = (root: ParentNode): string | null | undefined =>
  root.querySelector('[role="img"]')?.getAttribute('aria-label');

const leftOf = (element: Element | undefined): number => element!.getBoundingClientRect().left;

before(figuresLoaded);

describe('A chart', () => {
  const sales = {
    title: 'Sales',
    description: 'In the north',
    type: 'line',
    labels: ['Jan', 'Feb', 'Mar'],
    series: [
      { name: 'Tents', data: [3, null, 9] },
      { name: 'Packs', data: [1, 2, 4] },
    ],
  };

  it('is a figure with its title, its axes and a name for each line', () => {
    const drawn = chart(sales);
    expect(texts(drawn, 'figure figcaption p')).to.deep.equal(['Sales', 'In the north']);
    expect(texts(drawn, '.ticks span')).to.deep.equal(['10', '7.5', '5', '2.5', '0']);
    expect(texts(drawn, '.below span')).to.deep.equal(['Jan', 'Feb', 'Mar']);
    expect(texts(drawn, '.legend li')).to.deep.equal(['Tents', 'Packs']);
  });

  it('is one sentence for who cannot see it, and a table that the keyboard unfolds', async () => {
    const drawn = chart({ ...sales, unit: 'kg' });
    expect(nameOf(drawn)).to.equal('Line chart of 5 values, from 1 to 9');
    expect(drawn.querySelector('table')).to.equal(null);
    const summary = summaryIn(drawn, 'Show as table');
    await unfold(summary);
    const titles = [
      summary.getAttribute('aria-describedby'),
      drawn.querySelector('.table-box')!.getAttribute('aria-labelledby'),
    ];
    expect(titles.map((id) => document.getElementById(id!)?.textContent)).to.deep.equal(['Sales', 'Sales']);
    expect(texts(drawn, 'th')).to.deep.equal(['Tents (kg)', 'Packs (kg)']);
    expect(texts(drawn, 'td').filter((text) => text !== '')).to.deep.equal([
      'Jan',
      '3',
      '1',
      'Feb',
      '2',
      'Mar',
      '9',
      '4',
    ]);
  });

  it('tells its lines apart without colour', () => {
    const drawn = chart(sales);
    const dashes = [...drawn.querySelectorAll('.legend path')].map((path) => path.getAttribute('stroke-dasharray'));
    expect(new Set(dashes).size).to.equal(2);
    const bars = chart({ ...sales, type: 'bar' });
    const hatches = [...bars.querySelectorAll('pattern path')].map((path) => path.getAttribute('d'));
    expect(new Set(hatches).size).to.equal(2);
  });

  it('leaves a hole where there is no number', () => {
    const path = chart(sales).querySelector('g path')!.getAttribute('d')!;
    expect(chart(sales).querySelectorAll('g:first-of-type path').length).to.equal(2);
    expect(path).to.match(/^M16\.67 70L16\.67 70$/);
  });

  it('says each value where the pointer rests', () => {
    const drawn = chart({ type: 'bar', unit: 'kg', labels: ['Jan'], series: [{ name: 'Tents', data: [-3] }] });
    expect(texts(drawn, 'rect title')).to.deep.equal(['Jan, Tents, -3\u00A0kg'.replace('\u00A0', ' ')]);
  });

  it('draws what is below zero below it', () => {
    const drawn = chart({ type: 'bar', data: { a: 10, b: -10 } });
    const [up, down] = [...drawn.querySelectorAll('.plot rect')].map((bar) => bar.getBoundingClientRect());
    const zero = drawn.querySelector('.zero')!.getBoundingClientRect().top;
    expect(up!.bottom).to.be.closeTo(zero, 1);
    expect(down!.top).to.be.closeTo(zero, 1);
  });

  it('lets bars lie where their labels are long, each with its value', () => {
    const drawn = chart({
      type: 'bar',
      data: { 'Where is my order, and why does the parcel stand still?': 1200, 'I want my money back': 4 },
    });
    expect(texts(drawn, '.lying p')[1]).to.equal('I want my money back');
    expect(texts(drawn, '.lying span')).to.deep.equal(['1,200', '4']);
  });

  it('names the slices of a pie with their share', () => {
    const drawn = chart({ type: 'pie', data: { Norway: 3, Sweden: 1 } });
    expect(nameOf(drawn)).to.equal('Pie chart of 2 values, from 1 to 3');
    expect(texts(drawn, '.legend li')).to.deep.equal(['Norway: 3 (75%)', 'Sweden: 1 (25%)']);
  });

  it('draws 200,000 points as few, and all of its peaks', () => {
    const data = Array.from({ length: 200_000 }, (_, index) => (index === 123_456 ? 1000 : index % 10));
    const drawn = chart({ type: 'line', data });
    expect(drawn.querySelector('g path')!.getAttribute('d')!.length).to.be.lessThan(10_000);
    expect(drawn.querySelector('g path')!.getAttribute('d')).to.match(/L\d+(?:\.\d+)? 0L/);
    expect(nameOf(drawn)).to.equal('Line chart of 200000 values, from 0 to 1,000');
  });

  it('keeps the size of its words in every width, and one point in the middle', () => {
    const drawn = chart({ type: 'line', labels: ['Today'], data: [4] });
    for (const width of [240, 1160]) {
      drawn.style.inlineSize = `${width}px`;
      const { width: plot, left } = drawn.querySelector('.plot > svg')!.getBoundingClientRect();
      expect(getComputedStyle(drawn.querySelector('.below bdi')!).fontSize).to.equal(
        getComputedStyle(drawn.querySelector('.ticks span')!).fontSize,
      );
      const dot = drawn.querySelector('circle')!.getBoundingClientRect();
      expect(dot.left + dot.width / 2).to.be.closeTo(left + plot / 2, 1);
    }
  });

  it('says that it is empty, and shows what it cannot read', () => {
    expect(texts(chart({ title: 'None', series: [] }), 'p')).to.deep.equal(['None', 'No entries']);
    expect(texts(chart({ title: 'Odd', data: { mark: 'bar' } }), '.json li')).to.deep.equal(['mark: "bar"']);
  });

  it('goes on with what a newer block of the same id says, and stays unfolded', async () => {
    const drawn = chart({ type: 'bar', data: { a: 1 } });
    await unfold(summaryIn(drawn, 'Show as table'));
    drawAgain(drawn, { kind: 'chart', type: 'bar', data: { a: 1, b: 2 } }, english);
    expect(texts(drawn, '.below span')).to.deep.equal(['a', 'b']);
    expect(texts(drawn, 'td').filter((text) => text !== '')).to.deep.equal(['a', '1', 'b', '2']);
  });

  it('is mirrored from right to left', async () => {
    const panel = await openPanel('Chart, bars', { direction: 'rtl' });
    const plot = panel.shadowRoot!.querySelector('.plot')!;
    const bars = [...plot.querySelectorAll('rect')];
    expect(leftOf(bars[0])).to.be.greaterThan(leftOf(bars[3]));
    expect(leftOf(plot.querySelector('.ticks')!)).to.be.greaterThan(leftOf(bars[0]));
    const labels = [...plot.querySelectorAll('bdi')];
    expect(leftOf(labels[0])).to.be.greaterThan(leftOf(labels[3]));
  });

  it('lets nothing of it lie over anything else, in any width', async () => {
    for (const name of ['Chart, lines', 'Chart, bars', 'Chart, area and pie']) {
      const panel = await openPanel(name);
      for (const width of [320, 400, 900]) {
        panel.style.inlineSize = `${width}px`;
        const parts = [
          ...panel.shadowRoot!.querySelectorAll('.chart :is(figcaption, .plot, .lying, .slices, .legend li, summary)'),
        ]
          .map((part) => ({ part, box: part.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 1);
        for (const [index, { part, box }] of parts.entries()) {
          const over = parts
            .slice(index + 1)
            .filter(
              ({ box: other }) =>
                other.top < box.bottom - 1 &&
                other.bottom > box.top + 1 &&
                other.left < box.right - 1 &&
                other.right > box.left + 1,
            );
          expect(
            over.map(({ part: { textContent } }) => textContent),
            `${name}, ${width} px, over ${part.textContent}`,
          ).to.deep.equal([]);
        }
      }
    }
  });

  for (const scheme of ['light', 'dark'])
    it(`has colours that stand out from the surface, ${scheme}`, async () => {
      const panel = await openPanel('Chart, odd data');
      panel.setAttribute('color-scheme', scheme);
      const surface = getComputedStyle(panel.shadowRoot!.querySelector('[part~="panel"]')!).backgroundColor;
      const colors = [...panel.shadowRoot!.querySelectorAll('.legend path')].map(
        (path) => getComputedStyle(path).color,
      );
      expect(new Set(colors).size).to.equal(6);
      for (const color of colors) expect(contrast(color, surface), color).to.be.at.least(3);
    });
});
