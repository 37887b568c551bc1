import { html } from 'lit';
import type { ConversationState, UiBlock } from '../../core/index.js';
import type { Answers } from '../answers.js';
import type { BlockRenderer, BlockSettings } from '../blocks/index.js';
import { createAnnouncer } from '../controllers/announcer.js';
import { createNotes } from '../controllers/notes.js';
import { createScroll } from '../controllers/scroll.js';
import { createTicker } from '../controllers/ticker.js';
import type { Strings } from '../locales/index.js';
import type { FenceRenderer, MarkdownContext } from '../markdown/index.js';
import type { Actions, PanelControllers, ViewContext } from './context.js';
import { formAnswer, formOf } from './form-answer.js';
import { elapsed } from './countdown.js';
import { ticking } from './ticking.js';
import { unformatted } from './unformatted.js';

/** What the element decides about the views. */
export interface PanelSettings {
  readonly strings: Strings;
  /** The language of `strings`. A BCP 47 tag, as `Intl` takes it, once answers are here. */
  readonly locale: string;
  readonly actions: Actions;
  /** The state as it is now. */
  readonly state: () => ConversationState;
  /** Host names that links may lead to; every host where absent. */
  readonly allowedLinkHosts?: readonly string[] | undefined;
  /** Prefixes of the addresses that images may be fetched from; none where absent. */
  readonly allowedImages?: readonly string[] | undefined;
  /** The page's own blocks by kind. */
  readonly blocks?: Readonly<Record<string, BlockRenderer>> | undefined;
  /** A block is drawn, or has changed; the page may put something of its own into the slot of that name. */
  readonly onBlock?: ((block: UiBlock, slot: string, turnId: string) => void) | undefined;
  /** A function among `blocks` failed. */
  readonly onBlockFailed?: ((kind: string, cause: unknown) => void) | undefined;
  /** The page's own functions that draw fenced blocks, by the word behind the fence. */
  readonly renderers?: Readonly<Record<string, FenceRenderer>> | undefined;
  /** What draws the agent's words; they show as they were written while it is absent. */
  readonly answers?: Answers | undefined;
  /** Called before a link is followed; `event.preventDefault()` stops it. */
  readonly onLinkClick?: ((event: MouseEvent, url: string) => void) | undefined;
  /** Wall clock, ms. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** Once for each panel; `changed` asks for a rendering. */
export const createPanelControllers = (changed: () => void): PanelControllers => {
  let changes = 0;
  const count = (): void => {
    changes += 1;
    changed();
  };
  return {
    notes: createNotes(count),
    scroll: createScroll(count, ".approval[data-status='pending']"),
    announcer: createAnnouncer(),
    ticker: createTicker(),
    changes: () => changes,
  };
};

/** Once for each change of the settings. */
export const createPanelContext = (settings: PanelSettings, controllers: PanelControllers): ViewContext => {
  const { strings, locale, actions, state, allowedLinkHosts, allowedImages, blocks, answers, onLinkClick } = settings;
  const now = settings.now ?? (() => Date.now());
  // The panel's, like the others: what the person has read stays read.
  controllers.guard ??= answers?.createDecisionGuard();
  const markdown: MarkdownContext = {
    strings,
    allowedLinkHosts,
    allowedImages,
    onLinkClick,
    renderers: settings.renderers,
    failed: settings.onBlockFailed,
    paced: true,
    // Below the headings that name the speakers.
    headingLevel: 4,
    announce: (message) => actions.announce(message),
  };
  const growing: MarkdownContext = { ...markdown, streaming: true };
  // Entries that the page draws itself are none of ours.
  const cite = blocks?.['source-list'] ? undefined : answers?.createCiting(strings);
  const since = (startedAt: number) => ticking(controllers.ticker, () => elapsed(startedAt, now()));
  const block: Omit<BlockSettings, 'busy'> = {
    strings,
    markdown,
    locale,
    custom: blocks,
    failed: settings.onBlockFailed,
    ticking: (read) => ticking(controllers.ticker, () => read(now())),
    submit: (blockId, values) => actions.submit(blockId, values),
    submitted: (form) => formAnswer(form, state().turns),
  };
  return {
    ...controllers,
    strings,
    locale,
    actions,
    now,
    answers,
    formOf: (turn) => formOf(turn, state().turns),
    ...(answers
      ? {
          // What was cut off in the middle of a table or a word in bold stays what it was becoming.
          text: ({ text, done, cut }, sources) => {
            const how = done && !cut ? markdown : growing;
            return answers.renderMarkdown(text, sources && cite ? cite(how, sources) : how);
          },
          block: (each, busy, turnId) => {
            const slot = `block-${controllers.notes.id('block', turnId, each.id)}`;
            settings.onBlock?.(each, slot, turnId);
            return html`<slot name=${slot}>${answers.renderBlock(each, { ...block, busy, since: busy && state().turns.at(-1)?.id === turnId ? since : undefined })}</slot>`;
          },
          plain: answers.plainText,
        }
      : {
          text: ({ text }) => unformatted(text),
          block: ({ title, description }) => unformatted([title, description].filter(Boolean).join('\n\n')),
          plain: (text) => text,
        }),
  };
};
