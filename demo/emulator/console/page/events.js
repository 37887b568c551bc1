import { make, say } from './dom.js';
import { createLogList } from './log-list.js';

/** @typedef {import('./state.js').LogRow} LogRow */

/** @param {string} data */
const pretty = (data) => {
  try {
    return JSON.stringify(JSON.parse(data), null, 2);
  } catch {
    return `${data}\n(cut off here)`;
  }
};

/** What an event says besides its name. @param {string} data */
const preview = (data) => data.replace(/^\{"type":"[^"]*",?/, '{').slice(0, 300);

/** @param {LogRow} row */
const createEvent = ({ seq, name, data, isFault }) => {
  const body = make('pre', { tabindex: 0, role: 'region', 'aria-label': `Data of ${name}` });
  const details = make(
    'details',
    {},
    make(
      'summary',
      {},
      make('span', { class: 'seq' }, seq === undefined ? '' : String(seq)),
      make('span', { class: 'name' }, isFault ? `fault: ${name}` : name),
      make('span', { class: 'preview' }, preview(data)),
    ),
    body,
  );
  // Most are never opened.
  details.addEventListener('toggle', () => say(body, details.open ? pretty(data) : ''));
  return { element: make('li', { class: isFault ? 'fault' : undefined }, details), update: () => {} };
};

/** The events of a run as they come. */
export const createEvents = () =>
  createLogList({
    label: 'Events of the run',
    what: 'event',
    textOf: (/** @type {LogRow} */ { name, data }) => `${name} ${data}`,
    create: createEvent,
  });
