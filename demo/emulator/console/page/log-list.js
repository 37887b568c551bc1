import { createList, make, say } from './dom.js';
import { countOf } from './format.js';

/** So many lines are in the page at a time; older ones come by the button. */
const PAGE = 300;

/**
 * A list that grows at its end, follows it while one is there, and shows only what holds the words in its filter.
 *
 * @template {{ id: string }} Row
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.what Such as `event`.
 * @param {(row: Row) => string} options.textOf What the filter looks at.
 * @param {(row: Row) => { element: Element, update(row: Row): void }} options.create
 */
export const createLogList = ({ label, what, textOf, create }) => {
  const filter = make('input', { type: 'search', placeholder: 'Filter', 'aria-label': `Filter the ${what}s by text` });
  const total = make('p', { class: 'total' });
  const older = make('button', { type: 'button', class: 'older', hidden: true }, 'Show older ones');
  const items = make('ol', { class: 'log-items' });
  const scroller = make('div', { class: 'log', tabindex: 0, role: 'region', 'aria-label': label }, older, items);
  const element = make('div', { class: 'log-list' }, make('div', { class: 'bar' }, filter, total), scroller);
  const update = createList(items, create);
  /** @type {readonly Row[]} */
  let rows = [];
  let most = PAGE;

  const draw = () => {
    const words = filter.value.trim().toLowerCase();
    const found = words === '' ? rows : rows.filter((row) => textOf(row).toLowerCase().includes(words));
    const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 24;
    update(found.slice(-most));
    older.hidden = found.length <= most;
    say(total, words === '' ? countOf(rows.length, what) : `${found.length} of ${countOf(rows.length, what)}`);
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  filter.addEventListener('input', draw);
  older.addEventListener('click', () => {
    most += PAGE;
    draw();
  });

  return {
    element,
    /** @param {readonly Row[]} now */
    draw: (now) => {
      rows = now;
      draw();
    },
    /** Begins at the end again. */
    reset: () => {
      most = PAGE;
      update([]);
    },
  };
};
