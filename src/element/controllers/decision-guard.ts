/** What a click on Approve or Reject counts for. */
export type Verdict =
  /** The person decided. */
  | 'decides'
  /** The browser says the button may be covered: one more click is asked for. */
  | 'confirm'
  /** Not a person, or too soon to have read anything. */
  | 'ignored';

/** Makes sure that a decision is a person's act on a card they could see (clickjacking). */
export interface DecisionGuard {
  /** For `attach()` on the box of a card's buttons; `key` names the card. */
  watch(key: string): (element: Element) => void;
  /** Judges a click. After `confirm`, the next click that is not too soon decides. */
  judge(key: string, event: Event): Verdict;
  dispose(): void;
}

/** IntersectionObserver v2 (W3C, "Trust is Good, Observation is Better"); not in TypeScript's DOM library. */
interface VisibilityEntry extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

interface Watched {
  readonly observer: IntersectionObserver;
  readonly element: Element;
  /** On the clock of events, ms; `undefined` until the card was painted. */
  paintedAt: number | undefined;
  /** `undefined` where the browser cannot tell. */
  visible: boolean | undefined;
  /** When a confirming click was asked for. */
  askedAt: number | undefined;
}

/** The time in which nobody has read a card, and something may just have moved under the pointer. In ms. */
const readingTime = 500;

const knowsVisibility = (): boolean => 'isVisible' in IntersectionObserverEntry.prototype;

/** True when something else would take a click in the middle or near a corner. Stands in where the browser cannot tell. */
const isCovered = (element: Element): boolean => {
  const box = element.getBoundingClientRect();
  const root = element.getRootNode() as Document | ShadowRoot;
  const outside = root instanceof ShadowRoot ? root.host : element;
  return [
    [0.5, 0.5],
    [0.1, 0.1],
    [0.9, 0.1],
    [0.1, 0.9],
    [0.9, 0.9],
  ].some(([across = 0, down = 0]) => {
    const x = box.left + box.width * across;
    const y = box.top + box.height * down;
    const top = document.elementFromPoint(x, y);
    return top === null || !outside.contains(top);
  });
};

const startWatching = (element: Element, paintedAt?: number): Watched => {
  // `trackVisibility` wants a delay of at least 100 ms.
  const options = { threshold: [0.01, 0.99], trackVisibility: true, delay: 100 };
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries as VisibilityEntry[]) {
      if (entry.isIntersecting) watched.paintedAt ??= performance.now();
      if (knowsVisibility()) watched.visible = entry.isVisible;
    }
  }, options);
  const watched: Watched = { observer, element, paintedAt, visible: undefined, askedAt: undefined };
  observer.observe(element);
  return watched;
};

export const createDecisionGuard = (): DecisionGuard => {
  const cards = new Map<string, Watched>();
  return {
    watch: (key) => (element) => {
      const card = cards.get(key);
      if (card?.element === element) return;
      card?.observer.disconnect();
      // Drawn anew, as when a reason is asked for: what the person has read stays read.
      cards.set(key, startWatching(element, card?.paintedAt));
    },
    judge(key, event) {
      const card = cards.get(key);
      if (!event.isTrusted || card?.paintedAt === undefined) return 'ignored';
      const now = performance.now();
      if (now - card.paintedAt < readingTime) return 'ignored';
      if (card.askedAt !== undefined) return now - card.askedAt < readingTime ? 'ignored' : 'decides';
      if (card.visible ?? !isCovered(card.element)) return 'decides';
      card.askedAt = now;
      return 'confirm';
    },
    dispose() {
      for (const { observer } of cards.values()) observer.disconnect();
      cards.clear();
    },
  };
};
