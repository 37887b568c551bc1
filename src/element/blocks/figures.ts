import { chart } from './chart.js';
import { figureStyles } from './figure-styles.js';
import { jsonBlock, jsonTreeView } from './json-tree-view.js';
import { metricsCard } from './metrics-card.js';
import { timeline } from './timeline.js';

/** The door to blocks that few answers hold, loaded with the first of them. */
export const figures = { chart, metricsCard, timeline, jsonBlock, jsonTree: jsonTreeView, styles: figureStyles };

export type Figures = typeof figures;
