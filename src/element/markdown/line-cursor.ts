/** Where the reading of one line stands: a column is one character wide, and a tab reaches to the next fourth one (CommonMark §2.2). */
export interface LineCursor {
  line: string;
  at: number;
  column: number;
  /** Of what is not white space: where it begins, and how many columns of white space stand before it. */
  next: number;
  indent: number;
  blank: boolean;
}

const isSpace = (character: string | undefined): boolean => character === ' ' || character === '\t';

/** Looks for what comes behind white space. */
export const look = (cursor: LineCursor): void => {
  const { line, at, column } = cursor;
  let next = at;
  let end = column;
  for (; isSpace(line[next]); next += 1) end += line[next] === '\t' ? 4 - (end % 4) : 1;
  cursor.next = next;
  cursor.indent = end - column;
  cursor.blank = next === line.length;
};

/** Passes so many columns of white space at most. A tab of which only a part is passed is spaces from then on. */
export const skip = (cursor: LineCursor, columns: number): void => {
  for (let left = columns; left > 0 && isSpace(cursor.line[cursor.at]);) {
    const width = cursor.line[cursor.at] === '\t' ? 4 - (cursor.column % 4) : 1;
    if (width > left) {
      cursor.line = ' '.repeat(width) + cursor.line.slice(cursor.at + 1);
      cursor.at = 0;
    } else {
      cursor.at += 1;
      cursor.column += width;
      left -= width;
    }
  }
  look(cursor);
};

/** Passes the white space and so many signs behind it. */
export const pass = (cursor: LineCursor, signs: number): void => {
  cursor.column += cursor.indent + signs;
  cursor.at = cursor.next + signs;
  look(cursor);
};

/** Without the white space at the end; a pattern would look for it from each space on. */
export const trimEnd = (text: string): string => {
  let end = text.length;
  while (isSpace(text[end - 1])) end -= 1;
  return text.slice(0, end);
};
