import { type CreateView, add } from './block-view.js';
import { create } from './create.js';
import { type Drawing, type Place, within } from './draw-inline.js';
import { createInlineView } from './draw-pieces.js';
import { trimEnd } from './line-cursor.js';

const checkbox = (checked: boolean, { context: { strings } }: Drawing): HTMLInputElement => {
  const box = create('input');
  box.type = 'checkbox';
  box.disabled = true;
  box.checked = checked;
  box.ariaLabel = checked ? strings.taskDone : strings.taskOpen;
  return box;
};

/** Draws a paragraph; in a list that is not set apart it is no element of its own. */
export const paragraph: CreateView = (node, around) => {
  const { parent, drawing } = around;
  const before = parent.lastChild;
  let element: HTMLElement | undefined;
  const place: Place = { ...within(parent), after: before };
  const text = createInlineView(place, drawing);
  /** Where a paragraph ends that is no element. */
  const end = document.createTextNode('');
  if (around.isTight?.()) place.before = add(around, end);
  else place.parent = element = add(around, create('p'));
  if (element) place.after = null;
  if (node.task !== undefined) {
    const space = document.createTextNode(' ');
    place.parent.insertBefore(checkbox(node.task, drawing), place.before);
    place.parent.insertBefore(space, place.before);
    place.after = space;
  }
  const shown = (): ChildNode[] => {
    if (element) return [element];
    const range: ChildNode[] = [end];
    for (let each = end.previousSibling; each && each !== before; each = each.previousSibling) range.unshift(each);
    return range;
  };
  return {
    shown,
    update: ({ text: source, done }) => text(trimEnd(source), done),
    loosen: () => {
      if (element) return;
      const inside = shown();
      const box = create('p');
      parent.insertBefore(box, end);
      box.append(...inside);
      end.remove();
      element = box;
      place.parent = box;
      place.before = null;
      if (node.task === undefined) place.after = null;
    },
  };
};
