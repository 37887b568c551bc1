/** A span as a clock shows it: `4:05`, and from an hour on `1 h 5 min`. Never negative. */
export const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
};

/** The time from one moment until another, in full seconds. */
export const elapsed = (from: number, until: number): string => clock(until - from - 999);
