/** A block that is longer than people write goes on in pieces: a browser lays out the whole of one box at each step. In characters. */
export const longestPiece = 4000;

/**
 * What costs more than a letter, and how many for the square of its length: most marks become an element, some a link or the box of
 * code, and each change of direction a run of its own.
 */
const dear = /```|~~~|`[^`]|[^@\s]@[^@\s]|[*_~`[<>\\&@|\n]|]\(|www|:\/\/|[\u0590-\u08FF](?=[^\u0590-\u08FF])/g;
const price = 8;

/** The longest of what is dear. */
const longestMark = 3;

/** What a letter costs at most. */
const dearest = price * longestMark + 1;

/** Where so much is to draw behind `from`, in letters; where a line ends, a sentence or a word, if there is one. It does not change while text is added. */
export const endOfPiece = (source: string, from: number, size = longestPiece): number => {
  // Whatever stands in it.
  if ((source.length - from) * dearest < size) return source.length;
  let end = from + size;
  dear.lastIndex = from;
  for (let found = dear.exec(source); found && dear.lastIndex < end; found = dear.exec(source))
    // What is begun is ended.
    end = Math.max(dear.lastIndex, end - price * found[0].length ** 2);
  // What stands at the end may yet become dearer.
  if (end + longestMark > source.length) return source.length;
  for (const mark of ['\n', '. ', ' ']) {
    const at = source.lastIndexOf(mark, end - mark.length) + mark.length;
    if (at > (from + end) / 2) return at;
  }
  // Not in the middle of a character.
  return source.codePointAt(end - 1)! > 0xff_ff ? end - 1 : end;
};
