import type { UiBlock } from '../../core/index.js';
import { alert } from './alert.js';
import type { BlockContext, BlockRenderer } from './context.js';
import { dataTable } from './data-table.js';
import { frameStyles } from './frame.js';
import { progressTracker } from './progress-tracker.js';
import { promptForm, promptFormStyles } from './prompt-form.js';
import { codeBlock, markdown, unknown } from './simple.js';
import { sourceList } from './source-list.js';

export type { BlockContext, BlockRenderer, BlockStrings, FormValue } from './context.js';

/** What the agent may draw. An approval card is not among it: those come from approval events alone, and are the views' own. */
const renderers = new Map<string, BlockRenderer>([
  ['alert', alert],
  ['code-block', codeBlock],
  ['data-table', dataTable],
  ['markdown', markdown],
  ['progress-tracker', progressTracker],
  ['prompt-form', promptForm],
  ['source-list', sourceList],
]);

/** Draws a block by its kind: the page's own renderer, else ours, else its words. Never throws, however malformed it is. */
export const renderBlock = (block: UiBlock, context: BlockContext): unknown => {
  const { kind } = block;
  const custom = context.custom && Object.hasOwn(context.custom, kind) ? context.custom[kind] : undefined;
  try {
    return (custom ?? renderers.get(kind) ?? unknown)(block, context);
  } catch {
    return unknown(block, context);
  }
};

/** Needs the styles of Markdown beside it. */
export const blockStyles = [frameStyles, promptFormStyles];
