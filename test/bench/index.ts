/**
 * Measures and prints ratios; nothing here passes or fails. `npm run bench`
 *
 * Each ratio is taken within one process, alternating, from the median of several rounds, so that a slow machine slows both sides.
 */
import { loadCore } from './load-core.js';
import { longLine } from './long-line.js';
import { heap, manyEvents } from './many-events.js';
import { manyTurns } from './many-turns.js';
import { markdown } from './markdown.js';

const core = await loadCore();
// First, while nothing else is in memory.
await heap(core);
await manyEvents(core);
await longLine(core);
await manyTurns(core);
await markdown();
