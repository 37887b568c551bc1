import type { ZabyAgent } from '../zaby-agent.js';

/** Looks like a run at work to `unfinished.ts`: the next page loads the conversation for it as well. */
const mark = '"status":"open"';

/**
 * Keeps a floating panel open over a reload: beside the conversation, and wiped with it.
 *
 * To be told of each rendering, and whether there is a conversation to keep: nothing is written before the person acts. It opens nothing
 * but at the beginning, and never moves the focus.
 */
export const rememberOpen = (element: ZabyAgent, place: string): ((acted: boolean) => void) => {
  let kept = false;
  const use = (action: (storage: Storage, key: string) => unknown): void => {
    const { mode, storage, storageSource, userKey = 'anon' } = element;
    if (mode !== 'floating' || (storage !== 'session' && storage !== 'local')) return;
    try {
      action(storage === 'local' ? localStorage : sessionStorage, `zaby:${storageSource}:${userKey}:${place}:open`);
    } catch {
      // A blocked storage remembers nothing.
    }
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
