import { make } from './dom.js';
import { shortId } from './format.js';
import { createTable } from './table.js';

/** @typedef {import('./state.js').FeedbackRow} FeedbackRow */

/** @param {import('./state.js').State} state @returns {import('./tabs.js').View} */
export const createFeedback = (state) => {
  const table = createTable({
    caption: 'What people said of answers, newest first',
    empty: 'Nobody has rated an answer yet.',
    columns: [
      {
        title: 'Rating',
        text: (/** @type {FeedbackRow} */ { rating }) => (rating === undefined ? '' : `${rating} of 5`),
      },
      { title: 'Label', text: ({ label }) => label ?? '' },
      { title: 'Comment', text: ({ comment }) => comment ?? '' },
      { title: 'Question', text: ({ message }) => message },
      { title: 'Run', text: ({ runId }) => shortId(runId), hint: ({ runId }) => runId },
    ],
  });
  return {
    name: 'feedback',
    title: 'Feedback',
    panel: make('section', {}, table.element),
    count: () => state.feedback().length,
    draw: () => table.draw(state.feedback().toReversed()),
  };
};
