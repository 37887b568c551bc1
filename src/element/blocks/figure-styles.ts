import { css } from 'lit';

/** Looks of the blocks that come later, adopted with them. */
export const figureStyles = css`
  :host {
    --zaby-chart-1: var(--zaby-accent-text);
    --zaby-chart-2: light-dark(#b04a06, #f0a05a);
    --zaby-chart-3: light-dark(#0a9a68, #3fe0d0);
    --zaby-chart-4: light-dark(#841583, #cf6bea);
    --zaby-chart-5: light-dark(#8f70ac, #74898d);
    --zaby-chart-6: light-dark(#433809, #ebec71);
  }
  .chart {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    margin: 4px 0;
    container-type: inline-size;
  }
  .chart figcaption {
    padding: 0;
    border: 0;
    min-block-size: 0;
    color: inherit;
    font-size: inherit;
  }
  .chart svg {
    inline-size: 100%;
    block-size: 100%;
  }
  .chart summary {
    font-size: 0.8667em;
  }
  .chart .paints {
    position: absolute;
    inline-size: 0;
    block-size: 0;
  }
  .c0 {
    --c: var(--zaby-chart-1);
  }
  .c1 {
    --c: var(--zaby-chart-2);
  }
  .c2 {
    --c: var(--zaby-chart-3);
  }
  .c3 {
    --c: var(--zaby-chart-4);
  }
  .c4 {
    --c: var(--zaby-chart-5);
  }
  .c5 {
    --c: var(--zaby-chart-6);
  }
  .chart :is(rect, circle) {
    stroke: none;
  }
  .chart :is(rect, circle)[class^='c'] {
    fill: var(--c);
  }
  .chart path[class] {
    stroke: var(--c);
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
  }
  .chart path.fine {
    stroke-width: 1.25;
  }
  .chart path.filled {
    stroke: none;
    fill: var(--c);
    opacity: 0.16;
  }
  pattern path {
    stroke: var(--zaby-surface);
    stroke-width: 1.5;
    stroke-opacity: 0.6;
  }
  .p1 {
    stroke-dasharray: 7 5;
  }
  .p2 {
    stroke-dasharray: 0 5;
  }
  .p3 {
    stroke-dasharray: 12 4;
  }
  .p4 {
    stroke-dasharray: 12 4 0 4;
  }
  .p5 {
    stroke-dasharray: 3 4;
  }
  .plot {
    display: grid;
    grid-template: 180px auto / auto minmax(0, 1fr);
    gap: 6px 10px;
    padding-block-start: 8px;
    color: var(--zaby-text-muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .plot > svg {
    overflow: visible;
  }
  .plot > svg:dir(rtl),
  .lying svg:dir(rtl) {
    transform: scaleX(-1);
  }
  .plot line {
    stroke: var(--zaby-border);
    stroke-width: 1;
  }
  .plot .zero {
    stroke: var(--zaby-border-strong);
  }
  .ticks {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    text-align: end;
  }
  .ticks span {
    block-size: 0;
    line-height: 0;
    white-space: nowrap;
  }
  .below {
    grid-column: 2;
    display: flex;
  }
  .below span {
    flex: 1;
    display: flex;
    justify-content: center;
    inline-size: 0;
    white-space: nowrap;
  }
  .below bdi {
    max-inline-size: 14ch;
    flex: none;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  @container (inline-size < 480px) {
    .below .seldom bdi {
      display: none;
    }
  }
  .lying {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 10px;
    align-items: center;
    font-size: 0.8667em;
    font-variant-numeric: tabular-nums;
  }
  .lying p {
    grid-column: 1 / -1;
    margin-block-start: 4px;
  }
  .lying svg {
    block-size: 14px;
  }
  .lying span {
    text-align: end;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin-block-start: 10px;
    font-size: 0.8667em;
  }
  .legend li {
    display: flex;
    align-items: baseline;
    gap: 6px;
  }
  .chart .legend svg {
    inline-size: 20px;
    block-size: 12px;
    align-self: start;
    margin-block-start: 0.35em;
  }
  .chart .pie {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 16px 24px;
  }
  .pie svg.pie {
    inline-size: 168px;
    block-size: 168px;
    margin: 2px;
  }
  .pie path,
  .pie circle {
    stroke: var(--zaby-surface);
    stroke-width: 1;
  }
  .pie .hole {
    fill: var(--zaby-surface);
  }
  .pie .legend {
    flex-direction: column;
    flex-wrap: nowrap;
    margin: 0;
  }
  .metrics {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(148px, 100%), 1fr));
    gap: 8px;
    margin: 0;
  }
  .metric {
    gap: 2px;
    align-content: start;
    padding-inline: 12px;
  }
  .metric dd {
    margin: 0;
  }
  .metric-value {
    font-size: 1.25em;
    font-weight: 600;
    line-height: 1.25;
    font-variant-numeric: tabular-nums;
  }
  .metric-value small {
    font-size: 0.6em;
    font-weight: 400;
  }
  .metric-change svg {
    display: inline-block;
    inline-size: 14px;
    block-size: 14px;
    margin-inline-end: 2px;
    vertical-align: -2px;
  }
  .good {
    color: var(--zaby-success);
  }
  .bad {
    color: var(--zaby-danger);
  }
  .trend {
    inline-size: 100%;
    block-size: 28px;
    margin-block-start: 6px;
    overflow: visible;
    color: var(--zaby-accent-text);
  }
  .trend path {
    vector-effect: non-scaling-stroke;
  }
  .trend:dir(rtl) {
    transform: scaleX(-1);
  }
  .timeline li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 0 10px;
    padding-block-end: 14px;
    position: relative;
  }
  .timeline li:last-child {
    padding-block-end: 0;
  }
  .timeline li:not(:last-child)::before {
    content: '';
    position: absolute;
    inset-block: 22px 0;
    inset-inline-start: 9px;
    border-inline-start: 2px solid var(--zaby-border);
  }
  .timeline svg {
    margin-block-start: 1px;
    color: var(--zaby-text-muted);
  }
  .timeline .done svg {
    color: var(--zaby-success);
  }
  .timeline .running svg {
    color: var(--zaby-accent-text);
  }
  .timeline .failed svg {
    color: var(--zaby-danger);
  }
  .json {
    padding-block: 10px;
    padding-inline: 28px 12px;
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
    background: var(--zaby-code-surface);
    font: 13px / 1.6 var(--zaby-font-mono);
    position: relative;
  }
  .json > .copy {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    color: var(--zaby-text-muted);
    font: 12px var(--zaby-font);
  }
  .json ul {
    padding-inline-start: 20px;
  }
  .json li {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .json details > summary {
    min-block-size: 24px;
    margin-inline-start: -20px;
    padding-inline-start: 20px;
    position: relative;
  }
  .json summary > svg {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-start: 2px;
    inline-size: 14px;
    block-size: 14px;
    color: var(--zaby-text-muted);
  }
  .json [open] > summary > svg {
    rotate: 90deg;
  }
  .json bdi {
    unicode-bidi: isolate;
  }
  .json .key {
    color: var(--zaby-accent-text);
  }
  @media (forced-colors: active) {
    .chart {
      --zaby-surface: Canvas;
    }
    .chart [class] {
      --c: CanvasText;
    }
    .plot line {
      stroke: CanvasText;
      opacity: 0.3;
    }
    pattern path {
      stroke-opacity: 1;
      stroke-width: 2;
    }
  }
`;
