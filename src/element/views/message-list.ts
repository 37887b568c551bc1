import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { type ConversationState, activeTurn, pendingApprovals } from '../../core/index.js';
import { attach } from './attach.js';
import type { ViewContext } from './context.js';
import { emptyState } from './empty-state.js';
import { icons } from './icons.js';
import { turnView } from './turn.js';

export interface MessageListModel {
  readonly state: ConversationState;
  readonly greeting: string;
  readonly starters: readonly string[];
  readonly feedback: boolean;
  readonly hidden: ReadonlySet<string>;
}

/** The key that goes to a waiting approval, as `aria-keyshortcuts` spells it. */
export const approvalKey = 'Alt+Shift+A';

/** How many messages of the agent's there are: what "3 new messages" counts. */
const agentMessages = (state: ConversationState): number =>
  state.turns.reduce(
    (count, { parts }) =>
      count + parts.filter(({ kind }) => kind === 'text' || kind === 'approval' || kind === 'block').length,
    0,
  );

/** Brings the waiting approval into view and puts the focus on it. */
export const goToApproval = (root: ParentNode): void => {
  const card = root.querySelector<HTMLElement>(".approval:is([data-status='pending'], [data-status='unconfirmed'])");
  card?.scrollIntoView({ block: 'nearest' });
  card?.focus({ preventScroll: true });
};

/** The transcript. It announces nothing itself: the announcer does, once for each answer. */
export const messageList = (
  { state, greeting, starters, feedback, hidden }: MessageListModel,
  context: ViewContext,
) => {
  const { strings, scroll, notes } = context;
  const { turns } = state;
  const busy = activeTurn(state) !== undefined;
  const waits = turns.some((turn) => pendingApprovals(turn).some(({ id }) => !hidden.has(`${turn.id}/${id}`)));
  const unseen = scroll.unseen(agentMessages(state));
  return html`<div class="log-area">
    <div class="log" part="log" role="log" aria-live="off" aria-label=${strings.transcript} tabindex="0" ${attach(scroll.scroller)}>
      <div class="turns" ${attach(scroll.content)}>
        ${
          turns.length > 0
            ? // Turns only come and go at the end; another conversation shares no element with this one.
              keyed(
                state.conversationId,
                turns.map((turn, index) => {
                  const isLast = index === turns.length - 1;
                  const settings = { isLast, busy, feedback, hidden };
                  return guard([turn, notes.of(turn.id), isLast, busy, feedback, hidden, context], () =>
                    turnView(turn, settings, context),
                  );
                }),
              )
            : state.restoring
              ? nothing
              : emptyState(greeting, starters, context)
        }
      </div>
    </div>
    <div class="over-log">
      ${
        waits
          ? html`<button
            class=${scroll.following ? 'button pill at-focus' : 'button pill'}
            part="go-to-approval"
            type="button"
            aria-keyshortcuts=${approvalKey}
            @click=${(event: Event) => goToApproval((event.currentTarget as Element).closest('.log-area')!)}
          >
            ${icons.shield}${strings.goToApproval}
          </button>`
          : nothing
      }
      ${
        scroll.following
          ? nothing
          : html`<button class="button pill" part="new-messages" type="button" @click=${() => scroll.toEnd()}>
            ${icons.down}${strings.newMessages(unseen)}
          </button>`
      }
    </div>
  </div>`;
};

export const messageListStyles = css`
  .log-area {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }

  .log {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--zaby-border-strong) transparent;
  }

  .log:focus-visible {
    outline-offset: -2px;
  }

  .turns {
    min-block-size: 100%;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    max-inline-size: 720px;
    margin-inline: auto;
    padding: 20px;
  }

  .turns:has(.empty) {
    align-content: end;
  }

  .over-log {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 10px;
    display: grid;
    justify-items: center;
    gap: 6px;
    pointer-events: none;
  }

  .pill {
    min-block-size: 32px;
    border-radius: 16px;
    box-shadow: 0 4px 12px rgb(16 24 40 / 14%);
    font-size: 0.8667em;
    pointer-events: auto;
  }

  .pill svg {
    inline-size: 16px;
    block-size: 16px;
  }

  /* While the person is at the end, the card is before them; the keyboard still has the short way. */
  .at-focus:not(:focus-visible) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    min-block-size: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;
