import { nextFrame } from '../controllers/frame.js';
import { endOfPiece } from './weigh.js';

/** How much the first frame draws, and how much each one draws at least, in letters. */
const first = 2000;
const least = 500;

/** How long a frame may take with what is drawn in it, laying it out included. In ms. */
const patience = 24;

/** Shows a text; of one that is `streaming` more will come. Says `true` while it has not come to the end of it. */
export type Show = (text: string, streaming: boolean) => boolean | void;

/**
 * Shows a long text that came at once as if it streamed, so that it never holds up the page; unless it `isOver`.
 *
 * How much at a time is what the device can lay out of this very text: it goes by how long the frame before took.
 */
export const inStrides = (show: Show, isOver: () => boolean): Show => {
  let text: string;
  let streaming: boolean;
  let shown = 0;
  let waiting = false;
  let stride = first;
  const go = (): void => {
    if (isOver()) return;
    const begin = performance.now();
    shown = endOfPiece(text, shown, stride);
    waiting = shown < text.length;
    show(text.slice(0, shown), streaming || waiting);
    if (!waiting) return;
    // Comes when the frame is laid out. What one frame tells is not enough to go from little to all.
    setTimeout(() => {
      stride = Math.max(least, stride * Math.min(4, patience / (performance.now() - begin)));
      void nextFrame().then(go);
    });
  };
  return (now, more) => {
    text = now;
    streaming = more;
    if (!waiting) go();
    return waiting;
  };
};
