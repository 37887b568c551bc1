import type { Answer } from '../definition.js';
import { block, wait } from '../script.js';
import { say } from './pace.js';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct'];

/** When the demo was started, less some hours. */
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

const revenue = { label: 'Revenue', value: 48_210, currency: 'EUR', changePercent: 12.4, sentiment: 'positive' };

/** Figures, charts, what happened, and the data behind it. The first block is sent twice: the newer one takes its place. */
export const dashboard: readonly Answer[] = [
  {
    when: '\\b(dashboard|figures|chart|numbers)\\b',
    script: [
      say('Here is how the shop does this month.'),
      block('metrics-card', { id: 'month', title: 'This month', metrics: [revenue, { label: 'Returns' }] }),
      wait(900),
      block('metrics-card', {
        id: 'month',
        title: 'This month',
        metrics: [
          { ...revenue, period: 'since last month', history: [31, 34, 33, 38, 36, 41, 43, 48] },
          { label: 'Returns', value: 3.1, unit: '%', change: -0.4, sentiment: 'positive', period: 'since last month' },
          { label: 'Waiting for an answer', value: 17, change: 5, sentiment: 'negative', period: 'since yesterday' },
        ],
      }),
      block('chart', {
        id: 'sales',
        title: 'Sales by month',
        description: 'In thousands of euros.',
        chartType: 'line',
        labels: months,
        series: [
          { name: 'Tents', data: [12, 14, 22, 31, 38, 44, 41, 36, 24, 15] },
          { name: 'Packs', data: [9, 9, 13, 17, 22, 25, 27, 24, 18, 12] },
          { name: 'Coffee', data: [7, 8, 8, 7, 6, 5, 5, 6, 8, 11] },
        ],
      }),
      block('chart', {
        id: 'countries',
        title: 'Where orders come from',
        chartType: 'pie',
        data: { Norway: 418, Sweden: 305, Denmark: 221, Germany: 190, Iceland: 48 },
      }),
      say('Two things stand out: **tents** begin to fall earlier than last year, and more people wait for an answer.'),
      block('timeline', {
        id: 'week',
        title: 'What happened since yesterday',
        events: [
          { time: ago(26), title: 'Delivery from the roastery', status: 'done', text: '40 kg of the Harbour roast.' },
          { time: ago(5), title: 'Card payments were down', status: 'failed', text: 'For eleven minutes.' },
          { time: ago(1), title: 'Counting the stock', status: 'running' },
          { title: 'Autumn sale', text: 'Begins when the stock is counted.' },
        ],
      }),
      block('json-tree', {
        id: 'data',
        title: 'The data behind it',
        json: {
          month: { revenue: 48_210, returns: 0.031, waiting: 17 },
          sources: ['orders', 'returns', 'inbox'],
          complete: true,
        },
      }),
    ],
  },
];
