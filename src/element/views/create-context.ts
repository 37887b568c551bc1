import type { ConversationState } from '../../core/index.js';
import type { Answers } from '../answers.js';
import type { BlockContext, BlockRenderer } from '../blocks/index.js';
import { createAnnouncer } from '../controllers/announcer.js';
import { createDecisionGuard } from '../controllers/decision-guard.js';
import { createNotes } from '../controllers/notes.js';
import { createScroll } from '../controllers/scroll.js';
import { createTicker } from '../controllers/ticker.js';
import type { Strings } from '../locales/index.js';
import type { MarkdownContext } from '../markdown/index.js';
import type { Actions, PanelControllers, ViewContext } from './context.js';
import { unformatted } from './unformatted.js';

/** What the element decides about the views. */
export interface PanelSettings {
  readonly strings: Strings;
  /** A BCP 47 tag: the language of `strings`. */
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
  /** What draws the agent's words; they show as they were written while it is absent. */
  readonly answers?: Answers | undefined;
  /** Called before a link is followed; `event.preventDefault()` stops it. */
  readonly onLinkClick?: ((event: MouseEvent, url: string) => void) | undefined;
  /** Wall clock, ms. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** Once for each panel; `changed` asks for a rendering. */
export const createPanelControllers = (changed: () => void): PanelControllers => ({
  notes: createNotes(changed),
  scroll: createScroll(changed, ".approval[data-status='pending']"),
  guard: createDecisionGuard(),
  announcer: createAnnouncer(),
  ticker: createTicker(),
});

/** Once for each change of the settings. */
export const createPanelContext = (settings: PanelSettings, controllers: PanelControllers): ViewContext => {
  const { strings, locale, actions, state, allowedLinkHosts, allowedImages, blocks, answers, onLinkClick } = settings;
  const markdown: MarkdownContext = {
    strings,
    allowedLinkHosts,
    allowedImages,
    onLinkClick,
    // Below the headings that name the speakers.
    headingLevel: 4,
    announce: (message) => actions.announce(message),
  };
  const growing: MarkdownContext = { ...markdown, streaming: true };
  const block: Omit<BlockContext, 'busy'> = {
    strings,
    markdown,
    custom: blocks,
    submit: (blockId, values) => actions.submit(blockId, values),
    submitted: (blockId) => state().turns.find(({ form }) => form?.blockId === blockId)?.form?.values,
  };
  return {
    ...controllers,
    strings,
    locale,
    actions,
    now: settings.now ?? (() => Date.now()),
    answers,
    ...(answers
      ? {
          // What was cut off in the middle of a table or a word in bold stays what it was becoming.
          text: ({ text, done, cut }) => answers.renderMarkdown(text, done && !cut ? markdown : growing),
          block: (each, busy) => answers.renderBlock(each, { ...block, busy }),
          plain: answers.plainText,
        }
      : {
          text: ({ text }) => unformatted(text),
          block: ({ title, description }) => unformatted([title, description].filter(Boolean).join('\n\n')),
          plain: (text) => text,
        }),
  };
};
