export type BlockType =
  | 'document'
  | 'quote'
  | 'list'
  | 'item'
  | 'paragraph'
  | 'heading'
  | 'code'
  | 'html'
  | 'table'
  | 'row'
  | 'rule';

/** What a quote is that GitHub draws as an alert. */
export type AlertKind = 'note' | 'tip' | 'important' | 'warning' | 'caution';

export type Alignment = 'start' | 'center' | 'end' | undefined;

/** One block of a text. It stays the same object while the text grows; once it is `done`, nothing in it changes. */
export interface BlockNode {
  readonly type: BlockType;
  /** What stands in a quote, list or item; the rows of a table. */
  readonly children: BlockNode[];
  /** The inline source of a paragraph, heading or row; of code and HTML, its lines. */
  text: string;
  done: boolean;
  /** Of a block on the top level: as much of its source as tells its direction. */
  sample: string;
  /** Of a quote: it began with such a mark, alone on its line. */
  alert?: AlertKind;
  /** Of a paragraph: the box of a task before it, and whether it is ticked. */
  task?: boolean;
  /** Of an item: it begins with the box of a task. */
  hasTask?: boolean;
  /** Of a heading, by its marks and by its place in the outline. */
  readonly rank?: number;
  readonly level?: number;
  /** Of a list: the number it begins with, where it has numbers. */
  readonly start?: number | undefined;
  /** Of a list: its paragraphs stand apart. */
  loose?: boolean;
  /** Of a list: it goes on with the one before. */
  readonly more?: boolean;
  /** Of a table: the row that names its columns, and how each is aligned. */
  readonly head?: string;
  readonly alignments?: readonly Alignment[];
  /** Of code in a fence: what is written behind it. */
  readonly info?: string;
}
