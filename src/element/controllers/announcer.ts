import {
  type ApprovalPart,
  type ConversationState,
  type Turn,
  type TurnStatus,
  pendingApprovals,
} from '../../core/index.js';

/** Tells screen readers what happens, through two live regions that hold nothing else (WCAG 2.2, 4.1.3). */
export interface Announcer {
  /** For `attach()` on the polite region. */
  readonly polite: (element: Element) => void;
  /** For `attach()` on the assertive region. */
  readonly assertive: (element: Element) => void;
  /** Says a sentence when the reader has time for it. */
  say(text: string): void;
  /** Says what needs the person now. */
  interrupt(text: string): void;
  /** Compares with the state of the last call and says what is worth saying; of what was restored, only what waits for the person. */
  observe(state: ConversationState, words: AnnouncerWords): void;
  /** Lets go of its timers. */
  dispose(): void;
}

/** What the announcer says of a conversation. An empty text is not said. */
export interface AnnouncerWords {
  readonly answering: string;
  /** What the agent is doing right now. */
  readonly work: (turn: Turn) => string;
  /** Wall clock, ms. */
  readonly now: number;
  /** What keeps an answer from coming. */
  readonly trouble: (turn: Turn) => string;
  /** A finished answer as plain text. */
  readonly answer: (turn: Turn) => string;
  readonly ended: (turn: Turn) => string;
  readonly approval: (part: ApprovalPart) => string;
  readonly decided: (part: ApprovalPart) => string;
}

/** So often at most it is told what the agent is doing, in ms: who listens wants to hear other things as well. */
const workPause = 10_000;

/** How long a sentence stays: readers poll, and one that is gone too soon is never read. In ms. */
const stay = 1500;

const createRegion = () => {
  let region: Element | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const queue: string[] = [];

  const next = (): void => {
    timer = undefined;
    if (!region) return;
    const text = queue.shift();
    if (text === undefined) {
      if (region.textContent !== '') region.textContent = '';
      return;
    }
    // A sentence said twice in a row would not change the region; a no-break space makes it new.
    region.textContent = text === region.textContent ? `${text}\u00a0` : text;
    timer = setTimeout(next, stay);
  };

  return {
    attach: (element: Element): void => {
      region = element;
      if (queue.length > 0 && timer === undefined) next();
    },
    push: (text: string): void => {
      if (text === '') return;
      queue.push(text);
      if (timer === undefined) next();
    },
    /** Forgets a sentence that has not been said yet. */
    drop: (text: string): void => {
      const index = queue.indexOf(text);
      if (index >= 0) queue.splice(index, 1);
    },
    /** Forgets all that has not been said yet. */
    clear: (): void => void (queue.length = 0),
    dispose: (): void => clearTimeout(timer),
  };
};

const working: ReadonlySet<TurnStatus> = new Set(['sending', 'running', 'waiting-approval', 'reconnecting', 'offline']);

const approvalsOf = (turn: Turn): ApprovalPart[] =>
  turn.parts.filter((part): part is ApprovalPart => part.kind === 'approval');

export const createAnnouncer = (): Announcer => {
  const polite = createRegion();
  const assertive = createRegion();
  let known: ConversationState | undefined;
  /** Troubles that were told of; a line that comes and goes is no news. */
  const told = new Set<string>();
  let work = '';
  let workSaidAt = -Infinity;

  const compareApprovals = (turn: Turn, before: Turn | undefined, words: AnnouncerWords): void => {
    for (const part of approvalsOf(turn)) {
      const earlier = before && approvalsOf(before).find(({ id }) => id === part.id);
      if (earlier === part) continue;
      if (!earlier && part.status === 'pending') assertive.push(words.approval(part));
      else if (earlier && part.error && part.error !== earlier.error) assertive.push(words.decided(part));
      else if (earlier && part.status !== earlier.status && part.status !== 'sending') polite.push(words.decided(part));
    }
  };

  const compareTurns = (turn: Turn, before: Turn | undefined, words: AnnouncerWords): void => {
    if (turn === before) return;
    const isWorking = working.has(turn.status);
    const isStop = turn.status === 'stopped' && before?.status !== 'stopped';
    if (isStop) {
      // Who pressed Stop wants silence: not the rest of the queue, and not the half of an answer.
      polite.clear();
      assertive.push(words.ended(turn));
    }
    if (!before && isWorking) {
      polite.push(words.answering);
      workSaidAt = words.now;
    }
    const now = words.work(turn);
    if (now !== '' && now !== work && words.now - workSaidAt >= workPause) {
      polite.push((work = now));
      workSaidAt = words.now;
    }
    compareApprovals(turn, before, words);
    const trouble = words.trouble(turn);
    if (trouble !== '' && !told.has(turn.id + trouble)) {
      told.add(turn.id + trouble);
      polite.push(trouble);
    }
    if (isStop || isWorking || before?.status === turn.status) return;
    polite.drop(words.answering);
    polite.drop(work);
    polite.push(words.answer(turn));
    (turn.status === 'failed' ? assertive : polite).push(words.ended(turn));
  };

  return {
    polite: polite.attach,
    assertive: assertive.attach,
    say: polite.push,
    interrupt: assertive.push,
    observe(state, words) {
      const before = known;
      known = state;
      if (before === state || state.restoring) return;
      if (before && !before.restoring && before.conversationId === state.conversationId) {
        const { turns } = before;
        if (turns === state.turns) return;
        state.turns.forEach((turn, index) => {
          if (turn === turns[index]) return;
          const earlier = turns.findLast(({ id }) => id === turn.id);
          compareTurns(turn, earlier, words);
        });
        return;
      }
      // The first state, another conversation, and what storage gives back are history; what waits for the person is not.
      for (const part of state.turns.flatMap(pendingApprovals)) assertive.push(words.approval(part));
    },
    dispose() {
      polite.dispose();
      assertive.dispose();
    },
  };
};
