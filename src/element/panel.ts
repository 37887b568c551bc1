import type { ConversationState } from '../core/index.js';
import { base } from './themes/base.js';
import { frame } from './themes/frame.js';
import { layout } from './themes/layout.js';
import { panelTokens } from './themes/panel-tokens.js';
import { tokens } from './themes/tokens.js';
import { agentMessageStyles } from './views/agent-message.js';
import { announcerWords } from './views/announcer-words.js';
import { composerStyles } from './views/composer.js';
import type { PanelControllers, ViewContext } from './views/context.js';
import { emptyStateStyles } from './views/empty-state.js';
import { headerStyles } from './views/header.js';
import { messageListStyles } from './views/message-list.js';
import { noticeStyles } from './views/notice.js';
import { panelViewStyles } from './views/panel.js';
import { turnStyles } from './views/turn.js';
import { unformattedStyles } from './views/unformatted.js';
import { untrustedStyles } from './views/untrusted.js';
import { userMessageStyles } from './views/user-message.js';

/**
 * The door to the conversation UI, loaded when it is first needed.
 *
 * An element makes the controllers once and a context for each change of its settings; it renders at each change of the
 * state, and tells {@link announceChanges} of it.
 */
export { type PanelModel, panel as renderPanel } from './views/panel.js';
export { type PanelSettings, createPanelContext, createPanelControllers } from './views/create-context.js';
export type { Actions, PanelControllers, ViewContext } from './views/context.js';
export { type Activity, activityOf } from './views/activity.js';
export { goToApproval } from './views/message-list.js';
export { enConversation } from './locales/en-conversation.js';

/** Says what happened since the last call. `open` is whether the person has the conversation before them. */
export const announceChanges = (state: ConversationState, open: boolean, context: ViewContext): void =>
  context.announcer.observe(state, announcerWords(state, open, context));

/** Puts the cursor into the composer without moving the page. */
export const focusComposer = (root: ParentNode): void =>
  root.querySelector<HTMLElement>('.composer-input')?.focus({ preventScroll: true });

/** Lets go of every timer and observer. What is on the screen stays. */
export const disposeControllers = ({ announcer, guard, ticker }: PanelControllers): void => {
  announcer.dispose();
  guard?.dispose();
  ticker.dispose();
};

export const panelStyles = [
  tokens,
  panelTokens,
  layout,
  frame,
  base,
  unformattedStyles,
  untrustedStyles,
  userMessageStyles,
  agentMessageStyles,
  noticeStyles,
  emptyStateStyles,
  composerStyles,
  turnStyles,
  messageListStyles,
  headerStyles,
  panelViewStyles,
];
