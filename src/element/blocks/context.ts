import type { DirectiveResult } from 'lit/directive.js';
import type { UiBlock } from '../../core/index.js';
import type { MarkdownContext } from '../markdown/index.js';

/** What drawing blocks needs from outside. */
export interface BlockSettings {
  readonly strings: BlockStrings;
  /** How the conversation draws Markdown; its rules for links and images are those of blocks too. */
  readonly markdown: MarkdownContext;
  /** A BCP 47 tag: how texts are put in order, and numbers and dates are written. Default: the browser's language. */
  readonly locale?: string | undefined;
  /** True while a run works: forms are read-only then. */
  readonly busy: boolean;
  /** Starts a run with the values of a form; forms are read-only where absent. */
  readonly submit?: ((blockId: string, values: FormValues) => void) | undefined;
  /** The values a form was sent with, where it was. */
  readonly submitted?: ((block: UiBlock) => Readonly<Record<string, unknown>> | undefined) | undefined;
  /** A clock that goes on by itself, for an element: how long ago a wall clock time in ms was. Absent where nobody is at work any more. */
  readonly since?: ((startedAt: number) => unknown) | undefined;
  /** A text that depends on the wall clock in ms and goes on by itself, for inside an element. */
  readonly ticking?: ((read: (now: number) => string) => DirectiveResult) | undefined;
  /** The page's own blocks by kind; they win over ours. */
  readonly custom?: Readonly<Record<string, BlockRenderer>> | undefined;
  /** Told where a function of the page's own failed. Ours is drawn then. */
  readonly failed?: ((kind: string, cause: unknown) => void) | undefined;
}

/** What drawing one block needs. */
export interface BlockContext extends BlockSettings {
  /** What was last given to `keep`: how a table is sorted. `undefined` at first. */
  readonly kept: unknown;
  /** Remembers something as long as the block stands, also when its content changes, and draws it again. */
  readonly keep: (kept: unknown) => void;
}

export type FormValue = string | number | boolean;

export type FormValues = Readonly<Record<string, FormValue | readonly FormValue[]>>;

/** Draws a block: answers anything Lit can draw, such as a template, text or a DOM node. A node stays until the block changes. */
export type BlockRenderer = (block: UiBlock, context: BlockContext) => unknown;

/** The words of blocks that are ours. */
export interface BlockStrings {
  readonly sources: string;
  /** Names a number in a text that leads to an entry among the sources. */
  readonly source: (number: number, label: string) => string;
  /** Leads from such an entry to where the person came from. */
  readonly backToText: string;
  readonly stepDone: string;
  readonly stepRunning: string;
  readonly stepFailed: string;
  readonly stepUnfinished: string;
  readonly stepsDone: (done: number, total: number) => string;
  /** Names the bar of any progress, and stands where it has no title. */
  readonly progress: string;
  readonly send: string;
  readonly formSent: string;
  readonly formRequired: string;
  /** Stands above a form that cannot be sent as it is. */
  readonly formProblems: (count: number) => string;
  readonly fieldMissing: string;
  readonly fieldFormat: string;
  /** `least` and `most` are as the agent wrote them: a number, or a date in ISO 8601. */
  readonly fieldMin: (least: string) => string;
  readonly fieldMax: (most: string) => string;
  readonly fieldWhole: string;
  /** In characters. */
  readonly fieldShort: (least: number) => string;
  readonly fieldLong: (most: number) => string;
  /** Stands where a block has neither title nor description that could be shown. */
  readonly unknownBlock: string;
  readonly downloadTable: string;
  /** Which rows of how many are shown. */
  readonly rows: (first: number, last: number, total: number) => string;
  readonly noRows: string;
  readonly previousRows: string;
  readonly nextRows: string;
  /** Said when a table was put in order. */
  readonly sorted: (column: string, descending: boolean) => string;
  readonly alertError: string;
  readonly alertWarning: string;
  readonly alertSuccess: string;
  readonly alertInfo: string;
  readonly yes: string;
  readonly no: string;
  /** Unfolds the numbers of a chart. */
  readonly showTable: string;
  readonly charts: Readonly<Record<'line' | 'bar' | 'area' | 'pie', string>>;
  /** Stands for the picture; `kind` is one of `charts`. */
  readonly chartSummary: (kind: string, values: number, low: string, high: string) => string;
  /** Names numbers that nobody named. */
  readonly chartValue: string;
  /** How many series are left out of the picture. */
  readonly chartMore: (count: number) => string;
  /** How a figure changed; `amount` may be empty. */
  readonly metricChange: (direction: 'up' | 'down' | 'same', amount: string) => string;
  /** How many a list or an object holds. */
  readonly entries: (count: number) => string;
  /** Unfolds them. */
  readonly moreEntries: (count: number) => string;
  /** Unfolds a long text. */
  readonly characters: (count: number) => string;
}
