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
  /** Remembers what is there now, so far below the upper edge, in px. */
  hold(scroller: Element, content: Element, below: number): void;
  /** Makes up for what has grown or shrunk above since. */
  keep(scroller: Element): void;
  /** Remembers nothing from now on. */
  leave(): void;
}

/**
 * Holds what crosses the upper edge of the scrolling element, or a line below it, from the outermost to the innermost: what is drawn anew is another element,
 * and the one around it stands for it. Browsers do the same by themselves (CSS Scroll Anchoring), but not all of them, not at the very
 * top, and not for what was replaced: the style sheet tells them not to.
 */
export const createAnchor = (): Anchor => {
  let held: readonly (readonly [Element, number])[] = [];
  return {
    hold(scroller, content, below) {
      const begin = scroller.getBoundingClientRect().top;
      const edge = begin + below;
      const found: [Element, number][] = [];
      for (let top = -1, inside = content; top < 0;) {
        const { children, nextElementSibling } = inside;
        // A chapter that is skipped may be larger than what is in it; then what comes after it is read.
        const next = children[indexBelow(children, edge)] ?? (children.length > 0 ? nextElementSibling : null);
        // What sticks to the edge does not move with the text.
        if (!next || getComputedStyle(next).position === 'sticky') break;
        const at = next.getBoundingClientRect().top;
        top = at - edge;
        found.unshift([next, at - begin + scroller.scrollTop]);
        inside = next;
      }
      held = found;
    },
    keep(scroller) {
      const found = held.find(([element]) => element.isConnected);
      if (!found) return;
      const top = found[0].getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
      if (Math.abs(top - found[1]) >= 1) scroller.scrollTop += top - found[1];
    },
    leave() {
      held = [];
    },
  };
};
