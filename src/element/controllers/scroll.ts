/** Keeps the end of the transcript in sight while the person is there, and never against them. */
export interface Scroll {
  /** True while new content is followed. */
  readonly following: boolean;
  /** For `attach()` on the scrolling element. */
  readonly scroller: (element: Element) => void;
  /** For `attach()` on the one element that holds all content of the scrolling element. */
  readonly content: (element: Element) => void;
  /** How many of `total` messages came since the person left the end; 0 while following. */
  unseen(total: number): number;
  /** Follows again from now on, as a person does who sends a message or presses "new messages". */
  toEnd(): void;
}

/** Closer to the end than this counts as being there, in px. */
const nearness = 32;

const movesUp = new Set(['ArrowUp', 'PageUp', 'Home']);

const fromEnd = (element: HTMLElement): number => element.scrollHeight - element.clientHeight - element.scrollTop;

/** Where following leads: the end, or the beginning of what is to be read first. Never back up. */
const endOf = (element: HTMLElement, hold: string): number => {
  const held = element.querySelector(hold);
  if (!held) return element.scrollHeight;
  const beginning = element.scrollTop + held.getBoundingClientRect().top - element.getBoundingClientRect().top - 12;
  return Math.max(element.scrollTop, beginning);
};

/**
 * Follows by observing sizes, not by being told: whatever grows, for whatever reason, is followed.
 *
 * The wheel, a touch or a key release it at once, before the browser has moved anything, so that no token in between
 * pulls the person back; any other way up does when it has moved; coming back to the end arms it again. `changed` is called when `following`
 * changes. What `hold` selects is to be read from its beginning: following stops at its upper edge.
 */
export const createScroll = (changed: () => void, hold: string): Scroll => {
  let following = true;
  let unfolding = false;
  let seen = 0;
  let lastTop = 0;
  let scroller: HTMLElement | undefined;

  const follow = (next: boolean): void => {
    if (next === following) return;
    following = next;
    changed();
  };

  const stick = (): void => {
    if (!scroller) return;
    if (unfolding) {
      // The person opened something: what they look at stays where it is.
      unfolding = false;
      follow(fromEnd(scroller) <= nearness);
    } else if (following) scroller.scrollTop = endOf(scroller, hold);
    // Content that no longer overflows leaves nothing to come back to.
    else if (scroller.scrollHeight <= scroller.clientHeight) follow(true);
    lastTop = scroller.scrollTop;
  };

  const sizes = new ResizeObserver(stick);

  const release = (): void => {
    if (scroller && scroller.scrollHeight > scroller.clientHeight) follow(false);
  };

  const listen = (element: HTMLElement): void => {
    const on = <Type extends keyof HTMLElementEventMap>(
      type: Type,
      handle: (event: HTMLElementEventMap[Type]) => void,
    ) => element.addEventListener(type, handle, { passive: true });
    on('wheel', (event) => event.deltaY < 0 && release());
    on('touchmove', release);
    on('keydown', (event) => {
      const typing = event.composedPath()[0] instanceof HTMLTextAreaElement;
      if (!typing && (movesUp.has(event.key) || (event.key === ' ' && event.shiftKey))) release();
    });
    on('click', (event) => {
      if (event.target instanceof Element && event.target.closest('summary')) unfolding = true;
    });
    on('scroll', () => {
      const distance = fromEnd(element);
      const moved = element.scrollTop - lastTop;
      lastTop = element.scrollTop;
      if (distance < 2 || (moved > 0 && distance <= nearness)) follow(true);
      // Upwards, and not by us: the scrollbar, a finger, a screen reader, find in page.
      else if (moved < 0) release();
    });
  };

  return {
    get following() {
      return following;
    },
    scroller(element) {
      scroller = element as HTMLElement;
      listen(scroller);
      sizes.observe(element);
    },
    content: (element) => sizes.observe(element),
    unseen(total) {
      if (following) seen = total;
      return Math.max(0, total - seen);
    },
    toEnd() {
      follow(true);
      stick();
    },
  };
};
