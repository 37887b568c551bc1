/**
 * `npm run chaos`: whole conversations under seeded faults, each of which must end as the undisturbed one.
 *
 * - `--simulated` or `--sockets` plays only those; both, unless told.
 * - `--seeds <count>` and `--from <seed>` say which; `--seed <seed>` plays one, as it was, and tells all about it.
 * - `--plant <bug>` puts a bug into the core first, and ends well when it was found; `--plant all` tries one after the other.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { loadCore, plants } from './plants.js';
import { type CreateConversation, type Play, type Report, describeReport } from './report.js';
import { playOverSockets } from './sockets.js';
import { simulate } from './simulate.js';

const usage = `npm run chaos -- [--simulated | --sockets] [--seeds <count>] [--from <seed>] [--seed <seed>] [--plant <bug> | --plant all]

  --simulated, --sockets  plays only those; both, unless told
  --seeds <count>         so many seeds
  --from <seed>           the first of them
  --seed <seed>           plays one, as it was, and tells all about it
  --plant <bug>           puts a bug into the core first, and ends well when it was found; or all, one after the other`;

/** Says how this is called, and leaves. */
const tellUsage = (problem?: unknown): never => {
  if (problem) console.error(problem instanceof Error ? problem.message : problem);
  console.log(usage);
  process.exit(problem ? 2 : 0);
};

const readArguments = () => {
  try {
    return parseArgs({ options });
  } catch (error) {
    return tellUsage(error);
  }
};

const options = {
  simulated: { type: 'boolean', default: false },
  sockets: { type: 'boolean', default: false },
  seeds: { type: 'string' },
  from: { type: 'string', default: '1' },
  seed: { type: 'string' },
  plant: { type: 'string' },
  /** One of several processes at the same work: its parent sums up. */
  part: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const { values } = readArguments();
if (values.help) tellUsage();

interface Kind {
  readonly name: string;
  readonly play: Play;
  readonly seeds: number;
  readonly atOnce: number;
}

const kinds: readonly Kind[] = [
  { name: 'simulated', play: simulate, seeds: 10_000, atOnce: 1 },
  { name: 'sockets', play: playOverSockets, seeds: 1_000, atOnce: 16 },
].filter(({ name }) => values[name as 'simulated' | 'sockets'] || values.simulated === values.sockets);

/** Seeds that a planted bug may need until it is found. */
const patience = 50;

/** Plays seeds until they are through, or so many have failed. Returns those that did. */
const playSeeds = async (
  { play, atOnce }: Kind,
  create: CreateConversation,
  { from, count, failures }: { from: number; count: number; failures: number },
): Promise<Report[]> => {
  const failed: Report[] = [];
  let next = from;
  const work = async (): Promise<void> => {
    while (next < from + count && failed.length < failures) {
      const seed = next;
      next += 1;
      const report = await play(seed, create);
      if (report.violations.length > 0) failed.push(report);
      if (values.plant === undefined && (report.violations.length > 0 || count === 1))
        console.log(describeReport(report));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed.toSorted((a, b) => a.seed - b.seed);
};

/** Seeds from which on a second process pays. */
const many = 200;
const processes = 2;

/** Plays some of the seeds in a process of its own. Resolves with whether all was well. */
const playApart = ({ name }: Kind, from: number, count: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const range = ['--from', String(from), '--seeds', String(count)];
    const child = fork(import.meta.filename, [`--${name}`, '--part', ...range]);
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });

const playAll = async (kind: Kind): Promise<boolean> => {
  const from = Number(values.seed ?? values.from);
  const count = values.seed === undefined ? Number(values.seeds ?? kind.seeds) : 1;
  const began = performance.now();
  let isWell: boolean;
  if (count >= many && !values.part) {
    const share = Math.ceil(count / processes);
    const firsts = Array.from({ length: processes }, (_, index) => from + index * share);
    const parts = firsts.map((first) => playApart(kind, first, Math.min(share, from + count - first)));
    isWell = (await Promise.all(parts)).every(Boolean);
  } else {
    const failed = await playSeeds(kind, await loadCore(), { from, count, failures: 5 });
    for (const { seed } of failed) console.log(`again: npm run chaos -- --${kind.name} --seed ${seed}`);
    isWell = failed.length === 0;
  }
  if (values.part) return isWell;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${kind.name}: seeds ${from} to ${from + count - 1} ${isWell ? 'are well' : 'FAILED'}, ${seconds} s`);
  return isWell;
};

/** Plants a bug and looks for it. The plant that is none must not be found. */
const hunt = async (kind: Kind, name: string): Promise<boolean> => {
  const from = Number(values.from);
  const [found] = await playSeeds(kind, await loadCore(name), { from, count: patience, failures: 1 });
  const what = found
    ? `was found at seed ${found.seed}: ${found.violations[0]?.split('\n')[0]}`
    : `was not found within ${patience} seeds`;
  console.log(`${kind.name}: ${name} ${what}`);
  return (found === undefined) === (name === 'nothing');
};

process.on('unhandledRejection', (error) => {
  console.error('I8: a rejection that nobody handles', error);
  process.exitCode = 1;
});

let isWell = true;
for (const kind of kinds) {
  if (values.plant === undefined) isWell = (await playAll(kind)) && isWell;
  else
    for (const name of values.plant === 'all' ? Object.keys(plants) : [values.plant])
      isWell = (await hunt(kind, name)) && isWell;
}
if (!isWell) process.exitCode = 1;
