import { css, html, nothing } from 'lit';
import type { LauncherStrings } from '../locales/strings.js';
import { launcherIcons } from './launcher-icons.js';

/** What the conversation has to say from outside, once it is loaded. */
export interface LauncherNews {
  /** Follow the button's own name. */
  readonly words: string;
  readonly marks: unknown;
}

export interface LauncherModel {
  readonly open: boolean;
  /** The id of the panel, once it is there. */
  readonly panelId?: string | undefined;
  readonly news?: LauncherNews | undefined;
}

export interface LauncherContext {
  readonly strings: LauncherStrings;
  /** The language of `strings`: English until the words of the page's have come (WCAG 2.2, 3.1.2). */
  readonly locale: string;
  readonly toggle: () => void;
  /** The person may be about to open it: hover or focus. */
  readonly intend?: () => void;
}

/** The round button that opens a floating panel. */
export const launcher = (
  { open, panelId, news }: LauncherModel,
  { strings, locale, toggle, intend }: LauncherContext,
) => html`<div class="frame launcher-frame" lang=${locale}>
  <button
    class="launcher"
    part="launcher"
    type="button"
    aria-label=${(open ? strings.closeChat : strings.openChat) + (news?.words ?? '')}
    aria-expanded=${open ? 'true' : 'false'}
    aria-controls=${panelId ?? nothing}
    @click=${toggle}
    @keydown=${(event: KeyboardEvent) => open && event.key === 'Escape' && toggle()}
    @pointerenter=${intend}
    @focus=${intend}
  >
    <slot name="launcher">${open ? launcherIcons.fold : launcherIcons.chat}</slot>
    ${news?.marks ?? nothing}
  </button>
</div>`;

/** Stands where the conversation should be: its files did not arrive. */
export const lost = ({ strings, locale }: Pick<LauncherContext, 'strings' | 'locale'>, again: () => void) =>
  html`<div class="frame" lang=${locale} role="alert"><button class="lost" part="retry" type="button" @click=${again}>${strings.lost}</button></div>`;

export const launcherViewStyles = css`
  .lost {
    margin-block-end: 12px;
    padding: 12px;
    background: var(--zaby-surface);
    text-decoration: underline;
  }

  .launcher {
    position: relative;
    display: grid;
    margin-inline-start: auto;
    place-items: center;
    inline-size: var(--zaby-launcher-size);
    block-size: var(--zaby-launcher-size);
    border-radius: 50%;
    background: var(--zaby-accent-fill);
    color: var(--zaby-on-accent);
    box-shadow: 0 4px 20px rgb(0 0 0 / 28%);
  }

  .launcher:hover {
    background: color-mix(in oklab, var(--zaby-accent-fill) 92%, var(--zaby-text));
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

  /* The open panel covers the page there, and has its own way to close. */
  @media (width < 480px), (height < 440px) {
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
