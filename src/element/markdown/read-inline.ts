import { type Delimiter, type Token, createDelimiter, createNodes, pairDelimiters, plainTextOf } from './emphasis.js';
import { decodeEntities } from './entities.js';
import type { InlineNode, InlineOptions, InlineReading } from './inline-nodes.js';
import { readAutolink } from './read-autolink.js';
import { normalizeLabel, readLabel, readTarget, skipSpace } from './read-link.js';
import { endOfTag, schemeOf } from './read-tag.js';
import { keepOpen, lastWord, reach, settledTokens } from './unsettled.js';

export type { InlineNode, InlineOptions, InlineReading, LinkDefinition } from './inline-nodes.js';
export { normalizeLabel, readDestination, readLabel, readTitle } from './read-link.js';

/** Where a `[` or `![` stands that may begin a link or an image. */
interface Bracket {
  readonly start: number;
  readonly label: number;
  readonly isImage: boolean;
  /** How many tokens and runs of marks stand before it. */
  readonly tokens: number;
  readonly delimiters: number;
  /** Another one was opened behind it: what stands in it is no label. */
  hasInner: boolean;
}

/** While more is expected: an open `[` further back shows as one. */
const bracketReach = 200;

/** What may mean something. Everything else is passed over in one step. */
const special = /[\\`*_~[\]<\n@]|!(?=\[)|:(?=\/\/)|w(?=ww\.)/g;

/** What shows as a box or a number at the end of a text is no beginning of a link. */
const noLabel = /^[\s\dxX^]*$/;

/** What ends an address in `<>`, and what one looks like that is not finished. */
const angleEnd = /[\s<>]/g;
const mayBeAddress = /^[a-z][a-z\d+.-]{1,31}:|@/i;

/**
 * Reads what stands inside a block: CommonMark §6 and GFM's strikethrough and autolinks, HTML as text but for `<br>`.
 *
 * Linear: one pass over the text, one over its marks. What is searched for and not there is not searched for again, and nothing is
 * looked at further than its limit. While more is expected, what is open at the end is drawn as what it is becoming: emphasis and
 * code as if they ended there, a link as its text, a mark that may still become either not at all.
 */
export const readInline = (text: string, options: InlineOptions): InlineReading => {
  const { links, onLabel, streaming, before = '\n' } = options;
  special.lastIndex = 0;
  // Most cells and items are words alone.
  if (!streaming && !special.test(text)) {
    const nodes = createNodes([{ start: 0, content: decodeEntities(text.slice(0)) }]);
    return { settledNodes: [], settled: 0, nodes, guessed: false };
  }
  const size = text.length;
  const tokens: Token[] = [];
  const delimiters: Delimiter[] = [];
  const brackets: Bracket[] = [];
  /** No link may begin at the first so many brackets: there is one behind them. */
  let inactive = 0;
  /** Where the part begins that more text may change. */
  let settled = streaming ? lastWord(text) : size;
  // Within an endless word, which may be an address.
  let guessed = settled > 0 && /\S/.test(text.charAt(settled));
  let at = 0;
  /** Where the text begins that is no token yet. */
  let from = 0;
  let tickRuns: ReadonlyMap<number, number> | undefined;

  const push = (start: number, content: Token['content']): void => void tokens.push({ start, content });
  const flush = (end: number): void => {
    // What is settled ends at a token.
    const middle = Math.max(from, Math.min(settled, end));
    if (from < middle) push(from, decodeEntities(text.slice(from, middle)));
    if (middle < end) push(middle, decodeEntities(text.slice(middle, end)));
  };
  /** All up to `end` is done with, by `content`. */
  const take = (start: number, content: Token['content'], end: number): void => {
    flush(start);
    push(start, content);
    from = at = end;
  };
  /** What begins at `start` is open; false where it lies too far back. */
  const isOpen = (start: number): boolean => {
    if (!streaming) return false;
    if (size - start > reach) {
      guessed = true;
      return false;
    }
    settled = Math.min(settled, start);
    return true;
  };

  const readEscape = (): void => {
    const next = text[at + 1];
    if (next === '\n') take(at, { type: 'break' }, skipSpace(text, at + 2));
    else if (next !== undefined && /[!-/:-@[-`{-~]/.test(next)) take(at, next, at + 2);
    else if (next === undefined && streaming) take(at, '', size);
    else at += 1;
  };

  const readCode = (): void => {
    const inside = endOfRun(text, at);
    const run = inside - at;
    tickRuns ??= lastTickRuns(text, at);
    if ((tickRuns.get(run) ?? 0) > at) {
      let close = text.indexOf('`', inside);
      let end = endOfRun(text, close);
      while (end - close !== run) {
        close = text.indexOf('`', end);
        end = endOfRun(text, close);
      }
      take(at, { type: 'code', text: codeText(text.slice(inside, close)) }, end);
    } else if (isOpen(at)) {
      let end = size;
      while (end > inside && text[end - 1] === '`') end -= 1;
      const code = codeText(text.slice(inside, end));
      take(at, code.trim() === '' ? '' : { type: 'code', text: code }, size);
    } else at = inside;
  };

  const readMarks = (): void => {
    const mark = text.charAt(at);
    const end = endOfRun(text, at);
    // Half a character is punctuation only with the other half.
    const half = /[\uDC00-\uDFFF]/.test(text.charAt(at - 1));
    const previous = at > 0 ? text.slice(half ? Math.max(0, at - 2) : at - 1, at) : before;
    const next = end < size ? String.fromCodePoint(text.codePointAt(end)!) : '';
    const delimiter = createDelimiter(mark, at, end - at, previous, next, streaming === true && end === size);
    if (delimiter.last || ((delimiter.canOpen || delimiter.canClose) && (mark !== '~' || delimiter.run < 3))) {
      take(at, delimiter, end);
      delimiters.push(delimiter);
    } else at = end;
  };

  const openBracket = (): void => {
    const isImage = text[at] === '!';
    const label = at + (isImage ? 2 : 1);
    const outer = brackets.at(-1);
    if (outer) outer.hasInner = true;
    const start = at;
    take(start, text.slice(start, label), label);
    brackets.push({
      start,
      label,
      isImage,
      tokens: tokens.length - 1,
      delimiters: delimiters.length,
      hasInner: false,
    });
  };

  const closeBracket = (): void => {
    const bracket = brackets.pop();
    const isActive = bracket && (bracket.isImage || brackets.length >= inactive);
    inactive = Math.min(inactive, brackets.length);
    if (!isActive) {
      at += 1;
      return;
    }
    const target = readTarget(text, at + 1);
    const label = target ? undefined : readLabel(text, at + 1);
    const isGrowing = (target === null || label === null) && isOpen(bracket.start);
    const isEnd = at + 1 === size;
    const found = target ?? (isGrowing && !isEnd ? undefined : refer(bracket, label && label.value));
    if (found) {
      flush(at);
      const inside = createNodes(finish(bracket), !bracket.isImage);
      const { address, title } = found;
      const node: InlineNode = bracket.isImage
        ? { type: 'image', address, title, alt: plainTextOf(inside) }
        : { type: 'link', address, title, children: inside };
      from = at;
      if (!bracket.isImage) inactive = brackets.length;
      take(
        bracket.start,
        node,
        target ? target.end : label ? label.end : text.startsWith('[]', at + 1) ? at + 3 : at + 1,
      );
    } else if (isGrowing && !(isEnd && noLabel.test(text.slice(bracket.label, at)))) {
      tokens[bracket.tokens]!.content = '';
      take(at, '', size);
    } else at += 1;
  };

  /** Where a label leads: the second one, or the text of the link itself. */
  const refer = (bracket: Bracket, written: string | null | undefined) => {
    if (written === undefined && bracket.hasInner) return undefined;
    const label = normalizeLabel(written ?? text.slice(bracket.label, at));
    if (label === '' || label.length > 999) return undefined;
    onLabel?.(label);
    return links.get(label);
  };

  /** The tokens inside a bracket, which leaves them. */
  const finish = (bracket: Bracket): Token[] => {
    pairDelimiters(delimiters.splice(bracket.delimiters));
    return tokens.splice(bracket.tokens).slice(1);
  };

  const readAngle = (): void => {
    if (!/[a-z/!?]/i.test(text[at + 1] ?? (streaming ? '/' : ''))) {
      at += 1;
      return;
    }
    angleEnd.lastIndex = at + 1;
    const stop = angleEnd.exec(text)?.index;
    const inside = text.slice(at + 1, stop);
    const scheme = text[stop ?? size] === '>' ? schemeOf(inside) : undefined;
    if (scheme !== undefined) {
      take(at, { type: 'link', address: scheme + inside, children: [{ type: 'text', text: inside }] }, stop! + 1);
      return;
    }
    const end = endOfTag(text, at + 1);
    if (end) {
      const tag = text.slice(at, end);
      take(at, /^<br ?\/?>$/i.test(tag) ? { type: 'break' } : tag, end);
    } else if (end === null && isOpen(at) && /^br ?\/?$/i.test(text.slice(at + 1))) take(at, '', size);
    else if (end === null && isOpen(at) && stop === undefined && mayBeAddress.test(inside)) take(at, '', at + 1);
    else at += 1;
  };

  const readLineEnd = (): void => {
    let end = at;
    while (end > from && text[end - 1] === ' ') end -= 1;
    take(end, at - end > 1 ? { type: 'break' } : '\n', skipSpace(text, at + 1));
  };

  const readWritten = (): void => {
    const found = readAutolink(text, at, from, before);
    if (found) take(found.start, found.node, found.end);
    else at += 1;
  };

  const readers: Readonly<Record<string, () => void>> = {
    '\\': readEscape,
    '`': readCode,
    '*': readMarks,
    _: readMarks,
    '~': readMarks,
    '[': openBracket,
    '!': openBracket,
    ']': closeBracket,
    '<': readAngle,
    '\n': readLineEnd,
  };

  for (;;) {
    special.lastIndex = at;
    if (!special.test(text)) break;
    at = special.lastIndex - 1;
    (readers[text.charAt(at)] ?? readWritten)();
  }
  flush(size);

  const openers = pairDelimiters(delimiters);
  if (!streaming) return { settledNodes: [], settled: 0, nodes: createNodes(tokens), guessed };

  for (const [index, bracket] of brackets.entries()) {
    if (!bracket.isImage && index < inactive) continue;
    if (isOpen(bracket.start) && size - bracket.start < bracketReach && !text.includes('\n', bracket.start))
      tokens[bracket.tokens]!.content = '';
  }
  for (const opener of openers) if (isOpen(opener.start)) keepOpen(text, opener);
  const count = settledTokens(tokens, settled);
  return {
    settledNodes: createNodes(tokens.slice(0, count)),
    settled: tokens[count]?.start ?? 0,
    nodes: createNodes(tokens.slice(count)),
    guessed,
  };
};

const endOfRun = (text: string, at: number): number => {
  let end = at + 1;
  while (end < text.length && text[end] === text[at]) end += 1;
  return end;
};

/** Where the last run of backticks of each length begins. */
const lastTickRuns = (text: string, from: number): ReadonlyMap<number, number> => {
  const runs = new Map<number, number>();
  for (let at = from; at >= 0;) {
    const end = endOfRun(text, at);
    runs.set(end - at, at);
    at = text.indexOf('`', end);
  }
  return runs;
};

/** CommonMark §6.1. */
const codeText = (written: string): string => {
  const line = written.replaceAll('\n', ' ');
  return line.startsWith(' ') && line.endsWith(' ') && line.trim() !== '' ? line.slice(1, -1) : line;
};
