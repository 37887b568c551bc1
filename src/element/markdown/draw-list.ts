import { type CreateView, add, room } from './block-view.js';
import { create } from './create.js';
import { createChildren } from './draw-children.js';

export const list: CreateView = ({ start, more }, around) => {
  const { depth = 0 } = around;
  const element = add(around, create(start === undefined ? 'ul' : 'ol'));
  if (start !== undefined && start !== 1) element.setAttribute('start', String(start));
  let loose = false;
  const { update, views: items } = createChildren({
    ...around,
    parent: element,
    depth: depth + 1,
    isTight: () => !loose,
  });
  return {
    shown: () => [element],
    get isLoose() {
      return loose;
    },
    update: (node) => {
      if (node.loose && !loose) {
        loose = true;
        for (const { loosen } of items) loosen?.();
      }
      update(node.children);
      // Numbers stand before the box of their list, and would be cut off at the edge of all.
      const digits = start !== undefined && depth < 5 && `digits-${String(start + node.children.length - 1).length}`;
      const name = `${digits || room(depth)}${more ? ' piece' : ''}`;
      if (element.className !== name) element.className = name;
    },
  };
};

export const item: CreateView = (_node, around) => {
  const element = add(around, create('li'));
  const { update, views: inside } = createChildren({ ...around, parent: element });
  return {
    shown: () => [element],
    update: ({ children, hasTask }) => {
      if (hasTask && !element.className) element.className = 'task';
      update(children);
    },
    loosen: () => {
      for (const { loosen } of inside) loosen?.();
    },
  };
};
