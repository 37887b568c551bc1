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
    font-variant-numeric: tabular-nums;
  }
  .chart :is(.legend, .lying, summary) {
    font-size: 0.8667em;
  }
  .chart svg {
    inline-size: 100%;
    block-size: 100%;
  }
  /* Firefox knows the direction of HTML alone. */
  .chart :is(.plot, .lying):dir(rtl) > svg {
    transform: scaleX(-1);
  }
  .chart path {
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
  }
  .chart .fine path {
    stroke-width: 1.25;
  }
  .chart :is(rect, circle, .filled) {
    stroke: none;
  }
  .plot :is(circle, .filled) {
    fill: currentcolor;
  }
  .filled {
    opacity: 0.16;
  }
  .chart pattern path {
    stroke: var(--zaby-surface);
    stroke-width: 1.5;
    stroke-opacity: 0.6;
  }
  .plot {
    display: grid;
    grid-template: 180px auto / auto minmax(0, 1fr);
    gap: 6px 10px;
    padding-block-start: 8px;
    color: var(--zaby-text-muted);
    font-size: 12px;
  }
  .plot > svg {
    overflow: visible;
  }
  .plot line {
    stroke: var(--zaby-border);
    stroke-width: 1;
  }
  .plot .zero {
    stroke: var(--zaby-border-strong);
  }
  .ticks {
    display: grid;
    align-content: space-between;
    text-align: end;
  }
  .ticks span {
    line-height: 0;
    white-space: nowrap;
  }
  .below {
    grid-column: 2;
    display: flex;
  }
  .below span {
    display: flex;
    flex: 1;
    justify-content: center;
    inline-size: 0;
  }
  .below bdi {
    flex: none;
    max-inline-size: 14ch;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (inline-size < 480px) {
    .seldom {
      display: none;
    }
  }
  .lying {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 10px;
    align-items: center;
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
  }
  .legend li {
    display: flex;
    gap: 6px;
  }
  .chart .legend svg {
    inline-size: 20px;
    block-size: 12px;
    margin-block-start: 0.35em;
  }
  .pie {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 16px 24px;
  }
  .pie .slices {
    inline-size: 168px;
    block-size: 168px;
    padding: 2px;
  }
  .slices > * {
    stroke: var(--zaby-surface);
  }
  .hole {
    fill: var(--zaby-surface);
  }
  .pie .legend {
    display: grid;
    margin: 0;
  }
  .metrics {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(148px, 100%), 1fr));
    gap: 8px;
  }
  .metric {
    gap: 2px;
    align-content: start;
    padding-inline: 12px;
  }
  .metric-value {
    font-size: 1.25em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .good {
    color: var(--zaby-success);
  }
  .bad {
    color: var(--zaby-danger);
  }
  .metric .trend {
    inline-size: 100%;
    block-size: 28px;
    margin-block-start: 6px;
    color: var(--zaby-accent-text);
  }
  .trend path {
    vector-effect: non-scaling-stroke;
  }
  :dir(rtl) > .trend {
    transform: scaleX(-1);
  }
  .steps.timeline {
    gap: 14px;
  }
  .timeline li {
    position: relative;
  }
  .timeline div {
    flex: 1;
    min-inline-size: 0;
  }
  .timeline strong {
    color: var(--zaby-text);
  }
  .timeline li:not(:last-child)::before {
    content: '';
    position: absolute;
    inset-block: 24px -12px;
    inset-inline-start: 7px;
    border-inline-start: 2px solid var(--zaby-border);
  }
  .json {
    position: relative;
    padding-block: 10px;
    padding-inline: 28px 12px;
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
    background: var(--zaby-code-surface);
    font-size: 13px;
    line-height: 1.6;
  }
  .json > .copy {
    position: absolute;
    z-index: 1;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    color: var(--zaby-text-muted);
    font-size: 12px;
  }
  .json ul {
    padding-inline-start: 20px;
  }
  .json li {
    white-space: pre-wrap;
  }
  .json .chevron {
    display: inline;
    inline-size: 14px;
    block-size: 14px;
    margin-inline: -18px 4px;
    vertical-align: -3px;
    color: var(--zaby-text-muted);
  }
  .json summary {
    min-block-size: 24px;
  }
  .json [open] > summary > .chevron {
    rotate: 90deg;
  }
  .json [open] > summary > .preview {
    display: none;
  }
  .json .key {
    color: var(--zaby-accent-text);
  }
  @media (forced-colors: active) {
    .chart {
      --zaby-surface: Canvas;
    }
    .chart svg * {
      color: CanvasText;
    }
    .chart pattern path {
      stroke-opacity: 1;
    }
    .plot line {
      stroke: CanvasText;
      stroke-opacity: 0.3;
    }
  }
`;
