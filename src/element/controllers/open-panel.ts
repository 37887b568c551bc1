import type { ZabyAgent } from '../zaby-agent.js';

/** Looks like a run at work to `unfinished.ts`: the next page loads the conversation for it as well. */
const mark = '"status":"open"';

/** Does something with what is kept under a name beside a conversation, where the page lets anything be kept; it is wiped with it. */
export type Keeping = (name: string, action: (storage: Storage, key: string) => unknown) => void;

export const keepBeside =
  (element: ZabyAgent, place: string): Keeping =>
  (name, action) => {
    const { storage, storageSource, userKey = 'anon' } = element;
    if (storage !== 'session' && storage !== 'local') return;
    try {
      action(storage === 'local' ? localStorage : sessionStorage, `zaby:${storageSource}:${userKey}:${place}:${name}`);
    } catch {
      // A blocked storage remembers nothing.
    }
  };

/**
 * Keeps a floating panel open over a reload: beside the conversation, and wiped with it.
 *
 * To be told of each rendering, and whether there is a conversation to keep: nothing is written before the person acts. It opens nothing
 * but at the beginning, and never moves the focus.
 */
export const rememberOpen = (element: ZabyAgent, keeping: Keeping): ((acted: boolean) => void) => {
  let kept = false;
  const use: (action: Parameters<Keeping>[1]) => void = (action) => {
    if (element.mode === 'floating') keeping('open', action);
  };

  use((storage, key) => {
    if (storage.getItem(key)) element.open = kept = true;
  });

  return (acted) => {
    const { open } = element;
    if (open === kept || (open && !acted)) return;
    kept = open;
    use((storage, key) => (open ? storage.setItem(key, mark) : storage.removeItem(key)));
  };
};
