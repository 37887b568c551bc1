import { type TemplateResult, html, nothing, svg } from 'lit';
import type { ChartData } from './chart-data.js';
import { niceTicks, placesOf } from './chart-scale.js';

/** What drawing the inside of a chart needs. */
export interface Plot {
  readonly data: ChartData;
  /** The one sentence that stands for the picture. */
  readonly summary: string;
  /** Ends with the number of the series: what fills it. */
  readonly paint: string;
  readonly number: (value: number) => string;
  /** The same as short as an axis wants it. */
  readonly tick: (value: number) => string;
  readonly label: (label: unknown) => string;
}

/** From where to where a value reaches, in its own unit. */
export type Span = readonly [from: number, to: number];

/** Stacked values begin where the one below ends, those below zero apart. */
export const spansOf = ({ series, stacked }: ChartData): (Span | undefined)[][] => {
  const sums: [number[], number[]] = [[], []];
  return series.map(({ values }) =>
    values.map((value, index) => {
      if (value === undefined) return undefined;
      if (!stacked) return [0, value];
      const side = sums[value < 0 ? 1 : 0];
      const from = side[index] ?? 0;
      return [from, (side[index] = from + value)];
    }),
  );
};

/** Round ticks around all values, and around zero where the length of something counts or zero is near. */
export const ticksOf = (spans: readonly (readonly (Span | undefined)[])[], isLine: boolean): number[] => {
  let low = Infinity;
  let high = -Infinity;
  for (const list of spans) {
    for (const span of list) {
      if (span === undefined) continue;
      low = Math.min(low, span[1]);
      high = Math.max(high, span[1]);
    }
  }
  const zero = !isLine || (low > 0 && low < high / 2);
  return niceTicks(zero ? Math.min(0, low) : low, zero ? Math.max(0, high) : high);
};

/** The class of a series' colour, and that of its dashes: together they tell 36 apart. */
export const look = (index: number): string => `c${index % 6} p${(index + Math.floor(index / 6)) % 6}`;

const round = (value: number): number => Math.round(value * 100) / 100;

/** A place in the picture, in hundredths; `base` is where an area below it ends. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly base: number;
}

/** A line of more spots than there are pixels keeps the highest and the lowest of each stretch. */
const thin = (spots: readonly Spot[]): readonly Spot[] => {
  if (spots.length <= 600) return spots;
  const size = Math.ceil(spots.length / 250);
  const kept: Spot[] = [];
  for (let at = 0; at < spots.length; at += size) {
    const stretch = spots.slice(at, at + size);
    const sorted = stretch.toSorted((a, b) => a.y - b.y);
    kept.push(...[sorted[0]!, sorted.at(-1)!].toSorted((a, b) => a.x - b.x));
  }
  return kept;
};

/** Stretches without a hole. */
const unbroken = (spots: readonly (Spot | undefined)[]): Spot[][] => {
  const stretches: Spot[][] = [[]];
  for (const spot of spots) {
    if (spot) stretches.at(-1)!.push(spot);
    else stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0);
};

const through = (spots: readonly Spot[]): string => spots.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L');

const line = (spots: readonly (Spot | undefined)[], isArea: boolean): string =>
  unbroken(spots)
    .map(thin)
    .map((stretch) =>
      isArea
        ? `M${through([...stretch, ...stretch.toReversed().map(({ x, base }) => ({ x, y: base, base }))])}Z`
        : // One spot alone is a line of no length, which has round ends.
          `M${through([stretch[0]!, ...stretch])}`,
    )
    .join('');

/** How many labels stand below a chart: those on a telephone, and those between them where there is room. In characters. */
const room = [38, 90] as const;

const labelsBelow = ({ data: { labels }, label }: Plot, places: ReturnType<typeof placesOf>): TemplateResult => {
  const many = places !== undefined || labels.length > 60;
  const texts = (
    places
      ? Array.from({ length: 4 }, (_, index) => places.from + ((index + 0.5) / 4) * (places.to - places.from))
      : many
        ? Array.from({ length: 4 }, (_, index) => labels[Math.floor(((index + 0.5) / 4) * labels.length)])
        : labels
  ).map((each) => label(each));
  const widest =
    Math.min(
      14,
      texts.reduce((most, { length }) => Math.max(most, length), 1),
    ) + 2;
  const [few, more] = room.map((width) => Math.ceil((texts.length * widest) / width)) as [number, number];
  const every = many ? 1 : more;
  const seldom = many ? 1 : every * Math.ceil(few / every);
  return html`<div class="below">${texts.map(
    (text, index) =>
      html`<span class=${index % seldom === 0 ? nothing : 'seldom'}>${index % every === 0 ? html`<bdi>${text}</bdi>` : nothing}</span>`,
  )}</div>`;
};

/** Lines, areas and upright bars over one axis. The picture stretches with its box; words and lines keep their size. */
export const plot = (settings: Plot): TemplateResult => {
  const { data, summary, paint, number, tick, label } = settings;
  const { kind, labels, series, stacked } = data;
  const isBar = kind === 'bar';
  const spans = spansOf(data);
  const ticks = ticksOf(spans, kind === 'line');
  const bottom = ticks[0]!;
  const height = ticks.at(-1)! - bottom;
  const yOf = (value: number): number => round(100 - ((value - bottom) / height) * 100);
  const places = isBar ? undefined : placesOf(labels);
  const xOf = (index: number): number =>
    places
      ? ((places.at[index]! - places.from) / (places.to - places.from)) * 100
      : ((index + 0.5) / labels.length) * 100;
  const hint = (index: number, order: number) =>
    svg`<title>${[label(labels[index]), series[order]!.name, number(series[order]!.values[index]!)].filter(Boolean).join(', ')}</title>`;

  const beside = isBar && !stacked ? series.length : 1;
  const width = Math.min(76 / labels.length, 24) / beside;
  const bars = (order: number) =>
    spans[order]!.map((span, index) => {
      if (!span) return nothing;
      const [top, end] = span.map(yOf).toSorted((a, b) => a - b) as [number, number];
      const start = xOf(index) + (stacked ? -0.5 : order - beside / 2) * width;
      return svg`<rect fill="url(#${paint}${order})" x="${round(start)}%" y="${top}%" width="${round(width)}%" height="${round(end - top)}%">${hint(index, order)}</rect>`;
    });

  const lines = (order: number) => {
    const spots = spans[order]!.map((span, index) => span && { x: xOf(index), y: yOf(span[1]), base: yOf(span[0]) });
    return svg`<svg viewBox="0 0 100 100" preserveAspectRatio="none">${
      kind === 'area' ? svg`<path class="filled ${look(order)}" d=${line(spots, true)} />` : nothing
    }<path class="${look(order)} ${labels.length > 60 ? 'fine' : ''}" d=${line(spots, false)} /></svg>${
      labels.length <= 24
        ? spots.map((spot, index) =>
            spot
              ? svg`<circle class=${look(order)} cx="${round(spot.x)}%" cy="${spot.y}%" r="3">${hint(index, order)}</circle>`
              : nothing,
          )
        : nothing
    }`;
  };

  return html`<div class="plot" role="img" aria-label=${summary}>
    <div class="ticks">${ticks.toReversed().map((value) => html`<span>${tick(value)}</span>`)}</div>
    <svg aria-hidden="true">${ticks.map(
      (value) =>
        svg`<line class=${value === 0 ? 'zero' : nothing} x2="100%" y1="${yOf(value)}%" y2="${yOf(value)}%" />`,
    )}${series.map((_, order) => (isBar ? bars(order) : lines(order)))}</svg>
    ${labelsBelow(settings, places)}
  </div>`;
};
