import { indexBelow } from './anchor.js';
import { whenIdle } from './frame.js';

/**
 * Says how much of a long conversation is drawn, by batches of turns: what is near to the screen as it is, everything else as plain text
 * that can be found, read aloud and copied. The newest come first, older ones when the page has nothing else to do.
 */
export interface Nearby {
  /** Before each rendering. `ready` is false while older ones would have to be drawn twice. */
  arrange(count: number, ready: boolean): void;
  /** Whether a batch is drawn; `undefined` where it is not there yet. */
  draws(index: number): boolean | undefined;
  /** Looks where the person is; `acted`: by a movement of theirs. */
  look(scroller: Element, content: Element, acted: boolean): void;
  /** What is on the screen is not drawn: it is where find in page or a screen reader has gone, and the person has not moved since. */
  readonly leaves: boolean;
  /** Another conversation. */
  begin(): void;
}

/** Older batches come so many at a time, in one element. */
export const chapterSize = 5;

/** `changed` is called when there is another answer to {@link Nearby.draws}. */
export const createNearby = (changed: () => unknown): Nearby => {
  let count = 0;
  /** The oldest one that is there. */
  let oldest = Infinity;
  /** Those that are drawn, beside the last; not known in the beginning. */
  let first = Infinity;
  let last = 0;
  let waiting = false;
  let leaves = false;

  return {
    get leaves() {
      return leaves;
    },
    begin() {
      oldest = first = Infinity;
      last = 0;
    },
    arrange(now, ready) {
      count = now;
      oldest = Math.min(oldest, Math.floor(Math.max(0, count - 2) / chapterSize) * chapterSize);
      if (oldest === 0 || waiting || !ready) return;
      waiting = true;
      whenIdle((free) => {
        waiting = false;
        // A chapter takes some 5 ms.
        oldest = Math.max(0, oldest - chapterSize * Math.max(1, Math.floor(free / 8)));
        changed();
      });
    },
    draws: (index) =>
      index < oldest
        ? undefined
        : index === count - 1 || (first === Infinity ? index === count - 2 : index >= first && index <= last),
    look(scroller, content, acted) {
      const { top, height } = scroller.getBoundingClientRect();
      const at = (screens: number): number => {
        const edge = top + screens * height;
        const chapter = indexBelow(content.children, edge);
        const batches = content.children[chapter]?.children;
        return oldest + chapter * chapterSize + (batches ? indexBelow(batches, edge) : 0);
      };
      const [from, to] = [at(-1), at(2)];
      const isFar = to < first || from > last;
      leaves = isFar && !acted && to < count - 2;
      if (leaves) return;
      const held = (scroller.getRootNode() as ShadowRoot).activeElement?.closest('.turns');
      const [begin, end] = isFar
        ? [from, to]
        : [Math.min(from, Math.max(first, held ? 0 : at(-4))), Math.max(to, Math.min(last, held ? Infinity : at(5)))];
      if (begin === first && end === last) return;
      [first, last] = [begin, end];
      changed();
    },
  };
};
