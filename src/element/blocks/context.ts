import type { UiBlock } from '../../core/index.js';
import type { MarkdownContext } from '../markdown/index.js';

/** What drawing a block needs from outside. */
export interface BlockContext {
  readonly strings: BlockStrings;
  /** How the conversation draws Markdown; its rules for links and images are those of blocks too. */
  readonly markdown: MarkdownContext;
  /** True while a run works: forms are read-only then. */
  readonly busy: boolean;
  /** Starts a run with the values of a form; forms are read-only where absent. */
  readonly submit?: ((blockId: string, values: Readonly<Record<string, FormValue>>) => void) | undefined;
  /** The values a form was sent with, where it was. */
  readonly submitted?: ((blockId: string) => Readonly<Record<string, unknown>> | undefined) | undefined;
  /** The page's own blocks by kind; they win over ours. */
  readonly custom?: Readonly<Record<string, BlockRenderer>> | undefined;
}

export type FormValue = string | number | boolean;

/** Draws a block: answers anything Lit can draw, such as a template, text or a DOM node. */
export type BlockRenderer = (block: UiBlock, context: BlockContext) => unknown;

/** The words of blocks that are ours. */
export interface BlockStrings {
  readonly sources: string;
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
  /** Stands where a block has neither title nor description that could be shown. */
  readonly unknownBlock: string;
}
