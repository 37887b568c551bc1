import { TooSlow } from './arena.js';
import type { Contestant } from './contestants.js';

/** What a run was asked for on the command line. */
export interface Options {
  readonly quick: boolean;
  readonly peers: readonly Contestant[];
}

const median = (values: readonly number[]): number => {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** The median of one thing that several runs told. */
export const medianOf = <Result>(results: readonly Result[] | undefined, what: (result: Result) => number): number =>
  median(results?.map(what) ?? []);

/** What was too slow is no number. */
export const orTooSlow = (running: Promise<number>): Promise<number> =>
  running.catch((error: unknown) => {
    if (error instanceof TooSlow) return NaN;
    throw error;
  });

/** Who takes longer, in ms, has one turn. */
const patience = 20_000;

/** Lets contestants take turns, so that a slow moment slows all of them, and gives what each got in all rounds: nothing where it was too slow. */
export const takeTurns = async <Result>(
  contestants: readonly Contestant[],
  rounds: number,
  run: (contestant: Contestant) => Promise<Result>,
): Promise<Map<Contestant, Result[]>> => {
  const results = new Map(contestants.map((contestant): [Contestant, Result[]] => [contestant, []]));
  const slow = new Set<Contestant>();
  for (let round = 0; round < rounds; round++)
    for (const [contestant, own] of results) {
      if (slow.has(contestant)) continue;
      const begin = performance.now();
      try {
        own.push(await run(contestant));
      } catch (error) {
        if (!(error instanceof TooSlow)) throw error;
      }
      // Not again: the other rounds would take as long, and say the same.
      if (performance.now() - begin > patience) slow.add(contestant);
    }
  return results;
};
