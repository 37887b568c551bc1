import type { Turn } from '../../core/index.js';
import { createAnchor } from './anchor.js';
import { type Nearby, createNearby } from './nearby.js';

/**
 * What the transcript does by itself: `pin-to-bottom` keeps the end in sight while the person is there, `pin-to-question` brings a new
 * question to the top and lets the answer grow below it, `none` shows what the person asks and moves no further.
 */
export type ScrollMode = 'pin-to-bottom' | 'pin-to-question' | 'none';

/** Moves the transcript for the person, and never against them: what they read stays where it is. */
export interface Scroll {
  /** True while the person is at the end. */
  readonly following: boolean;
  /** True where the last turn has room for an answer below it. */
  readonly roomy: boolean;
  readonly nearby: Nearby;
  /** For `attach()` on the scrolling element. */
  readonly scroller: (element: Element) => void;
  /** For `attach()` on the one element that holds all content of the scrolling element. */
  readonly content: (element: Element) => void;
  /** Before each rendering: how to move, and the ids of the conversation and of its newest turn. */
  arrange(mode: ScrollMode, conversation: string, newest: string | undefined): void;
  /** For `attach()`, anew in each rendering, on what is drawn after the content. */
  rendered(): void;
  /** How many messages came since the person left the end. */
  unseen(turns: readonly Turn[]): number;
  /** Follows again from now on, as a person does who sends a message or presses "new messages". */
  toEnd(): void;
}

/** Closer to the end than this counts as being there, in px. */
const nearness = 32;

/** What is read first keeps this distance from the upper edge, in px. */
const margin = 12;

const movesUp = new Set(['ArrowUp', 'PageUp', 'Home']);

const fromEnd = (element: HTMLElement): number => element.scrollHeight - element.clientHeight - element.scrollTop;

const overflows = (element: HTMLElement): boolean => element.scrollHeight > element.clientHeight;

/** How many messages of the agent's there are: what "3 new messages" counts. */
const messagesOf = (turn: Turn | undefined): number =>
  turn?.parts.filter(({ kind }) => /^(?:text|approval|block)$/.test(kind)).length ?? 0;

/** Where an element stands at the upper edge. */
const beginningOf = (scroller: HTMLElement, element: Element): number =>
  scroller.scrollTop + element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - margin;

/**
 * Follows by observing sizes, not by being told: whatever grows, for whatever reason, is followed, or what is above is made up for.
 *
 * The wheel, a finger, a key, the scrollbar or a selection release it at once, before the browser has moved anything, so that no token in
 * between pulls the person back; any other way up does when it has moved; coming back to the end arms it again. `redraw` is called when
 * `following` changes. What `hold` selects is to be read from its beginning: following stops at its upper edge.
 */
export const createScroll = (redraw: () => void, hold: string): Scroll => {
  let late = false;
  const changed = (): unknown => (late ? requestAnimationFrame(redraw) : redraw());
  const anchor = createAnchor();
  const nearby = createNearby(changed);
  let following = true;
  let unfolding = false;
  let selecting = false;
  let tabbing = false;
  /** The next rendering brings what the person asked before them. */
  let asking = false;
  /** What was restored is still being drawn, and its end is to be seen. */
  let opening = true;
  let roomy = false;
  let mode: ScrollMode = 'pin-to-bottom';
  let conversation = '';
  let newest: string | undefined;
  /** What there was when the person left the end. */
  let seen: readonly Turn[] = [];
  let seenBefore = seen;
  let lastTop = 0;
  let actedAt = -Infinity;
  let scroller: HTMLElement | undefined;
  let content: HTMLElement | undefined;

  const takeHold = (): void => {
    if (scroller && content) anchor.hold(scroller, content, nearby.leaves ? scroller.clientHeight / 2 : 0);
  };

  const follow = (next: boolean): void => {
    if (next === following) return;
    following = next;
    if (!next) takeHold();
    changed();
  };

  const toEnd = (element: HTMLElement): void => {
    const held = element.querySelector(hold);
    // Never back up.
    element.scrollTop = held ? Math.max(element.scrollTop, beginningOf(element, held)) : element.scrollHeight;
  };

  const isSelected = (): boolean => {
    const root = scroller?.getRootNode() as ShadowRoot & { getSelection?(): Selection | null };
    return selecting && (root.getSelection?.() ?? document.getSelection())?.isCollapsed === false;
  };

  const settle = (): void => {
    if (!scroller || !content || scroller.clientHeight === 0) return;
    if (following && isSelected()) follow(false);
    if (roomy) {
      content.style.setProperty('--room', `${scroller.clientHeight}px`);
      // A higher window had no room for where the person was; now it has.
      if (late) scroller.scrollTop = Math.max(scroller.scrollTop, lastTop);
    }
    const last = content.lastElementChild?.lastElementChild?.lastElementChild;
    if (unfolding) {
      // The person opened something: what they look at stays where it is.
      unfolding = false;
      follow(fromEnd(scroller) <= nearness);
    } else if (asking && roomy && last) scroller.scrollTop = beginningOf(scroller, last);
    else if (following && (asking || opening || mode === 'pin-to-bottom')) toEnd(scroller);
    else {
      anchor.keep(scroller);
      // Content that no longer overflows leaves nothing to come back to.
      if (!overflows(scroller)) follow(true);
    }
    if (mode !== 'pin-to-bottom' && !opening) {
      const isAtEnd = fromEnd(scroller) <= nearness;
      if (!isAtEnd && following) seen = seenBefore;
      follow(isAtEnd);
    }
    asking = false;
    hear(false);
  };

  /** Takes over where the person is. */
  const hear = (acted: boolean): void => {
    if (!scroller || !content) return;
    lastTop = scroller.scrollTop;
    // Who is taken to the end leaves what is above; to look for it lays out all that the browser skips.
    if (following && mode === 'pin-to-bottom') anchor.leave();
    else takeHold();
    nearby.look(scroller, content, acted);
  };

  /** The sizes of the last time: what is observed anew is told of once, changed or not. */
  let sizesThen = '';
  const watch = (): void => {
    for (const element of [scroller, content]) if (element) sizes.observe(element);
  };
  // Who changes sizes while they are observed makes the browser report an error to the page. What comes of it is looked at in the
  // next frame, before it is painted.
  const sizes = new ResizeObserver((entries) => {
    const now = entries.map(({ contentRect: { width, height } }) => [width, height]).join();
    if (now === sizesThen) return;
    sizesThen = now;
    late = true;
    settle();
    late = false;
    sizes.disconnect();
    requestAnimationFrame(watch);
  });

  const release = (): void => {
    if (scroller && overflows(scroller)) follow(false);
  };

  const listen = (element: HTMLElement): void => {
    const on = <Type extends keyof HTMLElementEventMap>(
      types: string,
      handle: (event: HTMLElementEventMap[Type]) => void,
    ) => {
      for (const type of types.split(' '))
        element.addEventListener(type as Type, handle as (event: Event) => void, { passive: true });
    };
    const look = (acted: boolean): void => {
      if (!following) anchor.keep(element);
      hear(acted);
    };
    on<'pointermove'>('wheel touchmove keydown pointerdown pointermove', ({ timeStamp }) => {
      const before = actedAt;
      actedAt = timeStamp;
      opening = false;
      if (timeStamp - before > 1000) look(true);
    });
    on<'wheel'>('wheel', ({ deltaY }) => deltaY < 0 && release());
    on('touchmove', release);
    on<'keydown'>('keydown', (event) => {
      const typing = event.composedPath()[0] instanceof HTMLTextAreaElement;
      tabbing = event.key === 'Tab';
      if (!typing && (movesUp.has(event.key) || (event.key === ' ' && event.shiftKey))) release();
    });
    on<'pointerdown'>('pointerdown', ({ target, offsetX }) => {
      // The scrollbar: beside the content, on whichever side.
      if (target === element && (offsetX < 0 || offsetX > element.clientWidth)) release();
    });
    on('selectstart', () => {
      selecting = true;
      takeHold();
    });
    on('focusin', ({ target }) => tabbing && target !== element && release());
    on('click', ({ target }) => {
      if (target instanceof Element && target.closest('summary, .show-more')) unfolding = true;
    });
    on('scroll', ({ timeStamp }) => {
      const moved = element.scrollTop - lastTop;
      look(timeStamp - actedAt < 1000);
      const distance = fromEnd(element);
      if (distance < 2 || (moved > 0 && distance <= nearness)) follow(true);
      // Upwards, and not by us: the scrollbar, a finger, a screen reader, find in page.
      else if (moved < 0) release();
    });
  };

  return {
    get following() {
      return following;
    },
    get roomy() {
      return roomy;
    },
    nearby,
    scroller(element) {
      scroller = element as HTMLElement;
      listen(scroller);
      sizes.observe(element);
    },
    content(element) {
      content = element as HTMLElement;
      sizes.observe(element);
    },
    arrange(wanted, id, turn) {
      if (id !== conversation) {
        nearby.begin();
        following = opening = true;
        roomy = false;
      } else if (turn !== newest && following) {
        asking = true;
        opening = false;
        roomy = wanted === 'pin-to-question';
      }
      [mode, conversation, newest] = [wanted, id, turn];
    },
    rendered: () => {
      if (asking || !following) settle();
    },
    unseen(turns) {
      if (following && turns !== seen) [seenBefore, seen] = [seen, turns];
      return turns.reduce((sum, turn, index) => {
        const before = seen[index];
        return turn === before ? sum : sum + Math.max(0, messagesOf(turn) - messagesOf(before));
      }, 0);
    },
    toEnd() {
      // What stays selected was read.
      selecting = false;
      follow(true);
      if (scroller) toEnd(scroller);
      hear(true);
    },
  };
};
