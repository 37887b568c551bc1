import { create } from './create.js';
import { type Drawing, type InlineView, type Place, createPiece, within } from './draw-inline.js';
import { endOfPiece, longestPiece } from './weigh.js';

interface Piece {
  /** Once it goes on in another piece. */
  source: string | undefined;
  readonly box?: HTMLElement;
  readonly show: InlineView;
}

/**
 * Draws inline source that may grow, in pieces where it is long.
 *
 * Once a piece is done, it is drawn again only when a label that it names is defined.
 */
export const createInlineView = (place: Place, drawing: Drawing): InlineView => {
  const pieces: Piece[] = [];
  const addPiece = (): Piece => {
    if (pieces.length > 0) {
      const box = create('span', 'piece');
      place.parent.insertBefore(box, place.before);
      return { source: undefined, box, show: createPiece(within(box), drawing) };
    }
    const beginning: Place = {
      get parent() {
        return place.parent;
      },
      get after() {
        return place.after;
      },
      get before() {
        return pieces[1]?.box ?? place.before;
      },
    };
    return { source: undefined, show: createPiece(beginning, drawing) };
  };
  return (source, done) => {
    let index = 0;
    for (let from = 0; index === 0 || from < source.length; index += 1) {
      const piece = (pieces[index] ??= addPiece());
      const { source: before = '' } = piece;
      const isKnown = before && source.length > from + longestPiece && source.startsWith(before, from);
      const end = isKnown ? from + before.length : endOfPiece(source, from);
      const isWhole = end < source.length;
      const text = source.slice(from, end);
      if (!isWhole || text !== before) piece.show(text, done || isWhole);
      piece.source = isWhole ? text : undefined;
      from = end;
    }
    for (const { box } of pieces.splice(index)) box!.remove();
  };
};
