/** Text that a spreadsheet would take for a formula; a plain number is none. The full-width forms count to some programs. */
const formula = /^(?![-+]?[\d.,]+%?$)[=+\-@\t\r\n＝＋－＠]/;

/**
 * Writes rows as CSV (RFC 4180), for any spreadsheet to open.
 *
 * A cell that a spreadsheet would calculate gets an apostrophe in front: what the agent wrote must not run there ("CSV injection",
 * OWASP). Semicolons and tabs are quoted as well, since where they separate cells, one of these could begin behind them.
 */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) =>
      row
        .map((cell) => cell.replace(formula, "'$&"))
        .map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(','),
    )
    .join('\r\n');
