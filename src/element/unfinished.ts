/**
 * Tells whether an earlier life of the page left a run unfinished, or the panel open, without loading the core.
 *
 * Looks for the turn statuses of a run at work in what the core keeps under `zaby:<source>:…` (DECISIONS.md, "Identity"). In JSON a quote
 * inside a text is escaped, so nothing that anybody wrote can look like a status.
 */
export const hasUnfinishedRun = (kind: 'session' | 'local', source: string): boolean => {
  try {
    const storage = kind === 'session' ? sessionStorage : localStorage;
    return Object.keys(storage).some(
      (key) => key.startsWith(`zaby:${source}:`) && working.test(storage.getItem(key) ?? ''),
    );
  } catch {
    return false; // A blocked storage holds nothing.
  }
};

const working = /"status":"(?:sending|running|waiting-approval|reconnecting|offline|open)"/;
