/** Changes things in a way that can be taken back: what an unfinished line does holds only until there is more of it. */
export interface Journal {
  /** True while what changes is written down. */
  readonly isOpen: () => boolean;
  readonly open: () => void;
  /** Takes back all that changed since it was opened. */
  readonly undo: () => void;
  readonly change: <Thing extends object, Key extends keyof Thing>(thing: Thing, key: Key, value: Thing[Key]) => void;
}

export const createJournal = (): Journal => {
  let undoing: (() => void)[] | undefined;
  return {
    isOpen: () => undoing !== undefined,
    open: () => {
      undoing = [];
    },
    undo: () => {
      for (const each of undoing?.toReversed() ?? []) each();
      undoing = undefined;
    },
    change: (thing, key, value) => {
      const before = thing[key];
      undoing?.push(() => {
        thing[key] = before;
      });
      thing[key] = value;
    },
  };
};
