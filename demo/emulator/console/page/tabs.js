import { make, say } from './dom.js';

/**
 * A view and its tab.
 *
 * @typedef {{ name: string, title: string, panel: HTMLElement, count?: () => number, isUrgent?: () => boolean,
 *   draw: () => void }} View
 */

/**
 * Shows one view at a time. Arrow keys, Home and End move between the tabs (ARIA Authoring Practices, Tabs).
 *
 * @param {HTMLElement} bar
 * @param {HTMLElement} panels
 * @param {readonly View[]} views
 */
export const createTabs = (bar, panels, views) => {
  const tabs = views.map(({ name, title }) => {
    const count = make('span', { class: 'count' });
    const tab = make(
      'button',
      { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}` },
      title,
      count,
    );
    return { tab, count };
  });
  const chosen = views.findIndex(({ name }) => `#${name}` === location.hash);
  let current = Math.max(0, chosen);

  const draw = () => {
    views.forEach(({ panel, count, isUrgent }, index) => {
      const entry = tabs[index];
      if (!entry) return;
      entry.tab.setAttribute('aria-selected', String(index === current));
      entry.tab.tabIndex = index === current ? 0 : -1;
      entry.tab.classList.toggle('urgent', isUrgent?.() ?? false);
      const number = count?.();
      say(entry.count, number === undefined ? '' : ` ${number}`);
      panel.hidden = index !== current;
    });
    views[current]?.draw();
  };

  /** @param {number} index */
  const show = (index) => {
    current = (index + views.length) % views.length;
    history.replaceState(null, '', `#${views[current]?.name}`);
    draw();
    tabs[current]?.tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  tabs.forEach(({ tab }, index) => {
    tab.addEventListener('click', () => show(index));
    bar.append(tab);
  });
  bar.addEventListener('keydown', (event) => {
    const moves = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: views.length - 1 };
    const next = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (next === undefined) return;
    event.preventDefault();
    show(next);
    tabs[current]?.tab.focus();
  });
  for (const { name, panel } of views) {
    panel.id = `panel-${name}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${name}`);
    panels.append(panel);
  }
  return {
    draw,
    /** @param {string} name */
    open: (name) => show(views.findIndex((view) => view.name === name)),
  };
};
