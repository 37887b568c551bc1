/**
 * Measures and prints ratios; nothing here passes or fails. `npm run bench`
 *
 * Each ratio is taken within one run, alternating, from the median of several rounds, so that a slow machine slows both sides.
 * What runs in Chromium counts CPU time of the main thread, so that who else works on the machine matters little; the element
 * is built from the sources of this moment, into a folder of its own.
 *
 *     npm run bench -- --only bursts    one of: core, markdown, server, bursts, paced, restore, typing, heap, startup, hostile; again for more
 *     npm run bench -- --quick          fewer rounds and contestants: under half a minute each
 *     npm run bench -- --without-peers  only ours and the floors
 */
import { parseArgs } from 'node:util';
import { type Arena, openArena } from './browser/arena.js';
import { bursts } from './browser/bursts.js';
import { peers } from './browser/contestants.js';
import type { Options } from './browser/rounds.js';
import { heap } from './browser/heap.js';
import { hostile } from './browser/hostile.js';
import { paced } from './browser/paced.js';
import { restore } from './browser/restore.js';
import { startup } from './browser/startup.js';
import { typing } from './browser/typing.js';
import { coreBenches } from './core-benches.js';
import { markdown } from './markdown.js';
import { server } from './server/index.js';

const inNode: Readonly<Record<string, () => Promise<void>>> = { core: coreBenches, markdown, server };
const inBrowser: Readonly<Record<string, (arena: Arena, options: Options) => Promise<void>>> = {
  bursts,
  paced,
  restore,
  typing,
  heap,
  startup,
  hostile,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    'without-peers': { type: 'boolean', default: false },
  },
});
const all = [...Object.keys(inNode), ...Object.keys(inBrowser)];
const wanted = values.only ?? (values.quick ? Object.keys(inBrowser) : all);
const unknown = wanted.find((name) => !all.includes(name));
if (unknown) throw new Error(`There is no "${unknown}"; there are ${all.join(', ')}`);

for (const [name, bench] of Object.entries(inNode)) if (wanted.includes(name)) await bench();
const chosen = Object.entries(inBrowser).filter(([name]) => wanted.includes(name));
// A quick look is at ours.
const withPeers = !values['without-peers'] && !values.quick;
if (chosen.length > 0) {
  const arena = await openArena(withPeers);
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${arena.machine}`);
  try {
    for (const [, bench] of chosen)
      await bench(arena, { quick: values.quick, peers: withPeers ? Object.values(peers) : [] });
  } finally {
    await arena.close();
  }
}
