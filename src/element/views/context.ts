import type { TemplateResult } from 'lit';
import type { FeedbackInput, JsonObject, TextPart, Turn, UiBlock } from '../../core/index.js';
import type { Answers } from '../answers.js';
import type { Announcer } from '../controllers/announcer.js';
import type { DecisionGuard } from '../controllers/decision-guard.js';
import type { Notes } from '../controllers/notes.js';
import type { Scroll } from '../controllers/scroll.js';
import type { Ticker } from '../controllers/ticker.js';
import type { Strings } from '../locales/index.js';

/** What a person can do. Each is the element's business; a view only says that it happened. */
export interface Actions {
  send(text: string): void;
  setDraft(text: string): void;
  stop(): void;
  retry(turn: Turn): void;
  /** `editedArgs` replaces what was asked for. */
  approve(approvalId: string, editedArgs?: unknown): void;
  reject(approvalId: string, reason?: string): void;
  rate(turnId: string, feedback: FeedbackInput): void;
  /** Sends a form of the agent's. */
  submit(blockId: string, values: JsonObject): void;
  /** Starts a new conversation. */
  reset(): void;
  /** Closes a floating panel. */
  close(): void;
  /** Says a sentence to screen readers. */
  announce(text: string): void;
}

/** What lives as long as the panel does, and remembers what the state does not hold. */
export interface PanelControllers {
  readonly notes: Notes;
  readonly scroll: Scroll;
  /** Comes with what draws approvals. */
  guard?: DecisionGuard | undefined;
  readonly announcer: Announcer;
  readonly ticker: Ticker;
  /** How often `notes` or `scroll` have changed: what was drawn since is as it was. */
  readonly changes: () => number;
}

/** A view's whole world beside what it draws. Turns are drawn again when it is another one: keep it while nothing in it changes. */
export interface ViewContext extends PanelControllers {
  readonly strings: Strings;
  /** A BCP 47 tag. */
  readonly locale: string;
  readonly actions: Actions;
  /** Wall clock, ms; called anew for each text that depends on it. */
  readonly now: () => number;
  /** Absent until it is loaded. */
  readonly answers: Answers | undefined;
  /** The form that a turn answers. */
  readonly formOf: (turn: Turn) => UiBlock | undefined;
  /** Draws the agent's Markdown. `sources`: what numbers in it lead to. */
  readonly text: (part: TextPart, sources?: UiBlock) => TemplateResult;
  /** Draws a block of the agent's, or what the page puts in its place. `busy` while a run works. */
  readonly block: (block: UiBlock, busy: boolean, turnId: string) => TemplateResult;
  /** The agent's Markdown as it would be read aloud. */
  readonly plain: (markdown: string) => string;
}
