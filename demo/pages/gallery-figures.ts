import type { JsonObject } from '../../src/core/index.js';
import { readBlock } from '../../src/core/blocks.js';
import type { GalleryState } from './gallery-states.js';

/** Charts, metrics, timelines and JSON trees, with what makes them hard to draw. */

const now = Date.UTC(2026, 4, 4, 9, 30);

const shown = (name: string, ...blocks: readonly JsonObject[]): GalleryState => ({
  name,
  state: {
    conversationId: 'c2f5d36e-5a0e-4f0e-9d55-4a6f0a8f1b11',
    turns: [
      {
        id: 'turn-1',
        question: 'Show me the season.',
        askedAt: now - 60_000,
        requestId: 'request-1',
        status: 'finished',
        parts: blocks.map((data, index) => {
          const block = readBlock(data, `figure-${index}`);
          if (!block) throw new Error(`"${name}" holds no block`);
          return { id: block.id, kind: 'block', block };
        }),
      },
    ],
    draft: '',
    shared: undefined,
    restoring: false,
  },
});

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The same numbers each time. */
const wave = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, index) => {
    const noise = ((index + seed) * 2_654_435_761) % 97;
    return Math.round(400 + 180 * Math.sin((index / count) * 6 + seed) + noise);
  });

const quarters = ['Q1', 'Q2', 'Q3', 'Q4'];

const order = {
  order: { id: 10482, paid: true, coupon: null, customer: { name: 'Ada', mail: 'ada@example.com' } },
  items: Array.from({ length: 230 }, (_, index) => ({ sku: `TT-${1000 + index}`, count: (index % 4) + 1 })),
  note: `Leave it at the back door.\n${'The dog is friendly, the goose is not. '.repeat(30)}`,
  'unsichtbar\u200B': '\u202Eright to left',
};

export const figureStates: readonly GalleryState[] = [
  shown(
    'Chart, lines',
    {
      kind: 'chart',
      title: 'Visitors by month',
      description: 'The shop and the help centre, this year.',
      chartType: 'line',
      labels: months,
      series: [
        { name: 'Shop', data: wave(12, 1) },
        { name: 'Help centre', data: wave(12, 3).map((value) => value / 2) },
        { name: 'Magazine', data: wave(12, 5).map((value, index) => (index > 3 && index < 7 ? null : value / 3)) },
      ],
    },
    {
      kind: 'chart',
      type: 'line',
      title: 'Every minute of a day',
      data: Array.from({ length: 1440 }, (_, index) => ({
        time: new Date(now + index * 60_000).toISOString(),
        requests: wave(1440, 7)[index]!,
      })),
    },
  ),
  shown(
    'Chart, bars',
    {
      kind: 'chart',
      type: 'bar',
      title: 'Profit by quarter',
      unit: 'EUR',
      data: {
        labels: quarters,
        datasets: [
          { label: 'Tents', data: [12_400, 18_200, -3100, 9800] },
          { label: 'Packs', data: [8400, 9200, 7100, -1200] },
          { label: 'Coffee', data: [2100, 2300, 2600, 4100] },
        ],
      },
    },
    {
      kind: 'chart',
      type: 'stacked-bar',
      title: 'Orders by weekday',
      data: months.slice(0, 7).map((day, index) => ({ day, web: 40 + index * 7, shop: 30 - index * 2, phone: 5 })),
    },
    {
      kind: 'chart',
      type: 'bar',
      title: 'What people asked for',
      data: [
        { label: 'Where is my order, and why does the parcel stand still since Tuesday?', value: 412 },
        { label: 'Donaudampfschifffahrtsgesellschaftskapitänsmütze', value: 87 },
        { label: 'Returns', value: 203 },
        { label: 'Repairs that did not hold', value: 0 },
      ],
    },
  ),
  shown(
    'Chart, area and pie',
    {
      kind: 'chart',
      chartType: 'area',
      stacked: true,
      title: 'Beans roasted',
      unit: 'kg',
      labels: months.map((_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
      series: [
        { name: 'Harbour roast', data: wave(12, 2).map((value) => value / 10) },
        { name: 'Decaf', data: wave(12, 6).map((value) => value / 16) },
      ],
    },
    {
      kind: 'chart',
      chartType: 'pie',
      title: 'Where orders come from',
      data: { Norway: 418, Sweden: 305, Denmark: 221, Germany: 190, Iceland: 48, Finland: 30 },
    },
    {
      kind: 'chart',
      chartType: 'doughnut',
      title: 'Sizes',
      data: {
        labels: ['XS', 'S', 'M', 'L', 'XL', 'XXL', '3XL', '4XL', '5XL', '6XL'],
        datasets: [{ data: [3, 20, 41, 38, 22, 9, 4, 3, 2, 1] }],
      },
    },
  ),
  shown(
    'Chart, odd data',
    { kind: 'chart', type: 'line', title: 'One point', labels: ['Today'], series: [{ name: 'Orders', data: [12] }] },
    { kind: 'chart', title: 'No data yet', series: [] },
    { kind: 'chart', type: 'line', title: 'Nothing changes', data: [5, 5, 5, 5] },
    {
      kind: 'chart',
      type: 'bar',
      title: 'Tiny and huge',
      data: [
        { x: 'a', y: 0.000_02 },
        { x: 'b', y: 1.5e-5 },
        { x: 'c', y: null },
      ],
    },
    {
      kind: 'chart',
      type: 'line',
      title: 'Uneven times',
      data: [
        ['2026-01-01', 4],
        ['2026-01-03', 9],
        ['2026-02-20', 2],
        ['2026-03-01', 7],
      ],
    },
    {
      kind: 'chart',
      type: 'line',
      title: 'Fourteen series',
      labels: quarters,
      series: Array.from({ length: 14 }, (_, index) => ({ name: `Shop ${index + 1}`, data: wave(4, index) })),
    },
    { kind: 'chart', title: 'Not a chart', data: { mark: 'bar', encoding: { x: { field: 'a' } } } },
  ),
  shown(
    'Metrics',
    {
      kind: 'metrics-card',
      title: 'This week',
      metrics: [
        {
          label: 'Revenue',
          value: 48_210.5,
          currency: 'EUR',
          changePercent: 12.4,
          sentiment: 'positive',
          period: 'vs. last week',
          history: wave(14, 3),
        },
        { label: 'Returns', value: 3.1, unit: '%', change: -0.4, sentiment: 'positive' },
        { label: 'Waiting for an answer', value: 1284, change: '+18 %', sentiment: 'negative', history: wave(30, 8) },
        { label: 'Stock', value: '2 weeks', trend: 'flat', change: '' },
        { label: 'Not measured' },
      ],
    },
    { kind: 'metrics', title: 'Open orders', value: 17, unit: 'orders', change: 0 },
  ),
  shown('Timeline', {
    kind: 'timeline',
    title: 'Your parcel',
    events: [
      { time: '2026-05-01T08:12:00Z', title: 'Order placed', status: 'done' },
      { time: '2026-05-02', title: 'Packed', text: 'Two boxes, 4.1 kg together.', status: 'completed' },
      {
        time: now - 3 * 3_600_000,
        title: 'On its way',
        text: 'Left Tromsø with the night ferry.',
        status: 'in progress',
      },
      { time: now + 26 * 3_600_000, title: 'Delivery' },
      { time: 'some day in June', title: 'Label for the old stove', text: 'By mail.' },
      { title: 'Scan in Narvik', status: 'failed', text: 'The code could not be read.' },
      'Review',
    ],
  }),
  shown(
    'JSON tree',
    { kind: 'json-tree', title: 'The order as we keep it', json: order },
    { kind: 'json', title: 'As text', value: '{"a":[1,2,{"b":true}]}' },
    { kind: 'json', title: 'Only a word', value: 'hello' },
  ),
];
