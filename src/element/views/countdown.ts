const two = (value: number): string => String(value).padStart(2, '0');

/** A span as a clock shows it: `4:05`, or `1:04:05` from an hour on. Never negative. */
export const clock = (ms: number): string => {
  const all = Math.max(0, Math.ceil(ms / 1000));
  const minutes = Math.floor(all / 60);
  return minutes < 60
    ? `${minutes}:${two(all % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(all % 60)}`;
};
