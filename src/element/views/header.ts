import { css, html, nothing } from 'lit';
import { type ConversationState, activeTurn } from '../../core/index.js';
import type { Strings } from '../locales/index.js';
import type { ViewContext } from './context.js';
import { icons } from './icons.js';

export interface HeaderModel {
  readonly state: ConversationState;
  readonly heading: string;
  readonly headingId: string;
  readonly closable: boolean;
}

const statusText = (state: ConversationState, strings: Strings): string => {
  switch (activeTurn(state)?.status) {
    case undefined:
      return strings.statusReady;
    case 'waiting-approval':
      return strings.statusApproval;
    case 'reconnecting':
      return strings.statusReconnecting;
    case 'offline':
      return strings.statusOffline;
    default:
      return strings.statusAnswering;
  }
};

/** Who one talks to, what it is doing, and the way out. */
export const headerView = (
  { state, heading, headingId, closable }: HeaderModel,
  { strings, actions }: ViewContext,
) => html`
  <div class="header" part="header">
    <slot name="header-start"></slot>
    <div class="titles">
      <h2 id=${headingId} part="heading">${heading}</h2>
      <p class="status" part="status" data-status=${activeTurn(state)?.status ?? 'ready'}>${statusText(state, strings)}</p>
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

export const headerStyles = css`
  .header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 64px;
    padding-block: 10px;
    padding-inline: 20px 12px;
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
  }

  .status::before {
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
