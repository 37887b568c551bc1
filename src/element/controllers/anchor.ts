/** The first of elements that stand below each other whose end lies below `edge`, in px of the screen; their count where none does. */
export const indexBelow = (elements: HTMLCollection, edge: number): number => {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle]!.getBoundingClientRect().bottom > edge) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Remembers what the person reads and where it stands, so that it can be put back there whatever changes above it. */
export interface Anchor {
  /** Call after scrolling, and after anything was put back. */
  hold(scroller: Element, content: Element): void;
  /** How far it was moved inside the scrolling element since, in px. */
  moved(scroller: Element): number;
}

/**
 * Holds what crosses the upper edge of the scrolling element, from the outermost to the innermost: what is drawn anew is another element,
 * and the one around it stands for it. Browsers do the same by themselves; not all of them, not at the very top, and not for what was
 * replaced.
 */
export const createAnchor = (): Anchor => {
  let held: readonly (readonly [Element, number])[] = [];
  return {
    hold(scroller, content) {
      const edge = scroller.getBoundingClientRect().top;
      const found: [Element, number][] = [];
      for (let top = -1, inside = content; top < 0;) {
        const next = inside.children[indexBelow(inside.children, edge)];
        if (!next) break;
        top = next.getBoundingClientRect().top - edge;
        found.unshift([next, top]);
        inside = next;
      }
      held = found;
    },
    moved(scroller) {
      const found = held.find(([element]) => element.isConnected);
      return found ? found[0].getBoundingClientRect().top - scroller.getBoundingClientRect().top - found[1] : 0;
    },
  };
};
