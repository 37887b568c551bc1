import type { Env } from './env.js';
import type { OpenItems } from './normalize.js';
import type { Cursor } from './sequencer.js';
import { type ConversationState, type Turn, hasGap, isEnded, wasGivenUp } from './state.js';
import type { StorageAdapter } from './storage.js';
import { defined, isObject, own } from './wire.js';

/**
 * Keeps a conversation in storage while it moves, and reads it back.
 *
 * One record holds state and stream position together, so that they always fit. Nothing is written before the first `save`. Where two tabs
 * share a storage, none of them wipes what the other wrote: each writing keeps what was put there since.
 */
export interface Saved {
  readonly version: 1;
  readonly state: ConversationState;
  /** Where the run in flight stands. */
  readonly run?: { readonly turnId: string; readonly cursor: Cursor; readonly open: OpenItems };
  readonly agentSessionId?: string;
}

export interface Persistence {
  /** What was kept, at once where the storage is sync; `undefined` where it is nothing we can read. */
  load(): Saved | undefined | Promise<Saved | undefined>;
  /** What other tabs wrote since, together with what is here; `undefined` where there is nothing new. */
  news(): Saved | undefined;
  /** Whether somebody removed what was kept. */
  isGone(): boolean;
  /**
   * Soon, and only once however often it is called; `now` for what must not be lost. What is `typed` into a long conversation is written
   * when the person pauses.
   */
  save(now?: boolean, typed?: boolean): void;
  /** Forgets what was kept. */
  remove(): void;
  dispose(): void;
}

/** Until what happened is written, in ms. */
const delay = 500;

/** A longer record, in characters, is written less often: a million holds up the page for 20 ms. */
const heavy = 250_000;

const read = (text: string | null | undefined): Saved | undefined => {
  if (!text) return undefined;
  try {
    const saved: unknown = JSON.parse(text);
    const state = own(saved, 'state');
    const known =
      own(saved, 'version') === 1 &&
      isObject(state) &&
      typeof state.conversationId === 'string' &&
      Array.isArray(state.turns) &&
      state.turns.every((turn) => Array.isArray(own(turn, 'parts')));
    return known ? (saved as Saved) : undefined;
  } catch {
    return undefined;
  }
};

const isOver = (turn: Turn): boolean => isEnded(turn) && !wasGivenUp(turn);

/**
 * What two tabs on one conversation have to keep: of each turn, and of the draft, what was changed since `base`, which is what this tab had
 * when it last looked; and what has ended over what has not.
 */
const merge = (base: Saved | undefined, theirs: Saved, mine: Saved): Saved => {
  const byId = (saved: Saved | undefined) =>
    new Map(saved?.state.turns.map((turn, place) => [turn.id, { turn, place }]));
  const [before, there, here] = [byId(base), byId(theirs), byId(mine)];
  const kept = mine.state.turns.flatMap((turn) => {
    const other = there.get(turn.id)?.turn;
    if (turn !== before.get(turn.id)?.turn && (isEnded(turn) || !other || !isOver(other))) return turn;
    // What ended here and no run goes on with: the other had not heard of its end.
    if (other && isEnded(turn) && !isEnded(other) && !(other.runId && (wasGivenUp(turn) || hasGap(turn)))) return turn;
    // What is the same keeps its identity.
    if (other) return JSON.stringify(other) === JSON.stringify(turn) ? turn : other;
    // A tab that had not heard of it wrote over it; nobody removes but what came back, and what was another person's.
    return turn.returned || theirs.agentSessionId !== mine.agentSessionId ? [] : turn;
  });
  const added = theirs.state.turns.filter(({ id }) => !here.has(id) && !before.has(id));
  // In the order of what was written; a clock may have been set back. What had no room in the storage is older than what had.
  const common = mine.state.turns.findIndex(({ id }) => there.has(id));
  const place = ({ id }: Turn) => there.get(id)?.place ?? (here.get(id)!.place < common ? -1 : Infinity);
  const turns = [...kept, ...added].toSorted((one, two) => place(one) - place(two) || 0);
  const last = turns.at(-1) === theirs.state.turns.at(-1) ? theirs : mine;
  const { draft } = (mine.state.draft === base?.state.draft ? theirs : mine).state;
  const { agentSessionId } = mine.agentSessionId === base?.agentSessionId ? theirs : mine;
  const { shared } = last.state;
  return { ...mine, ...defined({ run: last.run, agentSessionId }), state: { ...mine.state, turns, draft, shared } };
};

export const createPersistence = (storage: StorageAdapter, key: string, record: () => Saved, env: Env): Persistence => {
  let timer: unknown;
  let disposed = false;
  /** A storage that takes its time is not asked again at each writing; it is not known to be shared by tabs. */
  let sync = true;
  /** What is in the storage, as far as we know, and what was ours when we last looked. */
  let text: string | undefined;
  let base: Saved | undefined;
  /** What other tabs have put beside ours, and we have not taken over; and how many turns were in it. */
  let beside: Saved | undefined;
  let size = 0;
  /** So many of the oldest turns have no room in the storage. */
  let dropped = 0;
  /** What is to be written was only typed. */
  let lazy = false;

  const take = (found: string | null | undefined): Saved | undefined => {
    text = found ?? undefined;
    base = read(found);
    return base;
  };

  /** Ours with what is beside it. Another conversation is not ours to merge with. */
  const look = (): Saved => {
    const found = sync ? (storage.load(key) as string | null | undefined) : undefined;
    if (found && found !== text) {
      text = found;
      beside = read(found);
      size = beside?.state.turns.length ?? 0;
    }
    const mine = record();
    return beside?.state.conversationId === mine.state.conversationId ? (beside = merge(base, beside, mine)) : mine;
  };

  const write = (saved: Saved) => {
    env.clearTimeout(timer);
    timer = undefined;
    const { turns } = saved.state;
    try {
      for (;;) {
        const whole = JSON.stringify({ ...saved, state: { ...saved.state, turns: turns.slice(dropped) } });
        void storage.save(key, whole);
        // A full storage still holds what it held: that is no news of another tab.
        text = sync ? ((storage.load(key) as string | null) ?? undefined) : whole;
        const left = turns.length - dropped;
        if (text === whole || text === undefined || left < 2) return;
        dropped += Math.ceil(left / 8);
      }
    } catch {
      // Something of the page's own in it is no JSON: that costs persistence, and nothing else.
    }
  };

  const flush = () => {
    if (timer === undefined) return;
    const all = look();
    write(all);
    base = record();
    // Of two conversations the one that goes on stays.
    if (beside !== all) beside = undefined;
  };

  const stopSignals = env.signals((signal) => {
    if (/^(?:hidden|pagehide|freeze)$/.test(signal.type)) flush();
  });

  return {
    load: () => {
      const found = storage.load(key);
      sync = !(found instanceof Promise);
      return found instanceof Promise ? found.then(take) : take(found);
    },
    news: () => {
      const all = look();
      base = beside ?? base;
      // Also where theirs went over ours: what was asked here must be there after a reload.
      if (beside === all && (timer !== undefined || all.state.turns.length - dropped > size)) write(all);
      const taken = beside;
      beside = undefined;
      return taken;
    },
    isGone: () => sync && text !== undefined && !storage.load(key),
    save: (now = false, typed = false) => {
      if (disposed) return;
      const length = text?.length ?? 0;
      if (lazy && typed && length > heavy) {
        env.clearTimeout(timer);
        timer = undefined;
      }
      lazy = typed && (lazy || timer === undefined);
      timer ??= env.setTimeout(flush, Math.max(delay, (delay * length) / heavy));
      if (now) flush();
    },
    remove: () => {
      env.clearTimeout(timer);
      timer = text = base = beside = undefined;
      dropped = 0;
      void storage.remove(key);
    },
    dispose: () => {
      flush();
      disposed = true;
      stopSignals();
    },
  };
};

/** What the keys of all conversations of one person with one agent begin with (DECISIONS.md, "Identity"). */
export const storagePrefix = (source: string, userKey = 'anon'): string => `zaby:${source}:${userKey}:`;
