import type { Answer } from '../definition.js';
import { type Step, call, progress, step } from '../script.js';
import { say } from './pace.js';

const chapters = [
  'Collecting orders',
  'Reading returns',
  'Matching payments',
  'Counting stock',
  'Weighing seasons',
  'Comparing suppliers',
  'Checking deliveries',
  'Reading reviews',
  'Drawing conclusions',
  'Writing it down',
];

const total = chapters.length;

const work = (chapter: string, index: number): Step => {
  const [verb = '', ...things] = chapter.toLowerCase().split(' ');
  return step(chapter, {
    progress: { current: index, total, label: chapter },
    steps: [
      call({
        tool: `${verb}_${things.join('_')}`,
        args: { season: 'summer' },
        result: { read: 418 + index * 237 },
        takes: 450,
      }),
      progress({ current: index + 1, total, label: chapter }),
    ],
  });
};

/** Long work that says how far it is. */
export const report: readonly Answer[] = [
  {
    when: '\\b(report|ten steps|progress)\\b',
    script: [
      say('I will put the season together. This takes ten steps and a few seconds.'),
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
