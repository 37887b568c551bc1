import type { ZabyAgent } from '../zaby-agent.js';

/** Looks like a run at work to `unfinished.ts`: the next page loads the conversation for it as well. */
const mark = '"status":"open"';

/**
 * Keeps a floating panel open over a reload, where the person opened it themselves: beside the conversation, and wiped with it.
 *
 * It is told of each rendering. It opens nothing but at the beginning, and never moves the focus.
 */
export const rememberOpen = (element: ZabyAgent, place: string): (() => void) => {
  let known = element.open;
  const use = (action: (storage: Storage, key: string) => unknown): void => {
    const { mode, storage, storageSource, userKey = 'anon' } = element;
    if (mode !== 'floating' || typeof storage !== 'string' || storage === 'none') return;
    try {
      action(storage === 'local' ? localStorage : sessionStorage, `zaby:${storageSource}:${userKey}:${place}:open`);
    } catch {
      // A blocked storage remembers nothing.
    }
  };
  const keep = (): void => {
    if (navigator.userActivation?.isActive === false) return;
    use((storage, key) => (element.open ? storage.setItem(key, mark) : storage.removeItem(key)));
  };

  if (element.open) keep();
  use((storage, key) => {
    if (storage.getItem(key)) element.open = known = true;
  });

  return () => {
    if (element.open === known) return;
    known = element.open;
    keep();
  };
};
