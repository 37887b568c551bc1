const rounds = 5;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The median time of each action in ms, or what it gives as its time. They take turns, so that a busy machine slows all of them. */
export const measure = async <Name extends string>(
  actions: Readonly<Record<Name, () => void | Promise<void | number>>>,
): Promise<Record<Name, number>> => {
  const times = new Map<Name, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(actions) as Name[]) {
      const start = performance.now();
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      const told = await actions[name]();
      const taken = told ?? performance.now() - start;
      times.set(name, [...(times.get(name) ?? []), taken]);
    }
  }
  return Object.fromEntries([...times].map(([name, taken]) => [name, median(taken)])) as Record<Name, number>;
};

export const ratio = (ours: number, floor: number): string => `${(ours / floor).toFixed(2)} times`;
