import { type TemplateResult, html } from 'lit';
import type { UiBlock } from '../../core/index.js';
import { alert, alertStyles } from './alert.js';
import { citationStyles } from './citations.js';
import type { BlockRenderer, BlockSettings } from './context.js';
import { dataTable, dataTableStyles } from './data-table.js';
import { draw } from './draw.js';
import { frameStyles } from './frame.js';
import { lazy } from './later.js';
import { progressTracker } from './progress-tracker.js';
import { promptForm, promptFormStyles } from './prompt-form.js';
import { codeBlock, markdown, unknown } from './simple.js';
import { sourceList, sourceListStyles } from './source-list.js';

export { createCiting } from './citations.js';
export { formAnswers } from './form-answers.js';
export type { BlockContext, BlockRenderer, BlockSettings, BlockStrings, FormValue, FormValues } from './context.js';

const chart = lazy('chart');
const json = lazy('jsonBlock');
const metrics = lazy('metricsCard');

/** What the agent may draw. An approval card is not among it: those come from approval events alone, and are the views' own. */
const renderers = new Map<string, BlockRenderer>([
  ['alert', alert],
  ...['chart', 'line-chart', 'bar-chart', 'area-chart', 'pie-chart'].map((kind) => [kind, chart] as const),
  ['code-block', codeBlock],
  ['data-table', dataTable],
  ['json', json],
  ['json-tree', json],
  ['markdown', markdown],
  ['metrics', metrics],
  ['metrics-card', metrics],
  ['progress-tracker', progressTracker],
  ['prompt-form', promptForm],
  ['source-list', sourceList],
  ['timeline', lazy('timeline')],
]);

/** What the page itself would draw blocks of a kind with. */
const customOf = (kind: string, { custom }: BlockSettings): BlockRenderer | undefined =>
  custom && Object.hasOwn(custom, kind) ? custom[kind] : undefined;

/** Draws a block by its kind: the page's own renderer, else ours, else its words. Never throws, however malformed it is. */
export const renderBlock = (block: UiBlock, settings: BlockSettings): TemplateResult => {
  const custom = customOf(block.kind, settings);
  const ours = renderers.get(block.kind);
  const ways = [custom, ours, unknown].filter((way) => way !== undefined);
  const depends = custom !== undefined || ours === promptForm || ours === progressTracker;
  return html`<div class="block" part="block" ${draw(block, settings, ways, depends)}></div>`;
};

/** Needs the styles of Markdown beside it. */
export const blockStyles = [
  frameStyles,
  alertStyles,
  dataTableStyles,
  promptFormStyles,
  sourceListStyles,
  citationStyles,
];
