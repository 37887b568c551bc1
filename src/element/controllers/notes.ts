/** What a person said to an approval. */
export interface Decision {
  readonly approved: boolean;
  readonly reason?: string;
  /** The arguments as the person changed them. */
  readonly editedArgs?: unknown;
}

/** What the person has opened or chosen inside the views of one turn. Not worth keeping over a reload. */
export interface TurnNotes {
  /** The approval whose reason is being written. */
  readonly rejecting?: string;
  /** The approval that asks for one more click. */
  readonly confirming?: string;
  /** The approval whose arguments are being changed. */
  readonly editing?: string;
  /** What is wrong with them, by the place of the field. */
  readonly problems?: readonly (string | undefined)[];
  /** What was decided last, by approval, so that it can be sent again. */
  readonly decisions?: Readonly<Record<string, Decision>>;
  /** How many characters of a long text are shown, by the text's part. */
  readonly shown?: Readonly<Record<string, number>>;
  /** What is unfolded of the agent's work, by part. */
  readonly unfolded?: Readonly<Record<string, boolean>>;
  /** How far giving feedback is. */
  readonly feedback?: 'asking' | 'done';
}

/** Remembers the notes of each turn, and makes ids for the element's own tree. */
export interface Notes {
  /** The notes of a turn; a new object after each change, so that a view may be skipped by it. */
  of(turnId: string): TurnNotes;
  change(turnId: string, change: TurnNotes): void;
  /** An id for one thing, the same each time, made here and never from what the agent sent. */
  id(...name: string[]): string;
}

const none: TurnNotes = {};

/** `changed` is called after each change. */
export const createNotes = (changed: () => void): Notes => {
  const turns = new Map<string, TurnNotes>();
  const ids = new Map<string, string>();
  return {
    of: (turnId) => turns.get(turnId) ?? none,
    change(turnId, change) {
      turns.set(turnId, { ...turns.get(turnId), ...change });
      changed();
    },
    id(...name) {
      const key = JSON.stringify(name);
      let id = ids.get(key);
      if (id === undefined) ids.set(key, (id = `zaby-${ids.size}`));
      return id;
    },
  };
};
