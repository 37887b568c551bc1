import { css } from 'lit';

/** What everything of ours starts from: nothing inherited from the page, no motion for who wants none. */
export const frame = css`
  /* The page's own rules reach the host element and are inherited from there; they end here. */
  .frame {
    all: initial;
    color-scheme: inherit;
    font: 400 var(--zaby-font-size) / 1.5 var(--zaby-font);
    color: var(--zaby-text);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
    -webkit-tap-highlight-color: transparent;
  }

  .frame[hidden] {
    display: none;
  }

  .frame,
  .frame *,
  .frame ::before,
  .frame ::after {
    box-sizing: border-box;
  }

  svg {
    display: block;
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  button {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    color: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }

  @media (prefers-reduced-motion: reduce) {
    .frame,
    .frame *,
    .frame ::before,
    .frame ::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;
