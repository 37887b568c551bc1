/** @typedef {string | Node | undefined | false} Child */

/**
 * Makes an element with attributes; `true` sets one without a value, `undefined` and `false` none.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
};

/**
 * A button that does something when it is pressed.
 *
 * @param {string} text
 * @param {() => void} act
 * @param {Record<string, string | undefined>} [attributes]
 */
export const makeButton = (text, act, attributes = {}) => {
  const button = make('button', { type: 'button', ...attributes }, text);
  button.addEventListener('click', act);
  return button;
};

/**
 * Says something where it is not said already, so that nothing is drawn or read aloud again.
 *
 * @param {Element} place
 * @param {string} text
 */
export const say = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

/**
 * The element of that id in the page.
 *
 * @param {string} id
 */
export const byId = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
};

/**
 * Keeps the children of `parent` in step with rows: each is made once and updated in place, so that focus, selection and
 * what somebody types stay.
 *
 * @template {{ id: string }} Row
 * @param {Element} parent
 * @param {(row: Row) => { element: Element, update(row: Row): void }} create
 */
export const createList = (parent, create) => {
  /** @type {Map<string, { element: Element, update(row: Row): void, row: Row | undefined }>} */
  const shown = new Map();
  /** @param {readonly Row[]} rows */
  return (rows) => {
    const wanted = new Set(rows.map(({ id }) => id));
    for (const [id, { element }] of shown) {
      if (wanted.has(id)) continue;
      element.remove();
      shown.delete(id);
    }
    let previous = /** @type {Element | null} */ (null);
    for (const row of rows) {
      const entry = shown.get(row.id) ?? { ...create(row), row: undefined };
      shown.set(row.id, entry);
      if (entry.row !== row) {
        entry.row = row;
        entry.update(row);
      }
      const next = previous ? previous.nextElementSibling : parent.firstElementChild;
      // Moving an element takes the focus from it.
      if (next !== entry.element) parent.insertBefore(entry.element, next);
      previous = entry.element;
    }
  };
};
