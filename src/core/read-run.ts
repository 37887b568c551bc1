import type { AgentEvent } from './events.js';
import { createNormalizer } from './normalize.js';
import type { Platform } from './platform.js';
import { readStored } from './read-wire.js';

/** What the platform has stored of a run, in our words; nothing where it cannot be had. */
export const readRun = async (
  { storedEvents }: Pick<Platform, 'storedEvents'>,
  runId: string,
  signal: AbortSignal,
): Promise<AgentEvent[]> => {
  const normalize = createNormalizer();
  const stored = await storedEvents(runId, undefined, signal).catch(() => []);
  return stored.flatMap((event) => normalize(readStored(event)));
};
