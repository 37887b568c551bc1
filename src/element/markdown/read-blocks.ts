import { isBare, mayBeDashes, mayBeDefinition, mayBeHead, mayEndFence } from './becoming.js';
import type { AlertKind, Alignment, BlockNode, BlockType } from './block-nodes.js';
import { withoutDefinitions } from './definition.js';
import { endsBlank, htmlEnd } from './html-block.js';
import { createJournal } from './journal.js';
import { type LineCursor, look, pass, skip, trimEnd } from './line-cursor.js';
import { type LinkDefinition, unescape } from './read-link.js';
import { alignmentsOf, cellsOf, mostColumns } from './table-row.js';

/** Deeper quotes and lists stay as text: hostile text must overflow no stack. */
const maximumNesting = 32;

/** A list that is longer than people write goes on in another one, of which a browser skips what nobody sees. In items. */
const longestList = 100;

/** A longer one stays as text: else all of it would become that when it ends in a letter. In characters. */
const longestRule = 1000;

/** As much of a block as decides about its direction. */
const sampleLength = 4000;

/** A block that lines may be added to, and what tells which. */
interface OpenBlock {
  readonly node: BlockNode;
  /** How many quotes and items it is in. */
  readonly depth: number;
  /** Of an item: how many columns its lines are indented. Of a fence: how many may be left out. */
  readonly indent: number;
  /** The bullet of a list, or the sign behind its numbers; the fence of code, empty where it is indented. */
  readonly mark: string;
  /** What ends HTML. */
  readonly end?: RegExp | undefined;
  /** Of a paragraph: its last line, which may become the head of a table. */
  last: string;
  /** Of code and HTML: it has a line, if only an empty one. */
  hasLines: boolean;
  /** Of a paragraph: whether it may be nothing but definitions so far. */
  mayDefine: boolean;
}

/** Reads the blocks of a text that grows at its end. */
export interface BlockReader {
  readonly root: BlockNode;
  /** Where labels lead that are defined so far, by `normalizeLabel`. */
  readonly links: ReadonlyMap<string, LinkDefinition>;
  /**
   * Takes the whole text, which begins with the one before. Every line is read once; the last one, while it is unfinished, is read
   * again each time, after what it changed is taken back. Without `streaming` all is finished, and nothing may follow.
   */
  readonly read: (text: string, streaming: boolean) => void;
}

const alertMark = /^\[!(note|tip|important|warning|caution)\]\s*$/i;

const lineEnd = /\r\n?|\n/g;

/** What the beginning of a block leaves to do with its line. */
type Begun = 'nothing' | 'text' | 'more';

/** A heading may end with as many marks as its writer liked (CommonMark §4.2). */
const headingText = (rest: string): string => {
  const text = trimEnd(rest);
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  return (/[ \t]/.test(text.charAt(end - 1)) ? trimEnd(text.slice(0, end)) : text).replace(/^[ \t]+/, '');
};

const createNode = (type: BlockType, more?: Partial<BlockNode>): BlockNode => ({
  type,
  children: [],
  text: '',
  done: false,
  sample: '',
  ...more,
});

const canHold = (parent: BlockType, child: BlockType): boolean =>
  parent === 'list'
    ? child === 'item'
    : (parent === 'document' || parent === 'quote' || parent === 'item') && child !== 'item';

/**
 * CommonMark's own way to read blocks (its appendix "A parsing strategy"), line by line with a stack of open blocks, and GFM's tables
 * and tasks. `firstLevel` is the level of the first rank of headings.
 */
export const createBlockReader = (firstLevel: number): BlockReader => {
  const { isOpen: isTrying, open: startTrying, undo, change } = createJournal();
  const root = createNode('document');
  const links = new Map<string, LinkDefinition>();
  /** From the outermost to the innermost. */
  let open: OpenBlock[] = [{ node: root, depth: 0, indent: 0, mark: '', last: '', hasLines: false, mayDefine: false }];
  /** How many of them the line belongs to. */
  let matched = 0;
  /** Of the headings that lead to here. */
  let ranks: number[] = [];
  /** The line before was blank, and no part of a quote or of code. */
  let gap = false;
  let cursor: LineCursor;
  let restore: (() => void) | undefined;
  /** How much of the text is read, and how much of it is known to hold no other end of a line. */
  let at = 0;
  let searched = 0;

  const top = (): OpenBlock => open.at(-1)!;

  const define = (label: string, link: LinkDefinition): void => {
    if (!isTrying() && !links.has(label)) links.set(label, link);
  };

  const removeLast = (): void => {
    const { children } = top().node;
    change(children, children.length - 1, children.at(-1)!);
    children.length -= 1;
  };

  const close = (): void => {
    const { node } = open.pop()!;
    if (node.type === 'paragraph') {
      if (node.task === undefined) change(node, 'text', withoutDefinitions(node.text, define));
      if (node.text === '') removeLast();
    }
    if (!isTrying()) node.done = true;
  };

  const append = (parent: BlockNode, node: BlockNode): void => {
    const { children } = parent;
    const { length } = children;
    change(children, 'length', length);
    children.push(node);
  };

  const push = (type: BlockType, more?: Partial<BlockNode>, how?: Partial<OpenBlock>): BlockNode => {
    while (open.length > matched || !canHold(top().node.type, type)) close();
    const { node: parent, depth } = top();
    if (gap && parent.children.length > 0) {
      const list = parent.type === 'item' ? open.at(-2)!.node : parent;
      if (list.type === 'list') change(list, 'loose', true);
    }
    const node = createNode(type, more);
    append(parent, node);
    const inner = type === 'quote' || type === 'item' ? depth + 1 : depth;
    open.push({ node, depth: inner, indent: 0, mark: '', last: '', hasLines: false, mayDefine: true, ...how });
    matched = open.length;
    return node;
  };

  const addLine = (text: string): void => {
    const block = top();
    change(block.node, 'text', block.hasLines ? `${block.node.text}\n${text}` : text);
    change(block, 'hasLines', true);
  };

  const addText = (line: string): void => {
    const block = top();
    const { node } = block;
    // Many definitions one after another: each is taken when the next begins, so that no line is looked at again and again.
    if (line.startsWith('[') && block.mayDefine && node.text.startsWith('[')) {
      const rest = withoutDefinitions(`${node.text}\n`, define);
      change(block, 'mayDefine', rest === '');
      if (rest === '') change(node, 'text', '');
    }
    change(node, 'text', node.text === '' ? line : `${node.text}\n${line}`);
    change(block, 'last', line);
  };

  const addParagraph = (line: string): void => {
    const { node: parent } = top();
    const isFirst = parent.children.length === 0;
    const kind = parent.type === 'quote' && isFirst && alertMark.exec(line)?.[1];
    if (kind) {
      change(parent, 'alert', kind.toLowerCase() as AlertKind);
      return;
    }
    const box = parent.type === 'item' && isFirst ? /^\[([ xX])\][ \t]+(?=\S)/.exec(line) : undefined;
    push('paragraph', box ? { task: box[1] !== ' ' } : undefined);
    if (box) change(parent, 'hasTask', true);
    addText(line.slice(box?.[0].length ?? 0));
  };

  const addHeading = (rank: number, text: string, more?: Partial<BlockNode>): void => {
    while ((ranks.at(-1) ?? 0) >= rank) ranks.pop();
    const level = Math.min(firstLevel + ranks.push(rank) - 1, 6);
    push('heading', { rank, level, text, ...more });
    close();
  };

  const addRow = (text: string): void => append(top().node, createNode('row', { text, done: !isTrying() }));

  /** Makes the last line of the paragraph at the end the head of a table. */
  const toTable = (alignments: readonly Alignment[]): void => {
    const { node, last } = top();
    const rest = node.text.slice(0, -last.length - 1);
    change(node, 'text', rest);
    if (rest === '') {
      open.pop();
      removeLast();
    } else close();
    matched = open.length;
    push('table', { alignments, head: last, sample: last.slice(0, sampleLength) });
  };

  /** Whether the line goes on with a block that is open. Passes what marks it. */
  const goesOn = ({ node, indent, mark, end }: OpenBlock): boolean => {
    const { blank } = cursor;
    switch (node.type) {
      case 'quote':
        if (cursor.indent > 3 || cursor.line[cursor.next] !== '>') return false;
        pass(cursor, 1);
        skip(cursor, 1);
        return true;
      case 'item':
        if (blank ? node.children.length === 0 : cursor.indent < indent) return false;
        skip(cursor, indent);
        return true;
      case 'code':
        if (mark === '' && !blank && cursor.indent < 4) return false;
        skip(cursor, mark === '' ? 4 : indent);
        return true;
      case 'html':
        return !blank || !endsBlank(end!);
      case 'list':
        return true;
      default:
        return !blank;
    }
  };

  const endsFence = ({ node, mark }: OpenBlock): boolean => {
    if (node.type !== 'code' || mark === '' || cursor.indent > 3) return false;
    const run = /^(?:`+|~+)(?=[ \t]*$)/.exec(cursor.line.slice(cursor.next))?.[0];
    return run !== undefined && run.startsWith(mark);
  };

  const beginItem = (rest: string): Begun | undefined => {
    const [marker, number] = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(rest) ?? [];
    const block = open[matched - 1]!;
    if (marker === undefined || block.depth >= maximumNesting) return undefined;
    const { indent } = cursor;
    if (
      block.node.type === 'paragraph' &&
      ((number !== undefined && Number(number) !== 1) || rest.slice(marker.length).trim() === '')
    )
      return undefined;
    pass(cursor, marker.length);
    const padding = cursor.blank || cursor.indent > 4 ? 1 : cursor.indent;
    skip(cursor, padding);
    const mark = marker.slice(-1);
    while (open.length > matched) close();
    const { node: list, mark: before } = top();
    const more = list.type === 'list' && before === mark;
    if (!more) push('list', { start: number === undefined ? undefined : Number(number), loose: false }, { mark });
    else if (list.children.length >= longestList) {
      // Whatever stood between, it does not set apart what is around the list.
      gap = false;
      const start = list.start === undefined ? undefined : list.start + longestList;
      push('list', { start, loose: list.loose!, more }, { mark });
    }
    push('item', undefined, { indent: indent + marker.length + padding });
    return 'more';
  };

  /** Begins the block whose marks stand at the beginning of the rest of the line. */
  const begin = (): Begun | undefined => {
    const { line, next, indent, blank } = cursor;
    if (blank) return undefined;
    const block = open[matched - 1]!;
    const { node, depth } = block;
    if (indent > 3) {
      if (top().node.type === 'paragraph') return undefined;
      push('code');
      skip(cursor, 4);
      return 'text';
    }
    const rest = line.slice(next);
    const inParagraph = node.type === 'paragraph';
    switch (rest[0]) {
      case '>':
        if (depth >= maximumNesting) return undefined;
        pass(cursor, 1);
        skip(cursor, 1);
        push('quote');
        return 'more';
      case '#': {
        const [marks] = /^#{1,6}(?=[ \t]|$)/.exec(rest) ?? [];
        if (marks === undefined) return undefined;
        addHeading(marks.length, headingText(rest.slice(marks.length)));
        return 'nothing';
      }
      case '`':
      case '~': {
        const [, ticks, tildes] = /^(?:(`{3,})[^`]*$|(~{3,}))/.exec(rest) ?? [];
        const mark = ticks ?? tildes;
        if (mark === undefined) return undefined;
        // The language is withheld until its line ends, or it would be spelled out in the label.
        push('code', { info: isTrying() ? '' : unescape(rest.slice(mark.length).trim()) }, { mark, indent });
        return 'nothing';
      }
      case '<': {
        const end = htmlEnd(rest, top().node.type === 'paragraph');
        if (!end) return undefined;
        push('html', undefined, { end });
        return 'text';
      }
    }
    if (inParagraph && /^(?:=+|-+)[ \t]*$/.test(rest)) {
      const text = node.task === undefined ? withoutDefinitions(node.text, define) : node.text;
      if (text !== '') {
        open.pop();
        matched -= 1;
        removeLast();
        addHeading(rest.startsWith('=') ? 1 : 2, trimEnd(text), { sample: node.sample });
        return 'nothing';
      }
      change(node, 'text', '');
    }
    if (rest.length < longestRule && /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/.test(rest)) {
      push('rule');
      close();
      return 'nothing';
    }
    const item = beginItem(rest);
    if (item || !inParagraph) return item;
    const alignments = alignmentsOf(trimEnd(rest));
    if (!alignments || alignments.length !== cellsOf(block.last, mostColumns).length) return undefined;
    toTable(alignments);
    return 'nothing';
  };

  /** Adds what is left of the line to the block that it belongs to. */
  const addRest = (): void => {
    while (open.length > matched) close();
    const { node, end } = top();
    const { line, blank } = cursor;
    const rest = line.slice(cursor.next);
    if (node.type === 'code' || node.type === 'html') {
      addLine(line.slice(cursor.at));
      if (end && !endsBlank(end) && end.test(rest)) close();
    } else if (!blank) {
      if (node.type === 'table') addRow(rest);
      else if (node.type === 'paragraph') addText(rest);
      else addParagraph(rest);
    }
  };

  const readLine = (text: string): void => {
    cursor = { line: text, at: 0, column: 0, next: 0, indent: 0, blank: false };
    look(cursor);
    for (matched = 1; matched < open.length; matched += 1) {
      const block = open[matched]!;
      if (endsFence(block)) {
        close();
        gap = false;
        return;
      }
      if (!goesOn(block)) break;
    }
    const before = open[matched - 1];
    let begun: Begun | undefined = 'more';
    while (begun === 'more') begun = /code|html/.test(open[matched - 1]!.node.type) ? undefined : begin();
    if (begun !== 'nothing') {
      if (open.length > matched && !cursor.blank && top().node.type === 'paragraph')
        addText(cursor.line.slice(cursor.next));
      else addRest();
    }
    const { node, mark } = top();
    gap = cursor.blank && top() === before && node.type !== 'quote' && (node.type !== 'code' || mark === '');
    const block = root.children.at(-1);
    if (block && !cursor.blank && block.sample.length < sampleLength)
      change(block, 'sample', `${block.sample}\n${text.slice(0, sampleLength)}`);
  };

  /** Makes of the end what it is becoming. */
  const becomeTable = (line: string): void => {
    const block = top();
    const { node } = block;
    const lineBefore = (length: number): string =>
      node.text.slice(node.text.lastIndexOf('\n', length - 1) + 1, Math.max(length, 0));
    const before = lineBefore(node.text.length - block.last.length - 1);
    const isDashes = mayBeDashes(block.last);
    if (isDashes && before.includes('|')) {
      change(node, 'text', node.text.slice(0, -block.last.length - 1));
      change(block, 'last', before);
    } else if (
      isDashes ||
      before.includes('|') ||
      !(mayBeHead(block.last) || (mayBeDashes(line) && block.last.includes('|')))
    )
      return;
    const cells = cellsOf(block.last, mostColumns);
    if (cells.length <= mostColumns) toTable(cells.map(() => undefined));
  };

  const readUnfinished = (line: string): void => {
    const { node, mark } = top();
    const isRaw = node.type === 'html' || (node.type === 'code' && mark !== '');
    if (isRaw ? line !== '' && !mayEndFence(line, mark) : !isBare(line)) readLine(line);
    if (top().node.type !== 'paragraph') return;
    becomeTable(line.trim());
    const { node: paragraph } = top();
    if (!paragraph.text.startsWith('[') || paragraph.task !== undefined) return;
    const rest = withoutDefinitions(paragraph.text, define);
    change(paragraph, 'text', mayBeDefinition(rest) ? '' : rest);
  };

  return {
    root,
    links,
    read: (text, streaming) => {
      undo();
      restore?.();
      restore = undefined;
      // A copy: what is cut out of a string keeps the whole of it in memory, and there is another whole text at each step.
      const rest = `${text.slice(at)} `.slice(0, -1);
      let start = 0;
      lineEnd.lastIndex = searched;
      for (let end = lineEnd.exec(rest); end; end = lineEnd.exec(rest)) {
        // Half of a line's end, perhaps.
        if (streaming && end[0] === '\r' && lineEnd.lastIndex === rest.length) break;
        readLine(rest.slice(start, end.index));
        start = lineEnd.lastIndex;
      }
      at += start;
      const line = rest.slice(start).replace(/\r$/, '');
      searched = line.length;
      if (streaming) {
        const before = { open, ranks, gap };
        restore = () => ({ open, ranks, gap } = before);
        open = [...open];
        ranks = [...ranks];
        startTrying();
        readUnfinished(line);
      } else {
        if (line !== '') readLine(line);
        while (open.length > 0) close();
      }
    },
  };
};
