import { decodeEntities } from './entities.js';
import type { LinkDefinition } from './inline-nodes.js';

export type { LinkDefinition } from './inline-nodes.js';

/** What was read, and where it ends; `undefined` where there is none, `null` where the text ended before it was over. */
export type Found<Value = { readonly value: string }> = (Value & { readonly end: number }) | null | undefined;

/** More parentheses in each other than this end an address: CommonMark §6.3 asks for three. */
const deepest = 32;

/** Takes backslashes and character references for what they stand for (CommonMark §2.4, §2.5). */
export const unescape = (text: string): string =>
  text.replace(/\\([!-/:-@[-`{-~])|&[#\w]{1,40};/g, (source, escaped?: string) => escaped ?? decodeEntities(source));

/** Labels that differ in case or white space are the same one (CommonMark §4.7). */
export const normalizeLabel = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();

/** Reads from behind an opening sign to the closing one. */
const readEnclosed = (text: string, at: number, close: string, forbidden: string): Found => {
  for (let end = at; end < text.length; end += 1) {
    const sign = text.charAt(end);
    if (sign === close) return { value: text.slice(at, end), end: end + 1 };
    if (forbidden.includes(sign)) return undefined;
    if (sign === '\\' && text[end + 1] !== '\n') end += 1;
  }
  return null;
};

/** Reads a `[label]` (CommonMark §6.3); `value` is as it was written. */
export const readLabel = (text: string, at: number): Found => {
  const found = text[at] === '[' ? readEnclosed(text, at + 1, ']', '[') : undefined;
  return found && (found.value.length > 999 || found.value.trim() === '') ? undefined : found;
};

/** Reads an address, bare or in `<>` (CommonMark §6.3). A bare one may end with the text. */
export const readDestination = (text: string, at: number): Found => {
  if (text[at] === '<') {
    const found = readEnclosed(text, at + 1, '>', '<\n');
    return found && { value: unescape(found.value), end: found.end };
  }
  let end = at;
  let depth = 0;
  for (; end < text.length; end += 1) {
    const sign = text.charAt(end);
    if (sign <= ' ' || sign === '\u007F' || (sign === ')' && depth === 0)) break;
    if (sign === '\\' && text.charAt(end + 1) > ' ') end += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '(' && ++depth > deepest) return undefined;
  }
  if (end > at && depth === 0) return { value: unescape(text.slice(at, end)), end };
  return end < text.length ? undefined : null;
};

/** Reads a title at its quote or parenthesis (CommonMark §6.3). */
export const readTitle = (text: string, at: number): Found => {
  const quote = text.charAt(at);
  if (!quote || !'"\'('.includes(quote)) return undefined;
  const found = readEnclosed(text, at + 1, quote === '(' ? ')' : quote, quote);
  return found && { value: unescape(found.value), end: found.end };
};

/** Where the white space ends. */
export const skipSpace = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && text.charAt(end) <= ' ') end += 1;
  return end;
};

/** Reads what follows the text of a link in parentheses (CommonMark §6.3). */
export const readTarget = (text: string, at: number): Found<LinkDefinition> => {
  if (text[at] !== '(') return at < text.length ? undefined : null;
  let end = skipSpace(text, at + 1);
  if (text[end] === ')') return { address: '', end: end + 1 };
  const destination = readDestination(text, end);
  if (!destination) return destination;
  end = skipSpace(text, destination.end);
  const title = end > destination.end ? readTitle(text, end) : undefined;
  if (title) end = skipSpace(text, title.end);
  if (end >= text.length || title === null) return null;
  return text[end] === ')' ? { address: destination.value, title: title?.value, end: end + 1 } : undefined;
};

/** Where a line ends that has nothing more on it. */
const endOfLine = (text: string, at: number): number | undefined => {
  let end = at;
  while (text[end] === ' ' || text[end] === '\t') end += 1;
  return end >= text.length ? end : text[end] === '\n' ? end + 1 : undefined;
};

/** Reads a definition at its `[`, up to the next line (CommonMark §4.7). `label` is normalized. */
export const readDefinition = (text: string, at: number): Found<LinkDefinition & { readonly label: string }> => {
  const label = readLabel(text, at);
  if (!label) return label;
  if (text[label.end] !== ':') return label.end < text.length ? undefined : null;
  const destination = readDestination(text, skipSpace(text, label.end + 1));
  if (!destination) return destination;
  const found = { label: normalizeLabel(label.value), address: destination.value };
  const start = skipSpace(text, destination.end);
  const title = start > destination.end ? readTitle(text, start) : undefined;
  const end = title && endOfLine(text, title.end);
  if (title && end !== undefined) return { ...found, title: title.value, end: end! };
  const short = endOfLine(text, destination.end);
  if (short !== undefined) return { ...found, end: short };
  return title === null ? null : undefined;
};
