import { type TemplateResult, html, nothing, svg } from 'lit';
import type { ChartData } from './chart-data.js';
import { niceTicks, placesOf } from './chart-scale.js';

/** What drawing the inside of a chart needs. */
export interface Plot {
  readonly data: ChartData;
  /** The one sentence that stands for the picture. */
  readonly summary: string;
  /** What fills the bars of a series. */
  readonly fill: (order: number) => string;
  readonly number: (value: number) => string;
  /** The same as short as an axis wants it. */
  readonly tick: (value: number) => string;
  readonly label: (label: unknown) => string;
}

/** From where to where a value reaches, in its own unit. */
type Span = readonly [from: number, to: number];

/** Values as lengths over one axis, and a ruler for it: stacked ones begin where the one below ends, those below zero apart. */
export const measure = ({ series, stacked, kind }: ChartData) => {
  let low = kind === 'line' ? Infinity : 0;
  let high = kind === 'line' ? -Infinity : 0;
  const sums: [number[], number[]] = [[], []];
  const spans = series.map(({ values }) =>
    values.map((value, index): Span | undefined => {
      if (value === undefined) return undefined;
      const side = sums[value < 0 ? 1 : 0];
      const from = stacked ? (side[index] ?? 0) : 0;
      const to = (side[index] = from + value);
      low = Math.min(low, to);
      high = Math.max(high, to);
      return [from, to];
    }),
  );
  // A line need not begin at zero, but where it is near it is shown.
  const ticks = niceTicks(low > 0 && low < high / 2 ? 0 : low, high);
  const [bottom, top] = [ticks[0]!, ticks.at(-1)!];
  return { spans, ticks, share: (value: number): number => round(((value - bottom) / (top - bottom)) * 100) };
};

const round = (value: number): number => Math.round(value * 100) / 100;

/** A place in the picture, in hundredths; `base` is where an area below it ends. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly base: number;
}

/** A line of more spots than there are pixels keeps the highest and the lowest of each stretch. */
const thin = (spots: readonly Spot[]): readonly Spot[] => {
  const size = Math.ceil(spots.length / 250);
  if (size < 3) return spots;
  return Array.from({ length: Math.ceil(spots.length / size) }, (_, index) =>
    spots.slice(index * size, (index + 1) * size).toSorted((a, b) => a.y - b.y),
  ).flatMap((stretch) => [stretch[0]!, stretch.at(-1)!]);
};

const through = (spots: readonly { readonly x: number; readonly y: number }[]): string =>
  `M${spots.map(({ x, y }) => `${round(x)} ${y}`).join('L')}`;

/** Stretches without a hole. */
const unbroken = (spots: readonly (Spot | undefined)[]): (readonly Spot[])[] => {
  const stretches: Spot[][] = [[]];
  for (const spot of spots) {
    if (spot) stretches.at(-1)!.push(spot);
    else stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0).map(thin);
};

/** Words below the picture: those that have room on a telephone, and those between them for wider boxes. */
const labelsBelow = ({ data: { labels }, label }: Plot, places: readonly number[] | undefined): TemplateResult => {
  const few = places !== undefined || labels.length > 60;
  const shown = few
    ? [0.125, 0.375, 0.625, 0.875].map((share) =>
        places ? places[0]! + share * (places.at(-1)! - places[0]!) : labels[Math.floor(share * labels.length)],
      )
    : labels;
  const texts = shown.map(label);
  const width = few ? 0 : texts.length * (1 + Math.min(14, Math.max(...texts.map(({ length }) => length))));
  // A line holds 100 characters, and 44 on a telephone.
  const every = Math.ceil(width / 100) || 1;
  const seldom = every * Math.ceil(width / 44 / every) || 1;
  return html`<div class="below">${texts.map(
    (text, index) =>
      html`<span>${index % every === 0 ? html`<bdi class=${index % seldom === 0 ? nothing : 'seldom'}>${text}</bdi>` : nothing}</span>`,
  )}</div>`;
};

/** A colour, dashes for lines and hatching for what is filled: together they tell more apart than there are colours. */
const looks = [
  ['', ''],
  ['7 5', 'M0 8 8 0M-1 1 1-1M7 9 9 7'],
  ['0 5', 'M2 2h.1M6 6h.1'],
  ['12 4', 'M0 2h8M0 6h8'],
  ['12 4 0 4', 'M0 0 8 8M7-1 9 1M-1 7 1 9'],
  ['3 4', 'M2 0v8M6 0v8'],
] as const;

/** The look of the series at that place. */
export const look = (order: number): readonly [color: string, dashes: string, hatching: string] => [
  `var(--zaby-chart-${1 + (order % 6)})`,
  ...looks[(order + Math.floor(order / 6)) % 6]!,
];

/** Lines, areas and upright bars over one axis. The picture stretches with its box; words and lines keep their size. */
export const plot = (settings: Plot): TemplateResult => {
  const { data, summary, fill, number, tick, label } = settings;
  const { kind, labels, series, stacked } = data;
  const { spans, ticks, share } = measure(data);
  const yOf = (value: number): number => 100 - share(value);
  const isBar = kind === 'bar';
  const places = isBar ? undefined : placesOf(labels);
  const xOf = (index: number): number =>
    places
      ? ((places[index]! - places[0]!) / (places.at(-1)! - places[0]!)) * 100
      : ((index + 0.5) / labels.length) * 100;
  const hint = (order: number, index: number) =>
    svg`<title>${[label(labels[index]), series[order]!.name, number(series[order]!.values[index]!)].filter(Boolean).join(', ')}</title>`;

  const beside = stacked ? 1 : series.length;
  const width = round(Math.min(76 / labels.length, 24) / beside);
  const bars = (order: number) =>
    spans[order]!.map((span, index) => {
      if (!span) return nothing;
      const [from, to] = span.map(yOf) as [number, number];
      const x = round(xOf(index) + (stacked ? -0.5 : order - beside / 2) * width);
      return svg`<rect fill=${fill(order)} x="${x}%" y="${Math.min(from, to)}%" width="${width}%" height="${Math.abs(from - to)}%">${hint(order, index)}</rect>`;
    });

  const lines = (order: number) => {
    const spots = spans[order]!.map((span, index) => span && { x: xOf(index), y: yOf(span[1]), base: yOf(span[0]) });
    const [color, dashes] = look(order);
    const drawn = unbroken(spots).map((stretch) => {
      const end = stretch.toReversed().map(({ x, base }) => ({ x, y: base }));
      // One spot alone is a line of no length, which has round ends.
      return svg`${kind === 'area' ? svg`<path class="filled" d="${through([...stretch, ...end])}Z" />` : nothing}<path d=${through([stretch[0]!, ...stretch])} stroke-dasharray=${dashes} />`;
    });
    return svg`<g color=${color} class=${labels.length > 60 ? 'fine' : nothing}><svg viewBox="0 0 100 100" preserveAspectRatio="none">${drawn}</svg>${
      labels.length > 24
        ? nothing
        : spots.map((spot, index) =>
            spot ? svg`<circle cx="${round(spot.x)}%" cy="${spot.y}%" r="3">${hint(order, index)}</circle>` : nothing,
          )
    }</g>`;
  };

  return html`<div class="plot" role="img" aria-label=${summary}
    ><div class="ticks">${ticks.toReversed().map((value) => html`<span>${tick(value)}</span>`)}</div
    ><svg aria-hidden="true">${ticks.map(
      (value) =>
        svg`<line class=${value === 0 ? 'zero' : nothing} x2="100%" y1="${yOf(value)}%" y2="${yOf(value)}%" />`,
    )}${series.map((_, order) => (isBar ? bars(order) : lines(order)))}</svg
    >${labelsBelow(settings, places)}</div>`;
};
