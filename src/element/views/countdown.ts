const two = (count: number): string => String(Math.floor(count) % 60).padStart(2, '0');

/** A span as a clock shows it in every language, `4:05`, and from an hour on `1:05:00` (`Intl.DurationFormat`, `digital`). Never negative. */
export const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${seconds < 3600 ? Math.floor(seconds / 60) : `${Math.floor(seconds / 3600)}:${two(seconds / 60)}`}:${two(seconds)}`;
};

/** The time from one moment until another, in full seconds. */
export const elapsed = (from: number, until: number): string => clock(until - from - 999);
