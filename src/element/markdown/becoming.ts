/** What an unfinished line at the end of a growing text is about to be, so that it is drawn as that and not as raw signs. */
import { readDefinition } from './read-link.js';

/** What may stand before a block's own marker: indentation, quote marks, list markers. */
const prefix = String.raw`[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*`;
const bareLine = new RegExp(
  `^${prefix}(?:[-+*=_~\`#|]+|\\d{1,3}[.)]?|\\d{1,9}[.)]|\\[(?:[ xX]|![a-zA-Z]*)?\\]?|<)?[ \\t]*$`,
);

/** True for marks that have nothing to mark yet. */
export const isBare = (line: string): boolean => line.length < 200 && bareLine.test(line);

/** True for the first signs of the line that ends a fence. */
export const mayEndFence = (line: string, fence: string): boolean => {
  const marks = /^[ \t>]*(`+|~+)[ \t]*$/.exec(line)?.[1];
  return marks !== undefined && fence.startsWith(marks);
};

/** True for what begins like the head of a table. */
export const mayBeHead = (line: string): boolean => /^\|[ \t]*[^\s|]/.test(line);

/** True for the first signs of the row of dashes below a head. */
export const mayBeDashes = (line: string): boolean => /^[|:-][\s|:-]*$/.test(line);

/** True for what may yet become a definition of a link, which shows nothing. */
export const mayBeDefinition = (text: string): boolean =>
  text.length < 2000 && /^\[[^\]]+\]:/.test(text) && readDefinition(text, 0) === null;
