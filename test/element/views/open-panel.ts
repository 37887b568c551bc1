import { fixture, html } from '@open-wc/testing';
import { GalleryPanel } from '../../../demo/pages/gallery-panel.js';
import { galleryStates } from '../../../demo/pages/gallery-states.js';
import type { ConversationState, Turn } from '../../../src/core/index.js';

customElements.define('gallery-panel', GalleryPanel);

export const stateNamed = (name: string): ConversationState => {
  const found = galleryStates.find((each) => each.name === name);
  if (!found) throw new Error(`The gallery has no state "${name}".`);
  return found.state;
};

/** The panel on the test page, in a state of the gallery or one of the test's own. */
export const openPanel = async (
  state: ConversationState | string,
  change: Partial<GalleryPanel> = {},
): Promise<GalleryPanel> => {
  const known = typeof state === 'string' ? stateNamed(state) : state;
  const panel = await fixture<GalleryPanel>(html`<gallery-panel .state=${known}></gallery-panel>`);
  Object.assign(panel, change);
  await panel.updateComplete;
  return panel;
};

/** Changes the last turn, as the reducer would: everything else keeps its identity. */
export const changeTurn = async (panel: GalleryPanel, change: Partial<Turn>): Promise<void> => {
  const { state } = panel;
  panel.state = { ...state, turns: [...state.turns.slice(0, -1), { ...state.turns.at(-1)!, ...change }] };
  await panel.updateComplete;
};

export const partOf = <Type extends HTMLElement = HTMLElement>(panel: GalleryPanel, name: string): Type => {
  const found = panel.shadowRoot!.querySelector<Type>(`[part~="${name}"]`);
  if (!found) throw new Error(`The panel shows no part "${name}".`);
  return found;
};

/** The names of the actions so far, without what only follows typing. */
export const actsOf = (panel: GalleryPanel): readonly string[] =>
  panel.acts.map(([name]) => name).filter((name) => name !== 'announce');

/** The middle of an element, for the real mouse. */
export const middleOf = (element: Element): [number, number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
};

/** Resolves when what was just rendered has been laid out and observed. */
export const painted = async (): Promise<void> => {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => requestAnimationFrame(resolve));
};
