/** Mulberry32: the same numbers at every run, so that a failure can be repeated. */
const createRandom = (seed: number) => (): number => {
  seed = (seed + 0x6d_2b_79_f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** Colours as pages write them, in every notation there is; some lie outside of what a screen can show, some are not opaque. */
export const randomColours = (count: number, seed = 1): string[] => {
  const random = createRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const share = () => random().toFixed(3);
  const notations = [
    () =>
      `#${whole(2 ** 24)
        .toString(16)
        .padStart(6, '0')}`,
    () =>
      `#${whole(2 ** 24)
        .toString(16)
        .padStart(6, '0')}${whole(256).toString(16).padStart(2, '0')}`,
    () => `rgb(${whole(256)} ${whole(256)} ${whole(256)} / ${share()})`,
    () => `hsl(${whole(360)} ${whole(101)}% ${whole(101)}%)`,
    () => `hwb(${whole(360)} ${whole(60)}% ${whole(60)}%)`,
    () => `lab(${whole(101)} ${whole(250) - 125} ${whole(250) - 125})`,
    () => `oklch(${share()} ${(random() * 0.4).toFixed(3)} ${whole(360)})`,
    () => `color(display-p3 ${share()} ${share()} ${share()})`,
    () => `color-mix(in oklab, hsl(${whole(360)} 90% 50%) ${whole(101)}%, ${random() < 0.5 ? 'white' : 'black'})`,
  ];
  return Array.from({ length: count }, (_, index) => notations[index % notations.length]!());
};
