import { css, html, nothing } from 'lit';
import { type ConversationState, activeTurn } from '../../core/index.js';
import { activityOf } from './activity.js';
import type { ViewContext } from './context.js';
import { elapsed } from './countdown.js';
import { icons } from './icons.js';
import { ticking } from './ticking.js';
import { exact } from './untrusted.js';

export interface HeaderModel {
  readonly state: ConversationState;
  readonly heading: string;
  readonly headingId: string;
  readonly closable: boolean;
  /** Buttons between those of the header. */
  readonly tools?: unknown;
}

/** What the agent is doing; for how long it works, once that is worth a thought. */
const statusLine = (state: ConversationState, { strings, now, ticker }: ViewContext) => {
  const turn = activeTurn(state);
  const { text, since } = activityOf(turn, strings);
  const waits = turn?.status === 'sending' && turn.reconnect;
  return html`<p class="status" part="status" data-status=${waits ? 'reconnecting' : (turn?.status ?? 'ready')}>
    <span class="name">${exact(text)}</span>${
      since === undefined
        ? nothing
        : html`<span ${ticking(ticker, () => (now() - since < countsFrom ? '' : elapsed(since, now())))}></span>`
    }
  </p>`;
};

/** In ms: what is done sooner needs no clock. */
const countsFrom = 5000;

/** Who one talks to, what it is doing, and the way out. */
export const headerView = ({ state, heading, headingId, closable, tools }: HeaderModel, context: ViewContext) => {
  const { strings, actions } = context;
  return html`
  <div class="header" part="header">
    <slot name="header-start"></slot>
    <div class="titles">
      <h2 id=${headingId} part="heading">${heading}</h2>
      ${statusLine(state, context)}
    </div>
    <slot name="header-end"></slot>
    ${
      state.turns.length === 0
        ? nothing
        : html`<button
          class="icon-button"
          part="new-conversation"
          type="button"
          aria-label=${strings.newConversation}
          title=${strings.newConversation}
          @click=${() => actions.reset()}
        >
          ${icons.compose}
        </button>`
    }
    ${tools}
    ${
      closable
        ? html`<button
          class="icon-button"
          part="close"
          type="button"
          aria-label=${strings.closeChat}
          title=${strings.closeChat}
          @click=${() => actions.close()}
        >
          ${icons.close}
        </button>`
        : nothing
    }
  </div>
`;
};

export const headerStyles = css`
  .header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: calc(64px * var(--zaby-density));
    padding-block: calc(10px * var(--zaby-density));
    padding-inline: calc(20px * var(--zaby-density)) calc(12px * var(--zaby-density));
    border-block-end: 1px solid var(--zaby-border);
  }

  .titles {
    flex: 1;
    min-inline-size: 0;
  }

  .header h2 {
    font-weight: 620;
    font-size: 1.0667em;
    line-height: 1.3;
    letter-spacing: -0.01em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .status {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--zaby-text-muted);
    font-size: 0.8667em;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }

  .status > .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .status::before {
    flex: none;
    content: '';
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--zaby-success);
  }

  .status[data-status='sending']::before,
  .status[data-status='running']::before {
    background: var(--zaby-accent-text);
  }

  .status[data-status='waiting-approval']::before,
  .status[data-status='reconnecting']::before {
    background: var(--zaby-warning);
  }

  .status[data-status='offline']::before {
    border: 2px solid var(--zaby-text-muted);
    background: none;
  }

  @media (forced-colors: active) {
    .status::before {
      forced-color-adjust: none;
      background: CanvasText;
    }
  }
`;
