import { nextFrame } from '../controllers/frame.js';
import { endOfPiece } from './weigh.js';

/** How much is drawn at once at least, in letters. */
const stride = 1000;

/** How long a frame may take with what is drawn in it, laying it out included, and how long drawing alone at most. In ms. */
const patience = 28;
const haste = 16;

/** Shows a text; of one that is `streaming` more will come. Says `true` while it has not come to the end of it. */
export type Show = (text: string, streaming: boolean) => boolean | void;

/**
 * Shows a long text that came at once as if it streamed, so that it never holds up the page; unless it `isOver`.
 *
 * How much in a frame is what the device can lay out of this very text: how long it may draw goes by how long the frame before took.
 */
export const inStrides = (show: Show, isOver: () => boolean): Show => {
  let text: string;
  let streaming: boolean;
  let shown = 0;
  let waiting = false;
  /** How long drawing may take in this frame, in ms. */
  let budget = 6;
  const go = (): void => {
    if (isOver()) return;
    const begin = performance.now();
    const taken = (): number => performance.now() - begin;
    let drawn = 0;
    do {
      // The more of it goes well, the more at once: what is drawn is compared anew at each step.
      const size = Math.max(stride, drawn >> 1);
      drawn += size;
      shown = endOfPiece(text, shown, size);
      waiting = shown < text.length;
      show(text.slice(0, shown), streaming || waiting);
    } while (waiting && taken() < budget);
    if (!waiting) return;
    // Comes when the frame is laid out. What one frame tells is not enough to go from little to all.
    setTimeout(() => {
      budget = Math.min(haste, Math.max(1, budget * Math.min(2, patience / taken())));
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
