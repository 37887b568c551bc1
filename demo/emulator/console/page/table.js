import { createList, make, say } from './dom.js';

/**
 * A table whose rows are made once and updated in place.
 *
 * @template {{ id: string }} Row
 * @param {object} options
 * @param {string} options.caption
 * @param {string} options.empty What stands there while there are no rows.
 * @param {readonly { title: string, text?: (row: Row) => string, hint?: (row: Row) => string, node?: (row: Row) => { element: Element, update(row: Row): void } }[]} options.columns
 */
export const createTable = ({ caption, empty, columns }) => {
  const body = make('tbody');
  const head = make('tr', {}, ...columns.map(({ title }) => make('th', { scope: 'col' }, title)));
  const table = make('table', {}, make('caption', {}, caption), make('thead', {}, head), body);
  const scroller = make('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': caption }, table);
  const nothing = make('p', { class: 'empty' }, empty);
  const update = createList(body, (/** @type {Row} */ first) => {
    const cells = columns.map(({ text, hint, node }) => {
      const cell = make('td');
      const own = node?.(first);
      if (own) cell.append(own.element);
      /** @param {Row} row */
      const show = (row) => {
        if (text) say(cell, text(row));
        if (hint) cell.title = hint(row);
        own?.update(row);
      };
      return { cell, show };
    });
    return {
      element: make('tr', {}, ...cells.map(({ cell }) => cell)),
      update: (row) => {
        for (const { show } of cells) show(row);
      },
    };
  });
  return {
    element: make('div', {}, scroller, nothing),
    /** @param {readonly Row[]} rows */
    draw: (rows) => {
      scroller.hidden = rows.length === 0;
      nothing.hidden = rows.length > 0;
      update(rows);
    },
  };
};
