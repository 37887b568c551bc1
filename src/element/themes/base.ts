import { css } from 'lit';

/** What the views of the conversation have in common: plain text elements, one focus ring, one family of buttons, words for screen readers only. */
export const base = css`
  h2,
  h3,
  p,
  dl,
  dd,
  fieldset,
  legend,
  .list {
    margin: 0;
    padding: 0;
    border: 0;
    font: inherit;
    list-style: none;
  }

  /* Our words may be of another direction than the page: they keep their order, and stand where the page wants them. */
  :where(.frame :is(p, span, legend, h2, h3, button):not([dir])) {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  textarea,
  input {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

  button[aria-disabled='true'] {
    cursor: default;
  }

  :focus {
    outline: none;
  }

  :focus-visible {
    outline: 2px solid;
    outline-color: var(--zaby-accent-text);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: calc(36px * var(--zaby-density));
    padding: calc(6px * var(--zaby-density)) calc(14px * var(--zaby-density));
    border: 1px solid color-mix(in oklab, var(--zaby-border-strong) 45%, var(--zaby-border));
    border-radius: calc(var(--zaby-radius) * 0.75);
    background: var(--zaby-surface);
    font-weight: 550;
    font-size: 0.9333em;
    line-height: 1.4;
    text-align: center;
  }

  .button:hover:not([aria-disabled='true']) {
    background: var(--zaby-surface-raised);
  }

  .button.primary {
    border-color: var(--zaby-accent-fill);
    background: var(--zaby-accent-fill);
    color: var(--zaby-on-accent);
  }

  .button.primary:hover:not([aria-disabled='true']) {
    /* Around it: its words keep their contrast. */
    background: var(--zaby-accent-fill);
    box-shadow: 0 0 0 1px var(--zaby-accent-fill);
  }

  .button.quiet {
    border-color: transparent;
    background: none;
  }

  .button.large {
    min-block-size: 44px;
  }

  .button[aria-disabled='true'] {
    border-color: var(--zaby-border);
    background: var(--zaby-surface-raised);
    color: var(--zaby-text-muted);
  }

  .card {
    display: grid;
    gap: calc(8px * var(--zaby-density));
    padding: calc(12px * var(--zaby-density)) calc(14px * var(--zaby-density));
    border: 1px solid var(--zaby-border);
    border-radius: var(--zaby-radius);
  }

  .icon-button {
    display: inline-grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    flex: none;
    border-radius: calc(var(--zaby-radius) * 0.75);
    color: var(--zaby-text-muted);
  }

  .icon-button:hover {
    background: var(--zaby-surface-raised);
    color: var(--zaby-text);
  }

  summary {
    cursor: pointer;
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  .muted {
    color: var(--zaby-text-muted);
  }

  .small {
    font-size: 0.8667em;
  }

  .label {
    font-weight: 550;
    font-size: 0.9286em;
  }

  .working {
    animation: turn 900ms linear infinite;
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }

  @media (forced-colors: active) {
    .button,
    .icon-button {
      border: 1px solid ButtonText;
    }

    [aria-disabled='true'] {
      color: GrayText;
      border-color: GrayText;
    }
  }
`;
