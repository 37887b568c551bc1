import { nextFrame } from '../controllers/frame.js';

/** What is read and drawn at a stretch, in characters; where a line ends in it, up to there. */
const stride = 8000;

/** How long a frame is busy with it, in ms. Laying it out comes on top. */
const patience = 16;

/** Where laying it out takes so long, as with one endless paragraph, few steps are sooner over than many. In ms. */
const unease = 50;

/** Shows a text; of one that is `streaming` more will come. Says `true` while it has not come to the end of it. */
export type Show = (text: string, streaming: boolean) => boolean | void;

/** Shows a long text that came at once as if it streamed, so that it never holds up the page; unless it `isOver`. */
export const inStrides = (show: Show, isOver: () => boolean): Show => {
  let text: string;
  let streaming: boolean;
  let shown = 0;
  let waiting = false;
  let paused = Infinity;
  const go = (): void => {
    const begin = performance.now();
    const pause = begin - paused;
    const end = begin + (pause > unease ? pause : patience);
    waiting = false;
    paused = Infinity;
    while (!isOver()) {
      let next = shown + stride;
      // Not in the middle of a character.
      if (text.codePointAt(next - 1)! > 0xff_ff) next -= 1;
      const line = text.lastIndexOf('\n', next) + 1;
      shown = next < text.length ? (line > shown ? line : next) : text.length;
      waiting = shown < text.length;
      show(text.slice(0, shown), streaming || waiting);
      if (!waiting) return;
      const now = performance.now();
      if (now > end) {
        paused = now;
        return void nextFrame().then(go);
      }
    }
  };
  return (now, more) => {
    text = now;
    streaming = more;
    if (!waiting) go();
    return waiting;
  };
};
