import { create } from './create.js';
import { endOfPiece, longestPiece } from './weigh.js';

/** A line of code costs less than one of words. */
const longestText = 2 * longestPiece;

/** Shows text as it is, which may grow line by line; where it is long, in pieces that a browser lays out one by one. */
export const growText = (element: Element): ((text: string) => void) => {
  let shown = '';
  let piece = element;
  let from = 0;
  return (text) => {
    if (!text.startsWith(shown)) {
      element.textContent = shown = '';
      piece = element;
      from = 0;
    }
    let { length: at } = shown;
    shown = text;
    for (;;) {
      const end = endOfPiece(text, from, longestText);
      if (end < at) piece.textContent = text.slice(from, end);
      else if (end > at) piece.append(text.slice(at, end));
      if (end === text.length) return;
      from = at = end;
      piece = element.appendChild(create('span', 'piece'));
    }
  };
};

/** Blank lines at the end of indented code and of HTML are none of theirs. */
export const withoutBlankEnd = (text: string): string => {
  let end = text.length;
  for (let at = end; at > 0 && /\s/.test(text.charAt(at - 1)); at -= 1) if (text[at - 1] === '\n') end = at - 1;
  return text.slice(0, end);
};
