import { css, html, nothing } from 'lit';
import type { LauncherStrings } from '../locales/strings.js';
import { launcherIcons } from './launcher-icons.js';

export interface LauncherModel {
  readonly open: boolean;
  /** The id of the panel, once it is there. */
  readonly panelId?: string;
  readonly unread: number;
  readonly running: boolean;
  /** An approval waits for the person. */
  readonly approval: boolean;
}

export interface LauncherContext {
  readonly strings: LauncherStrings;
  readonly toggle: () => void;
  /** The person may be about to open it: hover or focus. */
  readonly intend?: () => void;
}

const nameOf = ({ open, unread, running, approval }: LauncherModel, strings: LauncherStrings): string =>
  [
    open ? strings.closeChat : strings.openChat,
    approval && strings.approvalWaits,
    unread > 0 && strings.unread(unread),
    running && !approval && strings.answering,
  ]
    .filter((words) => words !== false)
    .join(', ');

const badge = ({ open, approval, unread }: LauncherModel) => {
  if (open || (!approval && unread === 0)) return nothing;
  return html`<span class="badge" part="badge" aria-hidden="true">${approval ? '!' : unread}</span>`;
};

/** The round button that opens a floating panel, and says from outside what goes on inside. */
export const launcher = (model: LauncherModel, { strings, toggle, intend }: LauncherContext) => {
  const { open, running, panelId } = model;
  return html`<div class="frame launcher-frame">
    <button
      class="launcher"
      part="launcher"
      type="button"
      aria-label=${nameOf(model, strings)}
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls=${panelId ?? nothing}
      @click=${toggle}
      @pointerenter=${intend}
      @focus=${intend}
    >
      <slot name="launcher">${open ? launcherIcons.fold : launcherIcons.chat}</slot>
      ${running && !open ? launcherIcons.ring : nothing}
      ${badge(model)}
    </button>
  </div>`;
};

export const launcherViewStyles = css`
  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--zaby-launcher-size);
    block-size: var(--zaby-launcher-size);
    border-radius: 50%;
    background: var(--zaby-accent);
    color: var(--zaby-on-accent);
    box-shadow: 0 1px 2px rgb(16 24 40 / 16%), 0 8px 24px -4px rgb(16 24 40 / 28%);
  }

  .launcher:hover {
    background: color-mix(in oklab, var(--zaby-accent) 92%, var(--zaby-text));
  }

  /* Two tones, because nobody knows what page lies behind. */
  .launcher:focus-visible {
    outline: 2px solid var(--zaby-text);
    outline-offset: 2px;
    box-shadow: 0 0 0 3px var(--zaby-surface);
  }

  .launcher svg {
    inline-size: 26px;
    block-size: 26px;
  }

  .launcher .ring {
    position: absolute;
    inset: 3px;
    inline-size: auto;
    block-size: auto;
    stroke-width: 1.25;
    animation: circle 1.2s linear infinite;
  }

  @keyframes circle {
    to {
      rotate: 1turn;
    }
  }

  .badge {
    position: absolute;
    inset-block-start: -3px;
    inset-inline-end: -3px;
    display: grid;
    place-items: center;
    min-inline-size: 22px;
    block-size: 22px;
    padding-inline: 5px;
    border: 2px solid var(--zaby-surface);
    border-radius: 11px;
    background: var(--zaby-danger);
    color: var(--zaby-surface);
    font-weight: 650;
    font-size: 12px;
    line-height: 1;
  }

  /* The open panel covers the page there, and has its own way to close. */
  @media (width < 480px) {
    :host([mode='floating'][open]) .launcher-frame {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .launcher {
      border: 2px solid ButtonText;
    }
  }
`;
