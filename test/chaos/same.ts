/** Whether two JSON values are the same, whatever the order of their keys. A key without a value is none. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [mine, theirs] = [one, other] as Record<string, unknown>[];
  const keys = new Set([...Object.keys(mine!), ...Object.keys(theirs!)]);
  return [...keys].every((key) => isSame(mine![key], theirs![key]));
};
