/** Chance that can be had again: the same seed draws the same. */
export interface Random {
  /** 0 (included) to 1 (excluded). */
  next(): number;
  /** From `least` to `most`, both included. */
  integer(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  uuid(): string;
  /** A source of its own, so that how often one part draws does not change what another one gets. */
  fork(name: string): Random;
}

const hash = (text: string, start: number): number => {
  let value = start;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
};

/** Tommy Ettinger's mulberry32. */
export const createRandom = (seed: number | string): Random => {
  const start = hash(String(seed), 0x811c9dc5);
  let state = start;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (values) => values[integer(0, values.length - 1)]!,
    uuid: () => '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, () => integer(0, 15).toString(16)),
    fork: (name) => createRandom(`${start} ${name}`),
  };
};
