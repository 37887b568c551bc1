import { css, html } from 'lit';
import type { LauncherStrings } from '../locales/strings.js';

export interface BubbleContext {
  readonly strings: LauncherStrings;
  readonly open: () => void;
  readonly close: () => void;
}

/** A few words beside the launcher: press them to open the panel, or send them away. */
export const bubble = (text: string, { strings, open, close }: BubbleContext) => html`<div
  class="frame bubble"
  part="bubble"
  @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}
>
  <button class="bubble-text" type="button" dir="auto" @click=${open}>${text}</button>
  <button class="bubble-close" part="bubble-close" type="button" aria-label=${strings.dismiss} title=${strings.dismiss} @click=${close}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m7 7 10 10m0-10-10 10" /></svg>
  </button>
</div>`;

export const bubbleStyles = css`
  .bubble {
    position: absolute;
    inset-block-end: calc(100% + 12px);
    inset-inline-end: 0;
    display: flex;
    align-items: start;
    inline-size: max-content;
    max-inline-size: min(280px, 100vw - 2 * var(--from-inline));
    border-radius: 14px;
    background: var(--zaby-surface);
    color: var(--zaby-text);
    box-shadow: 0 0 0 1px rgb(16 24 40 / 10%), 0 8px 24px -4px rgb(16 24 40 / 28%);
    animation: bubble 180ms cubic-bezier(0.2, 0.8, 0.2, 1);
  }

  :host(:is([placement='top-start'], [placement='top-end'])) .bubble {
    inset-block: calc(100% + 12px) auto;
  }

  :host(:is([placement='top-start'], [placement='bottom-start'])) .bubble {
    inset-inline: 0 auto;
  }

  .bubble-text {
    min-block-size: 44px;
    padding-block: 11px;
    padding-inline: 16px 4px;
    text-align: start;
    overflow-wrap: anywhere;
  }

  .bubble-close {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 44px;
    flex: none;
    opacity: 0.75;
  }

  .bubble-close:hover {
    opacity: 1;
  }

  .bubble-close svg {
    inline-size: 16px;
    block-size: 16px;
  }

  .bubble button {
    border-radius: 14px;
  }

  .bubble button:focus-visible {
    outline: 2px solid;
    outline-offset: -2px;
  }

  @keyframes bubble {
    from {
      opacity: 0;
      translate: 0 6px;
    }
  }

  @media (forced-colors: active) {
    .bubble {
      border: 1px solid CanvasText;
    }
  }
`;
