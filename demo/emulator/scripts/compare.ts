import type { Answer } from '../definition.js';
import { block } from '../script.js';
import { say } from './pace.js';

/** An answer with a table, the sources that its numbers lead to, and a form that asks on. */
export const compare: readonly Answer[] = [
  {
    when: '\\bcompare\\b',
    script: [
      say(
        'All four stand up to spring weather. The **Fjell 2** is the lightest for two [1]; the Ridge 3 is the only one that was ' +
          'tested in a storm [2], and its coating lasts longest when it is dried within a day [3].',
      ),
      block('data-table', {
        id: 'tents',
        title: 'Tents for spring',
        columns: [
          { key: 'tent', label: 'Tent' },
          { key: 'sleeps', label: 'Sleeps' },
          { key: 'weight', label: 'Weight' },
          { key: 'price', label: 'Price' },
          { key: 'since', label: 'On sale since' },
        ],
        rows: [
          { tent: 'Fjell 2', sleeps: 2, weight: '1.9 kg', price: '349.00 EUR', since: '2024-03-01' },
          { tent: 'Col 2', sleeps: 2, weight: '2.4 kg', price: '249.00 EUR', since: '2022-02-14' },
          { tent: 'Ridge 3', sleeps: 3, weight: '3.1 kg', price: '519.00 EUR', since: '2025-09-30' },
          { tent: 'Solo', sleeps: 1, weight: '1.2 kg', price: '279.00 EUR', since: '2023-04-18' },
        ],
      }),
      block('source-list', {
        id: 'tent-sources',
        sources: [
          { title: 'Weights, measured on our own scales', url: 'https://shop.example/weights' },
          {
            title: 'Four tents in the wind tunnel',
            url: 'https://outdoor-lab.example/wind-tunnel',
            snippet: 'Only the Ridge 3 kept its shape at 100 km/h.',
          },
          { title: 'Care of tents', url: 'https://shop.example/care' },
        ],
      }),
      block('prompt-form', {
        id: 'trip',
        title: 'Which of them is yours?',
        description: 'Four questions, and I can put one aside for you.',
        submitLabel: 'Put one aside',
        fields: [
          { name: 'tent', label: 'Tent', required: true, options: ['Fjell 2', 'Col 2', 'Ridge 3', 'Solo'] },
          { name: 'people', label: 'How many people', type: 'integer', required: true, min: 1, max: 3 },
          { name: 'from', label: 'You need it from', type: 'date' },
          { name: 'extras', label: 'With it', multiple: true, options: ['Groundsheet', 'Spare pegs', 'Mat'] },
        ],
      }),
    ],
  },
  {
    when: '^form:trip$',
    script: [
      say('Thank you. One is put aside for you for three days; the shop by the harbour has it ready from tomorrow.'),
    ],
  },
];
