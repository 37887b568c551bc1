import type { ConversationState, Part, Turn, UiBlock } from '../../src/core/index.js';
import { readBlock } from '../../src/core/index.js';
import type { GalleryState } from './gallery-states.js';

/** Every block with its edges: nothing in it, one, many, long words, right to left, and what is no block at all. */

const now = Date.UTC(2026, 4, 4, 9, 30);

const turn = (question: string, parts: readonly Part[], change: Partial<Turn> = {}): Turn => ({
  id: `turn-${question}`,
  question,
  askedAt: now - 60_000,
  requestId: 'request-1',
  status: 'finished',
  parts,
  ...change,
});

const conversation = (turns: readonly Turn[]): ConversationState => ({
  conversationId: '4a1c2c9e-6b7e-4f0b-8f5d-3f0c6f6f8a11',
  turns,
  draft: '',
  shared: undefined,
  restoring: false,
});

const text = (markdown: string): Part => ({ id: 'text', kind: 'text', text: markdown, done: true });

let count = 0;

const block = (data: Record<string, unknown>): Part => {
  const read = readBlock(data, `block-${++count}`) as UiBlock;
  return { id: `block:${read.id}`, kind: 'block', block: read };
};

const state = (name: string, question: string, parts: readonly Part[], change: Partial<Turn> = {}): GalleryState => ({
  name,
  state: conversation([turn(question, parts, change)]),
});

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2);

const orders = {
  kind: 'data-table',
  title: 'Your orders',
  columns: [
    { key: 'order', label: 'Order' },
    { key: 'placed', label: 'Placed' },
    { key: 'what', label: 'What' },
    { key: 'items', label: 'Items' },
    { key: 'total', label: 'Total' },
    { key: 'paid', label: 'Paid' },
  ],
  rows: [
    {
      order: { label: '10482', url: 'https://shop.example/orders/10482' },
      placed: '2026-05-02',
      what: 'Trail stove',
      items: 1,
      total: '59.00 EUR',
      paid: true,
    },
    {
      order: { label: '10017', url: 'https://shop.example/orders/10017' },
      placed: '2026-04-11',
      what: 'Fjell 2, groundsheet',
      items: 2,
      total: '1,129.00 EUR',
      paid: true,
    },
    {
      order: { label: '9921', url: 'https://shop.example/orders/9921' },
      placed: '2026-03-29',
      what: 'Coffee, whole beans',
      items: 12,
      total: '118.80 EUR',
      paid: false,
    },
    {
      order: { label: '9544', url: 'https://shop.example/orders/9544' },
      placed: '2025-12-19',
      what: 'Gift card',
      items: 1,
      total: null,
      paid: true,
    },
  ],
};

const goods = ['Fjell 2', 'Solo', 'Ridge 3', 'Trail stove', 'Mug', 'Lantern', 'Day pack', 'Grinder'];

const stock = {
  kind: 'data-table',
  title: 'Stock of all shops',
  columns: ['Article', 'Name', 'Shop', 'In stock', 'Price', 'Counted'],
  rows: Array.from({ length: 230 }, (_, index) => [
    `A-${1000 + ((index * 37) % 230)}`,
    goods[index % goods.length],
    index % 3 === 0 ? 'Harbour' : 'North',
    (index * 53) % 97,
    (((index * 7919) % 40_000) / 100).toFixed(2),
    new Date(now - ((index * 13) % 90) * 86_400_000).toISOString().slice(0, 10),
  ]),
};

const sources = {
  kind: 'source-list',
  sources: [
    {
      title: 'Care of tents',
      url: 'https://help.shop.example/tents/care',
      snippet: 'Dry the tent within a day. Mould takes two to begin, and never leaves the coating again.',
    },
    { title: 'What the coating of a tent is made of', url: 'https://www.outdoor-lab.example/coatings?page=3' },
    { title: 'Workshop handbook, page 12' },
    'https://shop.example/returns',
  ],
};

const delivery = {
  kind: 'prompt-form',
  id: 'delivery',
  title: 'How should it come to you?',
  description: 'You can still change this until the parcel leaves the shop.',
  submitLabel: 'Use these answers',
  fields: [
    { name: 'email', type: 'email', label: 'Email', required: true, description: 'For the tracking number only' },
    { name: 'parcels', type: 'integer', label: 'Number of parcels', min: 1, max: 4, default: 1 },
    { name: 'day', type: 'date', label: 'Not before', min: '2026-05-05' },
    {
      name: 'speed',
      label: 'Speed',
      required: true,
      options: ['Standard', { value: 'next', label: 'Next day, 4.90 EUR' }],
    },
    { name: 'extras', label: 'Extras', multiple: true, options: ['Gift wrap', 'No plastic', 'Printed invoice'] },
    {
      name: 'country',
      label: 'Country',
      options: ['Austria', 'Belgium', 'Denmark', 'Germany', 'Italy', 'Netherlands', 'Poland'],
    },
    { name: 'code', label: 'Voucher', pattern: '[A-Z]{3}-\\d{4}', hint: 'Three capitals, a dash, four digits' },
    { name: 'note', type: 'textarea', label: 'A word to the driver' },
    { name: 'neighbour', type: 'boolean', label: 'A neighbour may take it' },
  ],
};

const chapters = [
  { label: 'Collecting orders', status: 'done' },
  { label: 'Reading returns', status: 'failed' },
  { label: 'Matching payments', status: 'running' },
  'Counting stock',
];

const answered: Turn = turn('Send me the stove.', [text('Gladly.'), block(delivery)]);

const kinds = [
  'alert',
  'code-block',
  'data-table',
  'markdown',
  'progress-tracker',
  'prompt-form',
  'source-list',
  'unheard-of',
];

export const blockStates: readonly GalleryState[] = [
  state('Table', 'Show me my orders.', [text('Here are the last four.'), block(orders)]),
  state('Table, many rows', 'What do we have in stock?', [block(stock)]),
  state('Table, edges', 'Show me everything odd.', [
    block({ kind: 'data-table', title: 'Nothing in it', columns: ['Order', 'Total'], rows: [] }),
    block({ kind: 'data-table', title: 'One row', rows: [{ Order: 1042, Total: '49.90' }] }),
    block({
      kind: 'data-table',
      rows: [
        [longWord, 1],
        ['short', 2],
      ],
      columns: ['Long words', 'Number'],
    }),
    block({
      kind: 'data-table',
      title: 'الطلبات',
      columns: ['الطلب', 'المجموع'],
      rows: [
        ['خيمة لشخصين', 129],
        ['موقد', 49.9],
      ],
    }),
    block({ kind: 'data-table', title: 'Only a title' }),
  ]),
  state('Sources', 'My tent smells. What now?', [
    text(
      'Air it at once and let it dry in the shade [1]. Soap takes the coating off [2], so use none; the workshop has a cleaner that does not [3]. ' +
        'What some say about vinegar [9] is not in our handbook.',
    ),
    block(sources),
  ]),
  state('Sources, many', 'Where does that come from?', [
    text('From all over the place [1][12]【3†source】.'),
    block({
      kind: 'source-list',
      title: 'المصادر',
      sources: [
        ...Array.from({ length: 11 }, (_, index) => ({
          title: `Guide ${index + 1}`,
          url: `https://guides.example/${index + 1}`,
        })),
        { title: longWord, url: `https://guides.example/${longWord}`, snippet: 'دليل العناية بالخيام، الصفحة ١٢' },
      ],
    }),
  ]),
  state('Form', 'Send me the stove.', [text('Gladly. I need a few words from you.'), block(delivery)]),
  state('Form, while the agent works', 'Send me the stove.', [block({ ...delivery, id: 'waiting' })], {
    status: 'running',
  }),
  {
    name: 'Form, answered',
    state: conversation([
      answered,
      turn('', [text('Thank you, it leaves tomorrow.')], {
        form: {
          blockId: 'delivery',
          values: {
            email: 'ada@shop.example',
            parcels: 1,
            day: '2026-05-06',
            speed: 'next',
            extras: ['Gift wrap', 'No plastic'],
            neighbour: true,
          },
        },
      }),
    ]),
  },
  state('Form, edges', 'أرسل لي الموقد', [
    block({ kind: 'prompt-form', title: 'No question', fields: [] }),
    block({
      kind: 'prompt-form',
      title: 'عنوان التسليم',
      fields: [
        { name: 'name', label: 'الاسم', required: true, description: 'كما هو مكتوب على الباب' },
        { name: 'size', label: longWord, options: ['صغير', 'كبير', longWord] },
      ],
    }),
  ]),
  state(
    'Trackers',
    'Make me a report.',
    [
      block({
        kind: 'progress-tracker',
        title: 'Report of the season',
        steps: chapters,
        startedAt: new Date(now - 42_000).toISOString(),
      }),
      block({ kind: 'progress-tracker', title: 'Uploading the pictures', percent: 64, elapsed: 75 }),
      block({ kind: 'progress-tracker', title: 'Waiting for the warehouse', indeterminate: true }),
      block({ kind: 'progress-tracker', title: 'All done', total: 3, current: 3, elapsedMs: 4_020_000 }),
    ],
    { status: 'running' },
  ),
  state('Alerts', 'Is there anything I should know?', [
    block({ kind: 'alert', level: 'info', title: 'We moved', message: 'The workshop is now in **Quay Street 4**.' }),
    block({
      kind: 'alert',
      severity: 'success',
      title: 'Your refund is on its way',
      message: 'Banks show it within three days.',
    }),
    block({ kind: 'alert', severity: 'warning', message: `Only two left of ${longWord}.` }),
    block({
      kind: 'alert',
      severity: 'critical',
      title: 'Recall of the trail stove',
      message: 'Do not use it. [Read why](https://shop.example/recall).',
    }),
    block({ kind: 'alert', title: 'Without a level' }),
  ]),
  state('Text and code blocks', 'How do I set it up?', [
    block({
      kind: 'markdown',
      title: 'In short',
      content: 'Put **one tag** on the page:\n\n1. copy the file\n2. add the tag',
    }),
    block({
      kind: 'code-block',
      filename: 'page.html',
      language: 'html',
      code: '<zaby-agent token-url="/api/zaby-token"></zaby-agent>',
    }),
    block({
      kind: 'hologram',
      title: 'A block nobody knows yet',
      description: 'Its words are shown,\nas <b>text</b>.',
    }),
    block({ kind: 'hologram' }),
  ]),
  state(
    'Blocks, malformed',
    'Now break something.',
    kinds.map((kind) =>
      block({
        kind,
        title: `A malformed ${kind}`,
        rows: [null, 7, { a: { b: [1] } }],
        columns: [null, {}, 'a'],
        sources: [null, 3, {}],
        steps: [null, {}, [1]],
        fields: [null, {}, { options: [null, {}] }],
        percent: 'many',
        severity: {},
        code: { no: 'text' },
        content: ['list'],
      }),
    ),
  ),
];
