import { make } from './dom.js';
import { timeOf } from './format.js';
import { createLogList } from './log-list.js';

/** @typedef {import('./state.js').RequestRow} RequestRow */

/** @param {RequestRow} row */
const createRequest = ({ at, method, path, status, origin, lastEventId }) => ({
  element: make(
    'li',
    { class: 'request' },
    make('span', { class: 'at' }, at === undefined ? '' : timeOf(at)),
    make('span', { class: status >= 400 ? 'code bad' : 'code' }, String(status)),
    make('span', { class: 'method' }, method),
    make('span', { class: 'path' }, path),
    make('span', { class: 'soft' }, lastEventId === undefined ? '' : `after event ${lastEventId} `, origin ?? ''),
  ),
  update: () => {},
});

/** @param {import('./state.js').State} state @returns {import('./tabs.js').View} */
export const createRequests = (state) => {
  const list = createLogList({
    label: 'Requests as they were answered',
    what: 'request',
    textOf: (/** @type {RequestRow} */ { method, path, status, origin = '' }) =>
      `${status} ${method} ${path} ${origin}`,
    create: createRequest,
  });
  return {
    name: 'requests',
    title: 'Requests',
    panel: make('section', { class: 'tall' }, list.element),
    count: () => state.requests().length,
    draw: () => list.draw(state.requests()),
  };
};
