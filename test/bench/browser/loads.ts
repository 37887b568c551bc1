import { attacks } from '../../element/hostile/attacks.js';
import { answer } from '../answer.js';

/** What a page can ask the server for, by the words of its question. */
export interface Load {
  readonly length: number;
  /** What comes; an answer as agents write it where absent. */
  readonly text?: string;
  readonly deltas: number;
  /** As fast as it goes where absent. */
  readonly perSecond?: number;
}

/** 40 characters in each delta. */
const burst = (kilobytes: number): Load => ({ length: kilobytes * 1000, deltas: kilobytes * 25 });

/** The load of each attack: all of it in one event. */
export const attackLoads: ReadonlyMap<string, string> = new Map(
  Object.keys(attacks).map((name, index) => [name, `attack-${String(index).padStart(3, '0')}`]),
);

export const loads: Readonly<Record<string, Load>> = {
  'burst-20': burst(20),
  'burst-80': burst(80),
  'burst-400': burst(400),
  // As tokens come, and as a proxy that gathers them would send them.
  'paced-10': { length: 10_000, deltas: 2000, perSecond: 200 },
  'paced-80': { length: 80_000, deltas: 2000, perSecond: 200 },
  ...Object.fromEntries(
    Object.entries(attacks).map(([name, text]): [string, Load] => [
      attackLoads.get(name)!,
      { length: text.length, text, deltas: 1 },
    ]),
  ),
  short: { length: 200, deltas: 10 },
};

/** The deltas of a load, of even length; together they are the answer. */
export const deltasOf = ({ length, deltas, text = answer(length) }: Load): string[] => {
  const cut = (index: number): number => Math.round((length * index) / deltas);
  return Array.from({ length: deltas }, (_, index) => text.slice(cut(index), cut(index + 1)));
};
