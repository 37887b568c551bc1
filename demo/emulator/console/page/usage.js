import { make } from './dom.js';
import { createTable } from './table.js';

/** @typedef {import('./state.js').UsageRow} UsageRow */

/** @param {number} count */
const written = (count) => count.toLocaleString('en');

/** What was used, as `GET /usage` adds it up. @param {import('./state.js').State} state @returns {import('./tabs.js').View} */
export const createUsage = (state) => {
  const table = createTable({
    caption: 'Usage by agent',
    empty: 'Nothing was used yet.',
    columns: [
      { title: 'Agent', text: (/** @type {UsageRow} */ { agent }) => agent, hint: ({ id }) => id },
      { title: 'Runs', text: ({ runs }) => written(runs) },
      { title: 'Completed', text: ({ completedRuns }) => written(completedRuns) },
      { title: 'Failed', text: ({ failedRuns }) => written(failedRuns) },
      { title: 'Tokens in', text: ({ inputTokens }) => written(inputTokens) },
      { title: 'Tokens out', text: ({ outputTokens }) => written(outputTokens) },
    ],
  });
  return {
    name: 'usage',
    title: 'Usage',
    panel: make('section', {}, table.element),
    draw: () => table.draw(state.usage()),
  };
};
