import type { FenceRenderer } from '../../src/element/index.js';
import { drawDiagram } from './draw-diagram.js';
import { drawMath } from './draw-math.js';

/** What the demo's pages draw themselves, by the word behind the fence. */
export const renderers: Readonly<Record<string, FenceRenderer>> = { math: drawMath, diagram: drawDiagram };
