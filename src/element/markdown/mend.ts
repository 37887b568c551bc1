/**
 * Closes what the end of a growing text has left open, so that it is drawn as what it is becoming and not as raw punctuation.
 *
 * Only for text that still grows: what it guesses at is settled by the characters to come. It withholds at most the last line's
 * markers and an unfinished address, never words.
 */
export { mendInline } from './mend-inline.js';

/** What may stand before a block's own marker: indentation, quote marks, list markers. */
const prefix = String.raw`[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*`;
const fenceLine = new RegExp(`^${prefix}(\`{3,}|~{3,})(.*)$`);
const openerLine = new RegExp(`^(${prefix})(\`{3,}|~{3,})[^\`]*$`);
const bareLine = new RegExp(`^${prefix}(?:[-+*=_~\`#|]+|\\d{1,9}[.)]|\\[[ xX]?\\]?)?[ \\t]*$`);
const closerLine = /^[ \t>]*(`+|~+)[ \t]*$/;
const delimiterLine = /^ {0,3}[|:-][\s:|-]*$/;

/** Before blocks are read: fences, tables, and markers that have nothing to mark yet. */
export const mendBlocks = (text: string): string => {
  const lineStart = text.lastIndexOf('\n') + 1;
  const before = text.slice(0, lineStart);
  const line = text.slice(lineStart);
  const fence = openFence(before);
  if (fence) {
    const closer = closerLine.exec(line)?.[1];
    return closer && fence.startsWith(closer) && closer !== fence ? before : text;
  }
  const opener = openerLine.exec(line);
  // The language is withheld until its line ends, or it would be spelled out in the label.
  if (opener) return `${before}${opener[1]}${opener[2]}\n`;
  return mendTable(text) ?? (bareLine.test(line) ? before : text);
};

const openFence = (text: string): string | undefined => {
  let open: string | undefined;
  if (!text.includes('```') && !text.includes('~~~')) return open;
  for (const line of text.split('\n')) {
    const [, run = '', rest = ''] = fenceLine.exec(line) ?? [];
    if (open === undefined) {
      if (run && !(run.startsWith('`') && rest.includes('`'))) open = run;
    } else if (run.startsWith(open) && rest.trim() === '') {
      open = undefined;
    }
  }
  return open;
};

const isRow = (line: string | undefined): line is string => line !== undefined && line.includes('|');

/** Gives a header row that is still alone the delimiter row it is about to get. */
const mendTable = (text: string): string | undefined => {
  const lines = text.replace(/\n$/, '').split('\n');
  const last = lines.at(-1) ?? '';
  const previous = lines.at(-2);
  if (isRow(previous) && !isRow(lines.at(-3)) && delimiterLine.test(last) && !text.endsWith('\n')) {
    return [...lines.slice(0, -1), delimiterFor(previous)].join('\n');
  }
  if (/^ {0,3}\|[ \t]*[^\s|]/.test(last) && !isRow(previous)) return [...lines, delimiterFor(last)].join('\n');
  return undefined;
};

const delimiterFor = (header: string): string => {
  const cells = header
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/);
  return `|${' --- |'.repeat(cells.at(-1)?.trim() === '' && cells.length > 1 ? cells.length - 1 : cells.length)}`;
};
