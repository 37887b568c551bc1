import type { AlertKind } from './block-nodes.js';
import type { FenceRenderer } from './finish-code.js';

/** What rendering Markdown needs from outside. Keep its members stable: finished blocks are drawn again when one changes. */
export interface MarkdownContext {
  readonly strings: MarkdownStrings;
  /** Host names that links may lead to, `*.example.com` for all below one; every host where absent. */
  readonly allowedLinkHosts?: readonly string[] | undefined;
  /** Prefixes of the addresses that images may be fetched from; none where absent. */
  readonly allowedImages?: readonly string[] | undefined;
  /** More text is expected: an unfinished fence, table, link or emphasis at the end is drawn as what it is becoming. */
  readonly streaming?: boolean | undefined;
  /** What is long is drawn over several frames. */
  readonly paced?: boolean | undefined;
  /** The level of the first heading rank, 1 to 6. Default 3, below the panel's own. */
  readonly headingLevel?: number | undefined;
  /** Called before a link is followed; `event.preventDefault()` stops it. */
  readonly onLinkClick?: ((event: MouseEvent, url: string) => void) | undefined;
  /** Draws a plain text in which numbers lead to sources. */
  readonly cite?: ((text: string) => unknown) | undefined;
  /** The page's own functions that draw finished fenced blocks, by the word behind the fence. */
  readonly renderers?: Readonly<Record<string, FenceRenderer>> | undefined;
  /** Told where one of them failed, by that word. */
  readonly failed?: ((language: string, cause: unknown) => void) | undefined;
  /** Says something to screen readers, once. */
  readonly announce?: ((message: string) => void) | undefined;
}

/** The words of Markdown that are ours. */
export interface MarkdownStrings {
  /** The button that copies a code block. */
  readonly copy: string;
  readonly copied: string;
  /** Said when the browser refuses; what is meant is selected by then. */
  readonly copyFailed: string;
  /** The button that breaks long lines of code instead of scrolling them. */
  readonly wrapLines: string;
  /** The button that shows the source of what the page drew of it. */
  readonly showCode: string;
  /** The name of a code block's scroll box; `language` is a name such as `Python`, or absent. */
  readonly code: (language?: string) => string;
  /** The button that copies a table. */
  readonly copyTable: string;
  /** The name of a table's scroll box. */
  readonly table: string;
  /** Read after a link's text. */
  readonly opensInNewTab: string;
  /** An image that is not fetched; shown as a link. `alt` may be empty. */
  readonly imageFrom: (host: string, alt: string) => string;
  /** Shown after a link that carries more than 200 characters of data in its address. */
  readonly longAddress: (host: string) => string;
  /** The names of the boxes of a task list. */
  readonly taskDone: string;
  readonly taskOpen: string;
  /** The titles of quotes that GitHub draws as alerts. */
  readonly alerts: Readonly<Record<AlertKind, string>>;
}
