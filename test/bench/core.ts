/** What the benchmark needs of the core: its door, and the steps behind it. Bundled and minified as it ships, before it is measured. */
export { createConversation } from '../../src/core/index.js';
export { isTerminal } from '../../src/core/event-name.js';
export { createNormalizer } from '../../src/core/normalize.js';
export { readWire } from '../../src/core/read-wire.js';
export { createState, reduce } from '../../src/core/reduce.js';
export { createSequencer } from '../../src/core/sequencer.js';
export { createSseParser } from '../../src/core/sse.js';
