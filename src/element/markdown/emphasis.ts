import type { InlineNode } from './inline-nodes.js';

/** A piece of a text that is being read: what stands there, or a run of marks that may become emphasis. */
export interface Token {
  /** Where it begins in the text. */
  readonly start: number;
  /** A text, a node, or marks. */
  content: string | InlineNode | Delimiter;
}

/** A run of `*`, `_` or `~`. */
export interface Delimiter {
  readonly type: 'marks';
  readonly mark: string;
  readonly start: number;
  /** How many marks it has, and how many of them are left. */
  readonly run: number;
  length: number;
  readonly canOpen: boolean;
  readonly canClose: boolean;
  /** What it opens, the innermost first. */
  readonly opens: string[];
  /** How many emphases it closes. */
  closes: number;
  /** Marks at the end of a growing text that did nothing: nobody knows yet what they will be. */
  readonly last: boolean;
}

/** Deeper than this, emphasis stays as text. */
const deepest = 32;

/** CommonMark §6.2: 0 is a part of a word, 1 punctuation, 2 white space or the end of the text. */
const kindOf = (character: string): number =>
  character >= 'a' && character <= 'z' ? 0 : character.trim() === '' ? 2 : /[\p{P}\p{S}]/u.test(character) ? 1 : 0;

/** A run of marks between two characters (CommonMark §6.2; `~` as GFM §6.5 has it). */
export const createDelimiter = (
  mark: string,
  start: number,
  run: number,
  before: string,
  after: string,
  last: boolean,
): Delimiter => {
  const [previous, next] = [kindOf(before), kindOf(after)];
  const left = next < 2 && (next === 0 || previous > 0);
  const right = previous < 2 && (previous === 0 || next > 0);
  const word = mark === '_';
  return {
    type: 'marks',
    mark,
    start,
    run,
    length: run,
    canOpen: left && (!word || !right || previous === 1),
    canClose: right && (!word || !left || next === 1),
    opens: [],
    closes: 0,
    last,
  };
};

const fits = (opener: Delimiter, closer: Delimiter): boolean =>
  opener.mark === closer.mark &&
  (closer.mark === '~'
    ? opener.run === closer.run
    : !(opener.canClose || closer.canOpen) ||
      (opener.run + closer.run) % 3 > 0 ||
      (opener.run % 3 === 0 && closer.run % 3 === 0));

/**
 * Finds which marks open and close emphasis (CommonMark, "process emphasis"), and gives those that are still open.
 *
 * Linear: where a search found nothing, none of its kind looks again, and what stands between two that fit is done with.
 */
export const pairDelimiters = (delimiters: readonly Delimiter[]): Delimiter[] => {
  const openers: Delimiter[] = [];
  const bottoms = new Map<string, number>();
  for (const closer of delimiters) {
    const kind = `${closer.mark}${closer.mark === '~' ? closer.run : closer.run % 3}${closer.canOpen}`;
    while (closer.canClose && closer.length > 0) {
      const bottom = bottoms.get(kind) ?? -1;
      let index = openers.length - 1;
      while (index >= 0 && openers[index]!.start >= bottom && !fits(openers[index]!, closer)) index -= 1;
      const opener = openers[index];
      if (!opener || opener.start < bottom) {
        bottoms.set(kind, closer.start);
        break;
      }
      if (closer.last && opener.length > closer.length) break;
      const used = closer.mark === '~' ? closer.run : Math.min(opener.length, closer.length, 2);
      opener.opens.push(closer.mark.repeat(used));
      opener.length -= used;
      closer.length -= used;
      closer.closes += 1;
      openers.length = opener.length > 0 ? index + 1 : index;
    }
    if (closer.canOpen && closer.length > 0) openers.push(closer);
  }
  return openers;
};

/** Makes a tree of tokens. Emphasis that nobody closes ends with them. */
export const createNodes = (tokens: readonly Token[], inLink = false): InlineNode[] => {
  let list: InlineNode[] = [];
  let text = '';
  /** What is open: the list around it, absent where it is too deep, and its marks. */
  const open: { outer: InlineNode[] | undefined; marks: string }[] = [];

  const write = (): void => {
    if (text !== '') list.push({ type: 'text', text });
    text = '';
  };
  const close = (closing: string): void => {
    const { outer, marks } = open.pop()!;
    if (!outer) {
      text += closing && marks;
      return;
    }
    write();
    const type = marks.startsWith('~') ? 'del' : marks.length > 1 ? 'strong' : 'em';
    if (list.length > 0) outer.push({ type, children: list });
    list = outer;
  };

  for (const { content } of tokens) {
    if (typeof content === 'string') text += content;
    else if (content.type === 'marks') {
      for (let count = content.closes; count > 0; count -= 1) close(content.mark);
      if (!content.last) text += content.mark.repeat(content.length);
      for (const marks of content.opens.toReversed()) {
        if (open.length < deepest) {
          write();
          open.push({ outer: list, marks });
          list = [];
        } else {
          open.push({ outer: undefined, marks });
          text += marks;
        }
      }
    } else if (content.type === 'link' && inLink) {
      for (const child of content.children) if (child.type === 'text') text += child.text;
    } else {
      write();
      list.push(content);
    }
  }
  while (open.length > 0) close('');
  write();
  return list;
};

/** The text of nodes without their form: what an image is called, and what a link claims to be. */
export const plainTextOf = (nodes: readonly InlineNode[]): string =>
  nodes
    .map((node) =>
      node.type === 'break'
        ? ' '
        : 'text' in node
          ? node.text
          : node.type === 'image'
            ? node.alt
            : plainTextOf(node.children),
    )
    .join('');
