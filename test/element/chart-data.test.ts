import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readBlock } from '../../src/core/blocks.js';
import { type ChartData, readChart } from '../../src/element/blocks/chart-data.js';
import { inOrder, labelFormat, niceTicks, placesOf } from '../../src/element/blocks/chart-scale.js';
import { timeOf } from '../../src/element/blocks/dates.js';
import { numberFormat, numberOf } from '../../src/element/blocks/numbers.js';

const chart = (data: object): ChartData => readChart(readBlock({ kind: 'chart', ...data }, 'c')!);

const kindOf = (data: object): string => chart(data).kind;

const writeLabels = (labels: unknown[], locale = 'en'): string[] => labels.map(labelFormat(labels, locale));

const writeNumber = (fields: Record<string, unknown>, value: number): string => numberFormat(fields, 'en')(value);

/** Labels, then each series as its name and values. */
const read = (data: object): unknown[] => {
  const { labels, series } = chart(data);
  return [labels, ...series.map(({ name, values }) => [name, ...values])];
};

describe('a chart', () => {
  const wanted = [
    ['Jan', 'Feb'],
    ['sold', 10, 20],
    ['back', 1, undefined],
  ];
  const spellings: Record<string, object> = {
    'series with labels': {
      labels: ['Jan', 'Feb'],
      series: [
        { name: 'sold', data: [10, 20] },
        { name: 'back', data: [1, null] },
      ],
    },
    'Chart.js': {
      type: 'bar',
      data: {
        labels: ['Jan', 'Feb'],
        datasets: [
          { label: 'sold', data: [10, 20] },
          { label: 'back', data: [1] },
        ],
      },
    },
    'a whole configuration of Chart.js': {
      config: {
        type: 'bar',
        data: {
          labels: ['Jan', 'Feb'],
          datasets: [
            { label: 'sold', data: [10, 20] },
            { label: 'back', data: [1] },
          ],
        },
      },
    },
    'an axis of its own': {
      xAxis: { data: ['Jan', 'Feb'] },
      series: [
        { name: 'sold', data: ['10', '20'] },
        { name: 'back', data: [1, 'none'] },
      ],
    },
    'points with their places': {
      series: [
        {
          name: 'sold',
          points: [
            { x: 'Jan', y: 10 },
            { x: 'Feb', y: 20 },
          ],
        },
        { name: 'back', points: [['Jan', 1]] },
      ],
    },
    'rows that are objects': {
      data: [
        { month: 'Jan', sold: 10, back: 1 },
        { month: 'Feb', sold: 20 },
      ],
    },
    'rows with keys that are named': {
      xKey: 'at',
      yKeys: ['sold', 'back'],
      rows: [
        { id: 7, at: 'Jan', sold: 10, back: 1 },
        { id: 8, at: 'Feb', sold: 20, back: null },
      ],
    },
    'columns that are called categories': {
      index: 'month',
      categories: ['sold', 'back'],
      data: [
        { month: 'Jan', sold: 10, back: 1, other: 3 },
        { month: 'Feb', sold: 20, other: 4 },
      ],
    },
    'rows that are lists': {
      columns: ['month', 'sold', 'back'],
      rows: [
        ['Jan', 10, 1],
        ['Feb', 20, null],
      ],
    },
    'series that name keys': {
      data: [
        { month: 'Jan', a: 10, b: 1 },
        { month: 'Feb', a: 20 },
      ],
      series: [
        { dataKey: 'a', name: 'sold' },
        { dataKey: 'b', name: 'back' },
      ],
    },
  };
  for (const [title, data] of Object.entries(spellings))
    it(`is read from ${title}`, () => assert.deepEqual(read(data), wanted));

  it('is read from a map, from pairs, and from bare numbers', () => {
    assert.deepEqual(read({ data: { Jan: 10, Feb: '2,000' } }), [
      ['Jan', 'Feb'],
      ['', 10, 2000],
    ]);
    assert.deepEqual(
      read({
        data: [
          ['Jan', 10],
          ['Feb', 20],
        ],
      }),
      [
        ['Jan', 'Feb'],
        ['', 10, 20],
      ],
    );
    assert.deepEqual(read({ values: [10, 20] }), [
      [1, 2],
      ['', 10, 20],
    ]);
    assert.deepEqual(read({ labels: ['a', 'b'], series: [10, 20] }), [
      ['a', 'b'],
      ['', 10, 20],
    ]);
  });

  it('is read from rows whose column of numbers is named, and from values below the data', () => {
    const values = [
      { id: 1, at: 'Jan', sold: 10 },
      { id: 2, at: 'Feb', sold: 20 },
    ];
    const wantedRows = [
      ['Jan', 'Feb'],
      ['sold', 10, 20],
    ];
    assert.deepEqual(read({ data: values, xKey: 'at', yKey: 'sold' }), wantedRows);
    assert.deepEqual(read({ mark: 'bar', data: { values }, y: ['sold'] }), wantedRows);
  });

  it('keeps two points of the same name, and puts the same names of two series together', () => {
    assert.deepEqual(
      read({
        data: [
          ['a', 1],
          ['a', 2],
        ],
      }),
      [
        ['a', 'a'],
        ['', 1, 2],
      ],
    );
    assert.deepEqual(
      read({
        series: [
          {
            name: 'one',
            data: [
              ['a', 1],
              ['b', 2],
            ],
          },
          {
            name: 'two',
            data: [
              ['b', 3],
              ['c', 4],
            ],
          },
        ],
      }),
      [
        ['a', 'b', 'c'],
        ['one', 1, 2, undefined],
        ['two', undefined, 3, 4],
      ],
    );
  });

  it('is of the kind that was asked for, and of one that can show it', () => {
    const ten = Array.from({ length: 10 }, (_, index) => index);
    assert.equal(kindOf({ chartType: 'LineChart', data: ten }), 'line');
    assert.equal(kindOf({ kind: 'area-chart', data: ten }), 'area');
    assert.equal(kindOf({ type: 'doughnut', data: [3, 4] }), 'pie');
    assert.equal(kindOf({ series: [{ type: 'line', data: ten }] }), 'line');
    assert.equal(kindOf({ mark: 'area', data: ten }), 'area');
    assert.equal(kindOf({ data: ten }), 'bar');
    assert.equal(kindOf({ data: [...ten, ...ten, ...ten] }), 'line');
    assert.equal(kindOf({ type: 'pie', data: [3, -1] }), 'bar', 'a part of a whole is never negative');
    assert.equal(kindOf({ type: 'pie', data: [0, 0] }), 'bar');
    assert.equal(kindOf({ type: 'pie', data: ten }), 'bar', 'ten slices cannot be told apart');
    assert.equal(kindOf({ type: 'bar', data: Array.from({ length: 500 }, () => 1) }), 'area', 'thinner than a pixel');
  });

  it('is read from any JSON without failing, with as many values as labels', () => {
    const names = 'data series labels rows columns values x xAxis type chartType datasets categories points'.split(' ');
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (fields) => {
        const data = inOrder(chart(fields));
        for (const { values } of data.series) assert.equal(values.length, data.labels.length);
        const label = labelFormat(data.labels, 'en');
        for (const each of data.labels) assert.equal(typeof label(each), 'string');
        placesOf(data.labels);
      }),
    );
  });
});

describe('the ticks of an axis', () => {
  it('are round', () => {
    assert.deepEqual(niceTicks(0, 97), [0, 25, 50, 75, 100]);
    assert.deepEqual(niceTicks(-3, 18), [-10, 0, 10, 20]);
    assert.deepEqual(niceTicks(0, 0.3), [0, 0.1, 0.2, 0.3]);
    assert.deepEqual(niceTicks(5, 5), [4, 6]);
    assert.deepEqual(niceTicks(0, 0), [0, 1]);
  });

  it('hold every value between them, few and rising', () => {
    const number = fc.double({ noNaN: true, min: -1e90, max: 1e90 });
    fc.assert(
      fc.property(number, number, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const ticks = niceTicks(low, high);
        assert.ok(ticks.length >= 2 && ticks.length <= 7, String(ticks));
        assert.ok(ticks.every(Number.isFinite));
        if (high - low < Math.abs(high) * 1e-9) return;
        assert.ok(ticks[0]! <= low + (high - low) * 1e-6 && ticks.at(-1)! >= high - (high - low) * 1e-6, String(ticks));
        assert.ok(ticks.every((tick, index) => index === 0 || tick > ticks[index - 1]!));
      }),
    );
  });
});

describe('labels', () => {
  it('stand by their size where they are numbers or days that are not evenly apart', () => {
    assert.equal(placesOf(['a', 'b', 'c']), undefined);
    assert.equal(placesOf(['2026-01', '2026-02', '2026-03', '2026-04']), undefined);
    assert.deepEqual(placesOf([1, 2, 10]), [1, 2, 10]);
    assert.equal(placesOf(['2026-01-01', '2026-01-02', '2026-03-01'])?.length, 3);
  });

  it('are put in order for a line, not for bars', () => {
    const data = { labels: ['2026-02', '2026-01'], series: [{ name: 'n', data: [2, 1] }] };
    assert.deepEqual(inOrder(chart({ type: 'line', ...data })).series[0]!.values, [1, 2]);
    assert.deepEqual(inOrder(chart({ type: 'bar', ...data })).series[0]!.values, [2, 1]);
  });

  it('are dates in the language of the widget, on their own day everywhere', () => {
    assert.deepEqual(writeLabels(['2026-01-05', '2026-01-06']), ['Jan 5', 'Jan 6']);
    assert.deepEqual(writeLabels(['2026-01', '2026-03'], 'de'), ['Jan. 2026', 'März 2026']);
    assert.deepEqual(writeLabels([2024, 2025.5, 'x']), ['2024', '2026', 'x']);
  });
});

describe('numbers and times', () => {
  it('are read from text where it is one', () => {
    assert.deepEqual(['12', '1,200.5', '$ 4', '7%', '-3e2'].map(numberOf), [12, 1200.5, 4, 7, -300]);
    for (const no of ['', ' ', '1,2', '1.234,5', '12 apples', '1e400', 'NaN', null, true, [], Infinity])
      assert.equal(numberOf(no), undefined, String(no));
  });

  it('are written with their unit', () => {
    assert.equal(writeNumber({ unit: 'kg' }, 1234.5), '1,234.5\u00A0kg');
    assert.equal(writeNumber({ unit: '%' }, 3.257), '3.26%');
    assert.equal(writeNumber({ currency: 'EUR' }, 12), '€12');
    assert.equal(writeNumber({ unit: 'EUR' }, 12.5), '€12.50');
    assert.equal(writeNumber({ unit: 'MPH' }, 12), '12\u00A0MPH');
  });

  it('are moments where they can be', () => {
    assert.equal(timeOf('2026-05-04T09:30:00Z'), Date.UTC(2026, 4, 4, 9, 30));
    assert.equal(timeOf('2026-05-04'), Date.UTC(2026, 4, 4));
    assert.equal(timeOf(1_777_887_000), 1_777_887_000_000);
    for (const no of ['soon', '2026', '2026-99-99', 2026, null, {}]) assert.equal(timeOf(no), undefined);
  });
});
