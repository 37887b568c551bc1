import { loadCore } from './load-core.js';
import { longLine } from './long-line.js';
import { heap, manyEvents } from './many-events.js';
import { manyTurns } from './many-turns.js';

/** What needs no browser. */
export const coreBenches = async (): Promise<void> => {
  const core = await loadCore();
  // First, while nothing else is in memory.
  await heap(core);
  await manyEvents(core);
  await longLine(core);
  await manyTurns(core);
};
