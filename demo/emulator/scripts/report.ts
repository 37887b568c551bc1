import type { Answer } from '../definition.js';
import { type Step, call, progress, step, wait } from '../script.js';
import { say } from './pace.js';

const chapters = [
  'Sorting orders',
  'Counting returns',
  'Matching payments',
  'Counting stock',
  'Weighing seasons',
  'Comparing suppliers',
  'Checking deliveries',
  'Sorting reviews',
  'Drawing conclusions',
  'Writing it down',
];

const total = chapters.length;

const lookUp = (tool: string, result: object): Step => call({ tool, args: { season: 'summer' }, result, takes: 300 });

const work = (chapter: string, index: number): Step =>
  step(chapter, {
    progress: { current: index, total, label: chapter },
    steps: [wait(450), progress({ current: index + 1, total, label: chapter })],
  });

/** Long work that says how far it is. */
export const report: readonly Answer[] = [
  {
    when: '\\b(report|ten steps|progress)\\b',
    script: [
      say('I will put the season together. First I fetch what there is; then it takes ten steps and a few seconds.'),
      lookUp('find_orders', { orders: 2975 }),
      lookUp('find_returns', { returns: 52 }),
      lookUp('find_payments', { payments: 2975, open: 3 }),
      lookUp('find_suppliers', { suppliers: 14 }),
      lookUp('find_reviews', { reviews: 318, average: 4.6 }),
      ...chapters.map(work),
      say(
        '### The season in short\n\n' +
          'Sales grew by **12 %**, mostly tents and coffee grinders. Returns fell to **3.1 %** after the new size chart.\n\n' +
          '| Group | Sold | Returned |\n| :--- | ---: | ---: |\n| Tents | 418 | 9 |\n| Packs | 655 | 31 |\n| Coffee | 1,902 | 12 |\n\n' +
          'I would order the Fjell 2 earlier next spring: it was sold out for eleven days.',
      ),
    ],
  },
];
