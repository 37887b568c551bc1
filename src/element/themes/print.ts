import { css } from 'lit';

/** On paper: the conversation as long as it is, dark on white, without what can only be pressed. Backgrounds are not printed, so nothing stands on one. */
export const print = css`
  @media print {
    :host {
      block-size: auto !important;
      color-scheme: light !important;
    }

    .panel,
    .log {
      display: block;
      block-size: auto;
      overflow: visible;
    }

    .far {
      content-visibility: visible;
    }

    .composer,
    .over-log,
    .feedback,
    .copy,
    .icon-button {
      display: none;
    }

    .user .bubble {
      border: 1px solid var(--zaby-border-strong);
      background: none;
      color: var(--zaby-text);
    }

    .turn {
      break-inside: avoid-page;
    }
  }
`;
