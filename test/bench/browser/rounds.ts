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

/** Lets contestants take turns, so that a slow moment slows all of them, and gives what each got in all rounds: nothing where it was too slow. */
export const takeTurns = async <Result>(
  contestants: readonly Contestant[],
  rounds: number,
  run: (contestant: Contestant) => Promise<Result>,
): Promise<Map<Contestant, Result[]>> => {
  const results = new Map(contestants.map((contestant): [Contestant, Result[]] => [contestant, []]));
  for (let round = 0; round < rounds; round++)
    for (const [contestant, own] of results) {
      if (own.length < round) continue;
      try {
        own.push(await run(contestant));
      } catch (error) {
        // Not again: the other rounds would take as long.
        if (!(error instanceof TooSlow)) throw error;
        own.length = 0;
      }
    }
  return results;
};
